"""What the coverage board shows. Every number opens its list, and the parts add up to the open cases."""

from django.utils.translation import gettext as _

from cases.activity.words import clash_words, stalled_words
from cases.models import Activity, Case
from core.templatetags.kui import ago, freshness
from overview.front.list_rows import ordered_rows
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


def sections(metrics: UnitMetrics, link, numbers: dict) -> list[dict]:
    """The first few of each number to look at, each with why it is there in words; a query for which they are, and one
    for all their cases.
    """
    first = {
        key: list(ordered_rows(metrics, key, "", None, sort).values_list("pk", flat=True)[:NAMED])
        for key, sort in TO_LOOK_AT
        if numbers[key]
    }
    cases = metrics.cases.select_related("person").in_bulk(set().union(*first.values()))
    return [
        {
            "key": key,
            "title": METRICS[key].title,
            "count": numbers[key],
            "url": link(key),
            "rows": _named(key, [cases[pk] for pk in first.get(key, ()) if pk in cases], metrics),
            "more": max(numbers[key] - NAMED, 0),
        }
        for key, _sort in TO_LOOK_AT
    ]


def _named(key: str, cases: list[Case], metrics: UnitMetrics) -> list[dict]:
    # By which they were counted.
    facts = {row["pk"]: row for row in metrics.counted(key)} if cases else {}
    return [
        {
            "case": case,
            "age": case.person.age(metrics.when.on),
            "guide": metrics.members.get(facts[case.pk]["at_guide"], ""),
            "why": _why(key, case, facts[case.pk], metrics),
        }
        for case in cases
        if case.pk in facts
    ]


def _why(key: str, case: Case, facts: dict, metrics: UnitMetrics) -> str:
    if key == "stalled":
        return stalled_words(case)
    if key == "contradictory":
        return clash_words(_contradiction(facts))
    if key == "adults_in_nothing":
        return _("Last talk: %(when)s") % {"when": ago(facts["at_contact_on"]) or _("never")}
    if facts["at_activity"] == Activity.UNKNOWN:
        return _("Recorded as unknown")
    return freshness(facts["at_confirmed_on"], metrics.when.fresh_days)


def _contradiction(facts: dict) -> str:
    """Which contradiction the number counted, from the very columns it was counted by."""
    if facts["at_clash"]:
        return facts["at_clash"]
    if facts["at_arrived"] and facts["at_activity"] == "none":
        return "arrived"
    return "outside_plan" if facts["at_planned"] else "no_plan"
