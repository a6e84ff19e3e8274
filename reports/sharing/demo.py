"""Files from other units for the demo, taken in as a leader does, and the unit's own stories.

That Egedal answered 6–7 and Odense 3 to common goals is told in a report of Fremfærd (2024); every other figure here is
invented.
"""

import json
from datetime import timedelta

from accounts.models import Unit, User
from core import clock
from practice.barometer.models import StatementSet
from reports.metrics.definitions import DEFINITION_VERSION
from reports.periods.rules import Quarter
from reports.sharing.actions import take_in_file, write_story
from reports.sharing.shape import FORMAT, VERSION

# Municipality, name, in the unit, the parts of it, new and closed, destinations held of those reached, the middle of
# common goals, and of the other statements.
OTHERS = (
    ("0240", "Ungeenheden Egedal", 310, (225, 10, 15, 30, 30), (20, 15), (25, 30), 6.5, 7),
    ("0461", "Unge og Uddannelse Odense", 1480, (960, 110, 60, 205, 145), (90, 75), (85, 120), 3, 6),
    ("0316", "Ungecenter Holbæk", 520, (405, 20, 15, 45, 35), (35, 30), (30, 40), 5, 7.5),
    ("0350", "Ungeindsatsen Lejre", 190, (150, None, 10, 20, None), (15, 10), (10, 15), 7, 8),
)
STORIES = {
    "0240": ("transitions", "success", "Vi gik med på de tre første dage på erhvervsskolen. Ingen er stoppet siden."),
    "0461": ("authority", "mistake", "Vi sendte planen til afklaring uden at ringe først. Nu ringer vi altid."),
    "0316": ("voice", "success", "De unge styrer selv den første del af mødet. Møderne er blevet kortere."),
}  # fmt: skip
OWN = (
    ("network", "success", "Vi spurgte efter en tante i stedet for en mentor. Hun blev den, der ringede om morgenen."),
    ("partners", "mistake", "Vi aftalte praktik uden at spørge, hvordan man kommer derud. Nu spørger vi altid."),
    ("team", "success", "Torsdagssparringen begynder med det, der lykkedes. Flere siger noget."),
)  # fmt: skip


def load(unit: Unit, leader: User, writer: User) -> None:
    """Four other units' files of the two latest quarters, and three stories of one's own."""
    for quarter in Quarter.latest_over(clock.today()).up_to(2)[::-1]:
        for row in OTHERS:
            take_in_file(_file(quarter, *row), unit=unit, by=leader)
    for theme, kind, text in OWN:
        write_story(unit=unit, by=writer, theme=theme, kind=kind, text=text)


def _file(quarter: Quarter, municipality, name, in_unit, parts, flow, held, goals, others) -> bytes:
    """The file that another unit's KUI made a few days after the quarter."""
    keys = ("covered", "waiting", "in_nothing", "contradictory", "unknown")
    counts = dict(zip(keys, parts, strict=True)) | {"in_unit": in_unit, "came": flow[0], "closed": flow[1]}
    counts |= {"destinations_held": held[0], "destinations_three_months_ago": held[1]}
    made = clock.at(quarter.last + timedelta(days=3), 9, 0)
    story = STORIES.get(municipality)
    said = {
        "format": FORMAT,
        "version": VERSION,
        "municipality": municipality,
        "unit": name,
        "quarter": str(quarter),
        "made_at": made.isoformat(),
        "definitions": DEFINITION_VERSION,
        "figures": {
            key: {"hidden": True} if count is None else {"count": count} for key, count in counts.items()
        },
        "barometer": list(_barometer(goals, others)),
        "stories": [dict(zip(("theme", "kind", "text"), story, strict=True))] if story else [],
    }
    return json.dumps(said).encode()


def _barometer(goals: float, others: float):
    """Common goals, and the set that the demo's own rounds ask with it."""
    ready = StatementSet.objects.filter(unit=None).prefetch_related("statements")
    for place, one in enumerate(ready):
        middle = others if place else goals
        for statement in one.statements.all():
            yield {
                "set": one.name,
                "statement": statement.text,
                "answers": 7 + 2 * place,
                "median": middle,
                "low": max(1, int(middle) - 2),
                "high": min(10, int(middle) + 2),
            }
