"""Reflection: guides and leaders of the unit; whoever has a station's code, while its occasion is open."""

from core import clock
from practice.reflection.actions import Asked, hold_occasion, write_reflections
from practice.reflection.models import Reflection
from tests.access_rows import Row


def extend(w):
    """An occasion that guests may write at, with names, and what its leader wrote there."""
    today, leader = clock.today(), w.people["leader"]
    w.occasion = hold_occasion(
        unit=w.unit,
        by=leader,
        title="KANARIE-refleksion",
        from_on=today,
        until_on=today,
        stations=[Asked("Indsigter", ("Hvad så vi?",)), Asked("Metoder", ("Hvad prøver vi?",))],
        with_names=True,
        for_guests=True,
    )
    w.station = w.occasion.stations.first()
    asked = w.station.prompts.get()
    write_reflections(w.station, {asked.pk: "KANARIE-tanke"}, sheet="leder", by=leader)
    w.reflection = Reflection.objects.get(prompt=asked)


def _occasion(w):
    return {"pk": w.occasion.pk}


def _station(w):
    return {"pk": w.occasion.pk, "station": w.station.pk}


def _page(name, kwargs=_occasion, **more):
    return Row(f"practice:{name}", "guides and leaders", kwargs=kwargs, unit_bound=True, **more)


THOSE_WHO_KEEP = frozenset({"leader"})

ROWS = [
    Row(
        "practice:station_guest",
        "everybody",
        kwargs=lambda w: {"token": w.station.token},
        methods=("get", "post"),
    ),
    Row("practice:occasion_list", "guides and leaders"),
    Row("practice:occasion_add", "guides and leaders", methods=("get", "post")),
    _page("occasion_detail"),
    _page("occasion_sheet"),
    _page("occasion_close", methods=("post",), only=THOSE_WHO_KEEP),
    _page("station_answer", kwargs=_station, methods=("get", "post")),
    _page(
        "reflection_draft",
        kwargs=_station,
        methods=("post",),
        data=lambda w: {"form": str(w.station.prompts.get().pk), "text": "en tanke", "key": "k"},
    ),
    _page(
        "reflection_remove",
        kwargs=lambda w: {"pk": w.reflection.pk},
        methods=("post",),
        only=THOSE_WHO_KEEP,
    ),
]
