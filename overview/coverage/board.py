"""What the coverage board shows. Every number opens its list, and the parts add up to the open cases."""

from django.utils.translation import gettext as _

from cases.activity.words import clash_words, stalled_words
from core.templatetags.kui import ago, freshness
from overview.front.list_rows import ListRow, list_rows, ordered_rows
from reports.metrics.definitions import METRICS
from reports.metrics.definitions.coverage import COVERAGE
from reports.metrics.unit_metrics import UnitMetrics
from reports.presentation.elements import Cell, Table
from reports.presentation.tables import SHORT_TITLES

# How many of each kind the board names; the number beside them opens the rest.
NAMED = 8

GUIDE_COLUMNS = ("in_unit", *(key for key in COVERAGE if key != "waiting"), "stalled")

# What a leader looks at first: the metric, and its order (the longest unknown first).
TO_LOOK_AT = (
    ("contradictory", "name"),
    ("stalled", "contact"),
    ("unknown", "confirmed"),
    ("adults_in_nothing", "contact"),
)


def guides(metrics: UnitMetrics, link) -> Table:
    """The same for each guide."""
    counted = {key: metrics.count_by(key, "at_guide") for key in GUIDE_COLUMNS}
    waiting = [Cell(_("No guide yet")), Cell(counted["in_unit"][None], link("waiting"))]
    waiting += [Cell(counted[key][None]) for key in GUIDE_COLUMNS[1:]]
    return Table(
        "by_guide",
        _("Guide by guide"),
        [_("Guide"), *(str(SHORT_TITLES.get(key, METRICS[key].title)) for key in GUIDE_COLUMNS)],
        [
            [
                Cell(name),
                *(
                    Cell(counted[key][pk], link(key, guide=pk) if counted[key][pk] else "")
                    for key in GUIDE_COLUMNS
                ),
            ]
            for pk, name in metrics.guides.items()
        ]
        + ([waiting] if counted["in_unit"][None] else []),
        total=[Cell(_("All together")), *(Cell(counted[key].total(), link(key)) for key in GUIDE_COLUMNS)],
    )


def section(metrics: UnitMetrics, key: str, sort: str, link, numbers: dict) -> dict:
    """The first few of a number, each with why it is there in words."""
    found = []
    if numbers[key]:
        rows = ordered_rows(metrics, key, "", None, sort)[:NAMED]
        found = [_named(shown, key, metrics) for shown in list_rows(rows, metrics, metrics.members)]
    return {
        "key": key,
        "title": METRICS[key].title,
        "count": numbers[key],
        "url": link(key),
        "rows": found,
        "more": max(numbers[key] - NAMED, 0),
    }


def _named(shown: ListRow, key: str, metrics: UnitMetrics) -> dict:
    row = shown.row
    if key == "stalled":
        why = stalled_words(shown.case)
    elif key == "contradictory":
        why = clash_words(contradiction_of(row))
    elif key == "adults_in_nothing":
        why = _("Last talk: %(when)s") % {"when": ago(row.at_contact_on) or _("never")}
    else:
        why = freshness(row.at_confirmed_on, metrics.when.fresh_days)
    return {"case": shown.case, "age": shown.age, "guide": shown.guide, "why": why}


def contradiction_of(row) -> str:
    """Which contradiction the number counted, from the very columns it was counted by."""
    if row.at_clash:
        return row.at_clash
    if row.at_arrived and row.at_activity == "none":
        return "arrived"
    return "outside_plan" if row.at_planned else "no_plan"
