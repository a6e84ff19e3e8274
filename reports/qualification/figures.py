"""How the departments answer: every question sent in a period stands in exactly one column, so that they add up.

A number and its list are the same function asked twice. Response time is counted in working days from the day after the
question until the answer; what has no answer has no response time, and is told apart, never as a nought.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median

from django.utils.translation import gettext_lazy as _

from cases.models import Case
from core import clock
from plans.models import Qualification
from plans.qualification.choices import ANSWERS, AT_DEPARTMENT, State
from plans.qualification.rules import working_days_between

# Questions sent so many days back, today included.
PERIOD_DAYS = 365

WAITING, NO_ANSWER, LAPSED = "waiting", "no_answer", "lapsed"
COLUMNS = {
    State.QUALIFIED.value: _("Yes"),
    State.ADJUSTED.value: _("Yes, adjusted"),
    State.DECLINED.value: _("No"),
    State.NEEDS_MORE.value: _("Needs more"),
    State.NOT_OURS.value: _("Not theirs"),
    WAITING: _("Waits"),
    NO_ANSWER: _("No answer"),
    LAPSED: _("Lapsed"),
}
# What the numbers beside the columns count: those answered, of which the median is; and of those answered or past
# their day without an answer, those answered in time.
ANSWERED, DUE, IN_TIME = "answered", "due", "in_time"
LISTS = COLUMNS | {
    ANSWERED: _("Answered"),
    DUE: _("Answered, or past the deadline"),
    IN_TIME: _("Answered in time"),
}


def rows_of(user, on: date):
    """The questions of the period about cases that the reader may see; proposals were never sent."""
    since = clock.at(on - timedelta(days=PERIOD_DAYS - 1))
    cases = Case.objects.visible_to(user).values("pk")
    rows = Qualification.objects.filter(
        plan__case__in=cases, sent_at__gte=since, sent_at__lt=clock.end_of_day(on)
    )
    people = ("partner", "milestone", "goal", "plan__case__person", "plan__case__guide")
    return rows.select_related(*people).order_by("partner__sort_name", "-sent_at", "pk")


def column_of(row: Qualification, on: date) -> str:
    """The one column in which a question that was sent is counted."""
    if row.state in ANSWERS:
        return row.state
    if row.state not in AT_DEPARTMENT or not row.is_live:
        return LAPSED
    return NO_ANSWER if row.deadline < on else WAITING


def counted_in(row: Qualification, on: date) -> set[str]:
    """Every number that counts the question, as keys of LISTS: its column, and those beside the columns."""
    column = column_of(row, on)
    found = {column}
    if column in ANSWERS:
        found |= {ANSWERED, DUE}
        if clock.local_date(row.decided_at) <= row.deadline:
            found.add(IN_TIME)
    elif column == NO_ANSWER:
        found.add(DUE)
    return found


def response_days(row: Qualification) -> int | None:
    """Working days from the question to the answer; None without an answer that stands."""
    if row.state not in ANSWERS:
        return None
    return working_days_between(clock.local_date(row.sent_at), clock.local_date(row.decided_at))


@dataclass
class Department:
    """One department's line: how many in each column, and how long its answers took."""

    pk: int
    name: str
    # How many each number counts, by the keys of LISTS.
    numbers: dict[str, int] = field(default_factory=lambda: dict.fromkeys(LISTS, 0))
    days: list[int] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many stand in each column."""
        return {key: self.numbers[key] for key in COLUMNS}

    @property
    def sent(self) -> int:
        """Every question: the sum of the columns."""
        return sum(self.counts.values())

    @property
    def key(self) -> str:
        """What names the department in an address."""
        return str(self.pk)

    @property
    def cells(self) -> list[tuple]:
        """``(column, its words, number)`` in the order of COLUMNS."""
        return [(key, COLUMNS[key], count) for key, count in self.counts.items()]

    @property
    def median_days(self) -> float | None:
        """The median of the working days that answers took; None without answers."""
        return median(self.days) if self.days else None

    def add(self, row: Qualification, on: date) -> None:
        """Count a question."""
        for key in counted_in(row, on):
            self.numbers[key] += 1
        days = response_days(row)
        if days is not None:
            self.days.append(days)


def by_department(rows: Iterable[Qualification], on: date) -> list[Department]:
    """A line for each department that was asked, by name."""
    found: dict[int, Department] = {}
    for row in rows:
        line = found.setdefault(row.partner_id, Department(row.partner_id, row.partner.name))
        line.add(row, on)
    return list(found.values())


def total_of(rows: Iterable[Qualification], on: date) -> Department:
    """All departments together."""
    line = Department(0, "")
    for row in rows:
        line.add(row, on)
    return line
