"""Addresses of the lists behind numbers."""

from django.urls import reverse


def linker(report=None):
    """What gives the address of the list behind a number, today's or a frozen report's.

    A page asks for two hundred of them, so the route is looked up once; keys, parts and ids need no quoting.
    """
    route = reverse("reports:metric_list", args=["x"]).removesuffix("x/")
    always = [f"rapport={report.pk}"] if report else []

    def link(key: str, part: str = "", guide="") -> str:
        asked = [f"del={part}"] if part else []
        if guide != "":
            asked.append(f"vejleder={guide}")
        asked += always
        return f"{route}{key}/?{'&'.join(asked)}" if asked else f"{route}{key}/"

    return link
