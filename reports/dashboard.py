"""What the leader's front page shows: today's live figures beside a year of frozen ones."""

from __future__ import annotations

from django.urls import reverse

from reports import freeze, presentation
from reports.metrics import ADULT_COVERAGE, COVERAGE, Measure
from reports.models import ReportSnapshot
from reports.periods import Month

TILES = (
    "waiting",
    "overdue",
    "no_contact",
    "unknown",
    "adults_in_nothing",
    "turning_18",
    "duty_late",
    "duty_running",
    "new",
    "closed",
    "reached",
)

# What the sentences on top say, and the tiles: nothing else is counted for the page.
SHOWN = dict.fromkeys(
    ("in_unit", *COVERAGE, "adults", *ADULT_COVERAGE, "turning_18", "turning_18_alone", *TILES)
)


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


def year_of(unit, last: Month) -> list[dict]:
    """Twelve months of the unit's frozen figures, oldest first; a month without a report is left out."""
    rows = ReportSnapshot.objects.filter(
        unit=unit, kind=ReportSnapshot.Kind.UNIT, period__gte=last.plus(-11).first, period__lte=last.first
    )
    reports = sorted(rows.latest().light(), key=lambda row: row.period)
    return [{"key": str(row.month), "report": row.pk} | row.data["numbers"] for row in reports]


def build(user) -> dict:
    """The context of the page: every figure counts what `user` may see, and leads to its list."""
    unit, link = user.unit, linker()
    measure = Measure(unit, reader=user)
    numbers = measure.counts(SHOWN)
    counted = {key: measure.by(key, "at_guide") for key in freeze.PER_GUIDE}
    guides = [
        {"key": str(pk), "label": name} | {key: counted[key][pk] for key in freeze.PER_GUIDE}
        for pk, name in measure.guides.items()
    ]
    whys = freeze.missed_by_why(measure)
    history = year_of(unit, Month.of(measure.when.on).previous)
    detail = {row["key"]: reverse("reports:detail", args=[row["report"]]) for row in history}
    return {
        "on": measure.when.on,
        "coverage": presentation.coverage_sentence(numbers, link),
        "adults": presentation.adult_sentence(numbers, link) if numbers["adults"] else "",
        "transitions": presentation.transition_sentence(numbers, link) if numbers["turning_18"] else "",
        "empty": not numbers["in_unit"] and not history,
        "tiles": [presentation.tile(key, numbers, link) for key in TILES],
        "caseload": presentation.caseload(guides, link),
        "tables": [
            presentation.delays(freeze.split(measure, "overdue", "delay"), link),
            *([presentation.whys(whys, link)] if whys else []),
            presentation.activities(freeze.split(measure, "running", "activity", adults="adults"), link),
            presentation.ages(freeze.split(measure, "in_unit", "age"), link),
        ],
        "year": presentation.year(history, detail.get) if history else None,
        "lasting": presentation.lasting(history, lambda row, key: f"{link(key)}?rapport={row['report']}"),
        "latest": {"url": detail[history[-1]["key"]], "month": _month(history[-1])} if history else None,
    }


def _month(row):
    return presentation.month_name(Month.parse(row["key"]))
