"""What the leader's front page shows: what needs them, whether the unit is whole, what moved, and three answers."""

from __future__ import annotations

from django.urls import reverse

from overview.front import answers, changes
from reports.metrics.definitions import DEFINITION_VERSION
from reports.metrics.definitions.coverage import ADULT_COVERAGE, COVERAGE
from reports.metrics.unit_metrics import UnitMetrics
from reports.periods.rules import Month
from reports.presentation import tables
from reports.presentation.links import linker
from reports.presentation.tiles import tile
from reports.presentation.words import (
    adult_sentence,
    coverage_sentence,
    flow_sentence,
    month_name,
    transition_sentence,
)
from reports.presentation.year import lasting_tables, year_table
from reports.snapshots import figures
from reports.snapshots.models import ReportSnapshot

# What somebody is to look at today: the tiles of the front page.
URGENT = ("duty_late", "overdue", "no_contact", "unknown", "adults_in_nothing", "turning_18_alone")

# Every tile, on the page of all figures.
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
    "reopened",
    "closed",
    "reached",
)

# What the sentences, the pictures and the tiles of the front page say: nothing else is counted for it.
COUNTED = dict.fromkeys(
    (
        "in_unit", *COVERAGE, "adults", *ADULT_COVERAGE, "turning_18", "turning_18_alone", *URGENT, "duty_running",
        *answers.CLOCKS,
    )
)  # fmt: skip

# The same of the page of all figures.
ALL = dict.fromkeys(
    (
        "in_unit", "opening", *COVERAGE, "adults", *ADULT_COVERAGE, "turning_18", "turning_18_alone", *TILES,
        *tables.GUIDE_COLUMNS,
    )
)  # fmt: skip


def year_of(unit, last: Month) -> list[dict]:
    """Twelve months of the unit's frozen figures, oldest first; a month without a report is left out."""
    rows = ReportSnapshot.objects.monthly().filter(
        unit=unit, kind=ReportSnapshot.Kind.UNIT, period__gte=last.plus(-11).first, period__lte=last.first
    )
    # The last revision of a month takes the place of those before it.
    reports = {row.period: row for row in rows.light().order_by("period", "revision")}
    return [
        {
            "key": str(row.covers),
            "report": row.pk,
            "revision": row.revision,
            "version": row.definition_version,
        }
        | row.data["numbers"]
        for row in reports.values()
    ]


def overview_context(user) -> dict:
    """The context of the front page: every figure counts what `user` may see, and leads to its list."""
    unit, link = user.unit, linker()
    metrics = UnitMetrics(unit, reader=user)
    numbers, month = metrics.counts(COUNTED), metrics.when.period
    history = year_of(unit, month.previous)
    present = {"key": str(month), "report": None, "version": DEFINITION_VERSION} | numbers

    def address(row, key):
        return f"{link(key)}?rapport={row['report']}" if row["report"] else link(key)

    return {
        "on": metrics.when.on,
        "coverage": coverage_sentence(numbers, link),
        "parts": tables.coverage(numbers, link),
        "shielded": metrics.out_of_sight(numbers["in_unit"]),
        "moved": changes.moved(history),
        "corrected": changes.corrected(history),
        "answers": [
            answers.adults(numbers, link),
            answers.held(history, address),
            answers.limits(history, present, address, link),
        ],
        "transitions": transition_sentence(numbers, link) if numbers["turning_18"] else "",
        "empty": not numbers["in_unit"] and not history,
        "tiles": [tile(key, numbers, month, link, year=False) for key in URGENT],
    }


def figures_context(user) -> dict:
    """The context of the page of all figures: tiles, each guide, and today's tables beside the frozen year."""
    unit, link = user.unit, linker()
    metrics = UnitMetrics(unit, reader=user)
    numbers, month = metrics.counts(ALL), metrics.when.period
    counted = {key: metrics.count_by(key, "at_guide") for key in figures.PER_GUIDE}
    guides = [
        {"key": str(pk), "label": name} | {key: counted[key][pk] for key in figures.PER_GUIDE}
        for pk, name in metrics.guides.items()
    ]
    whys = figures.missed_by_why(metrics)
    history = year_of(unit, month.previous)
    detail = {row["key"]: reverse("reports:detail", args=[row["report"]]) for row in history}
    return {
        "on": metrics.when.on,
        "coverage": coverage_sentence(numbers, link),
        "adults": adult_sentence(numbers, link) if numbers["adults"] else "",
        "flow": flow_sentence(numbers, month, link),
        "shielded": metrics.out_of_sight(numbers["in_unit"]),
        "empty": not numbers["in_unit"] and not history,
        "tiles": [tile(key, numbers, month, link, year=False) for key in TILES],
        "caseload": tables.caseload(guides, numbers, month, link),
        "tables": [
            tables.delays(figures.split_rows(metrics, "overdue", "delay"), link),
            *([tables.missed_by_reason(whys, link)] if whys else []),
            tables.activities(
                figures.split_rows(metrics, "in_care", "activity", adults="adults"), numbers, link
            ),
            tables.ages(figures.split_rows(metrics, "in_unit", "age"), link),
        ],
        "year": year_table(history, detail.get) if history else None,
        "lasting": lasting_tables(history, lambda row, key: f"{link(key)}?rapport={row['report']}"),
        "latest": {"url": detail[history[-1]["key"]], "month": _month(history[-1])} if history else None,
    }


def _month(row):
    return month_name(Month.parse(row["key"]))
