"""The list behind a number: which rows, which columns, in which order."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.models import Activity, DutyBreach, Status
from cases.people import rules
from plans.models import MilestoneStatus
from reports.metrics.breaches import both_clocks
from reports.metrics.definitions import METRICS
from reports.metrics.groups import GROUPS
from reports.metrics.sources import CASES, DUTY, MILESTONES, OUTCOMES
from reports.metrics.unit_metrics import UnitMetrics
from reports.moments.moment import Moment
from reports.snapshots.figures import figure_of

# What a list may be sorted by, for each kind of row.
SORTS = {
    CASES: {"name": "person__sort_name", "contact": "at_contact_on", "confirmed": "at_confirmed_on", "born": "at_born"},
    MILESTONES: {"due": "at_due_on", "name": "plan__case__person__sort_name"},
    OUTCOMES: {"started": "started_on", "name": "case__person__sort_name"},
    DUTY: {"learned": "learned_on", "name": "case__person__sort_name"},
}  # fmt: skip


RELATED = {
    CASES: ("person",),
    MILESTONES: ("plan__case__person",),
    OUTCOMES: ("case__person", "destination"),
    DUTY: ("case__person",),
}


@dataclass
class ListRow:
    """One row as it is shown: whose case it is, and the facts as they stood on the day."""

    case: object
    age: int
    guide: str
    status: str
    row: object
    activity: str = ""
    state: str = ""
    clocks: tuple = ()


def ordered_rows(metrics: UnitMetrics, key: str, part: str, guide, sort: str):
    """The rows of the number in the wanted order; an unknown order is the kind's own."""
    source = METRICS[key].source
    fields = SORTS[source]
    name = sort.lstrip("-")
    if name not in fields:
        sort = name = next(iter(fields))
    field = ("-" if sort.startswith("-") else "") + fields[name]
    rows = metrics.rows_of(key, part, guide).select_related(*RELATED[source])
    return rows.order_by(field, fields["name"], "pk")


def case_of(row):
    """The case that a row is about."""
    return row.plan.case if hasattr(row, "plan") else getattr(row, "case", row)


def list_rows(rows, metrics: UnitMetrics, guides: dict[int, str]) -> list[ListRow]:
    """The rows with everything in words."""
    statuses, activities = dict(Status.choices), dict(Activity.choices)
    states = dict(MilestoneStatus.choices)
    made = []
    for row in rows:
        case = case_of(row)
        made.append(
            ListRow(
                case=case,
                age=rules.age_on(case.person.birth_date, metrics.when.on),
                guide=guides.get(row.at_guide, ""),
                status=str(statuses.get(row.at_status, "")),
                row=row,
                activity=str(activities.get(getattr(row, "at_activity", "") or Activity.UNKNOWN, "")),
                state=str(states.get(getattr(row, "at_state", ""), "")),
                clocks=both_clocks(row, metrics.when) if isinstance(row, DutyBreach) else (),
            )
        )
    return made


def beside_report(user, moment: Moment, listed: int, key: str, part: str = "", guide=None) -> dict:
    """What is said beside the ``listed`` rows of a report's number: how many ``shielded`` ones the reader does not see,
    and what the report ``told``, where what it rests on was corrected so that it cannot be counted again.
    """
    told = figure_of(moment.report, key, part, guide) if moment.report else None
    if told in (None, listed):
        return {}
    counted = moment.whole(user).rows_of(key, part, guide).count()
    return {"shielded": max(counted - listed, 0), "told": None if told == counted else told}


def part_label(metrics: UnitMetrics, part: str) -> str:
    """Parts in words: “Age: 15–17”. Raises KeyError when there is no such part."""

    def said(one: str) -> str:
        group, _sep, name = one.partition(":")
        labels = {p[0]: p[1] for p in GROUPS[group].parts(metrics.when)}
        return f"{GROUPS[group].title}: {labels[name]}"

    return ", ".join(said(one) for one in filter(None, part.split(",")))


def spreadsheet(rows: list[ListRow], source: str) -> tuple[list, list]:
    """Headings and plain rows, for a spreadsheet."""
    first = [_("Name"), _("Age"), _("Guide"), _("Status")]
    start = [[s.case.person.name, s.age, s.guide, s.status] for s in rows]
    if source == MILESTONES:
        more = [_("Milestone"), _("Its status"), _("Done by")]
        facts = [[s.row.own_words, s.state, s.row.at_due_on] for s in rows]
    elif source == OUTCOMES:
        more = [_("Destination"), _("Began"), _("Ended")]
        facts = [[str(s.row.destination), s.row.started_on, s.row.ended_on] for s in rows]
    elif source == DUTY:
        more = [
            _("Learned"),
            _("Contact"),
            _("Limit for contact"),
            _("New activity"),
            _("Limit for a new activity"),
        ]
        facts = [
            [s.row.learned_on, *(fact for clock in s.clocks for fact in (clock.countdown, clock.due_on))]
            for s in rows
        ]
    else:
        more = [_("Activity"), _("Confirmed"), _("Last contact"), _("Opened on")]
        facts = [[s.activity, s.row.at_confirmed_on, s.row.at_contact_on, s.row.opened_on] for s in rows]
    return first + more, [a + b for a, b in zip(start, facts, strict=True)]
