"""Addresses of the lists behind numbers."""

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import urlencode

from django.urls import reverse


def linker(report=None, asked: Mapping[str, str] = MappingProxyType({})):
    """What gives the address of the list behind a number: today's, a frozen report's, or another moment's (``asked``).

    A page asks for two hundred of them, so the route is looked up once; keys, parts and ids need no quoting.
    """
    route = reverse("overview:metric_list", args=["x"]).removesuffix("x/")
    always = [f"rapport={report.pk}"] if report else [f"{name}={value}" for name, value in asked.items()]

    def link(key: str, part: str = "", guide="") -> str:
        asked = [f"del={part}"] if part else []
        if guide != "":
            asked.append(f"vejleder={guide}")
        asked += always
        return f"{route}{key}/?{'&'.join(asked)}" if asked else f"{route}{key}/"

    return link


def about(key: str, asked: Mapping[str, str] = MappingProxyType({})) -> str:
    """The address of the page that says what a number counts, asked about the same moment."""
    address = reverse("overview:number", args=[key])
    return f"{address}?{urlencode(asked)}" if asked else address
