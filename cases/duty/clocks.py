"""The statutory clocks of 15–17-year-olds, computed from dated facts; nobody starts, ticks or stops one by hand.

When the unit learns that a young person under the duty does not follow the plan (`DutyBreach`), two clocks follow:

* **contact**: a talk with the young person within the limit of working days after the day we learned it;
* **activity**: a new activity within the limit of calendar days after the contact. Before the contact it has not begun.

Both stop when the young person outgrows the duty (`duty_oldest_age`), is exempted, follows the plan again, or when the
case is closed. A limit is judged by the value that held on the day we learned it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.casefile.models import Case
from cases.duty import rules as duty_rules
from cases.duty.models import BreachReason, DutyBreach
from cases.duty.rules import ClockState
from cases.limits import duty_ends_at
from cases.people import rules as people_rules
from core.kept import GivenIds, kept
from core.limits import limit
from core.querysets import built_once
from core.working_days import Calendar, Pause

CONTACT, ACTIVITY = BreachReason.Which.CONTACT, BreachReason.Which.ACTIVITY


_FREE = (
    ("free_1_may", (5, 1)),
    ("free_5_june", (6, 5)),
    ("free_24_december", (12, 24)),
    ("free_31_december", (12, 31)),
)


def working_calendar(on: date) -> Calendar:
    """Which days are working days in the town hall, by the limits of the day ``on``."""
    return Calendar(frozenset(at for code, at in _FREE if limit(code, on=on)))


def calendar_of(which: str, on: date) -> Calendar:
    """The days that count for a clock, by the limits of the day ``on``."""
    free = working_calendar(on).also_free
    pause = None
    if limit(f"summer_stops_{which}", on=on):
        first, last = limit("summer_first_day", on=on), limit("summer_last_day", on=on)
        pause = Pause(divmod(first, 100), divmod(last, 100))
    return Calendar(free, pause)


@dataclass(frozen=True)
class Clock:
    """One clock on one day. ``stopped`` says why it stopped: a word of `STOPS`."""

    breach: DutyBreach
    which: str
    on: date
    begins_on: date | None
    due_on: date | None
    met_on: date | None
    stopped_on: date | None
    stopped: str

    @property
    def state(self) -> ClockState:
        """Where it is on the day."""
        return duty_rules.clock_state(
            self.on, due_on=self.due_on, met_on=self.met_on, stopped_on=self.stopped_on
        )

    @property
    def is_running(self) -> bool:
        """Whether its day is still to come (or is today)."""
        return self.state == ClockState.RUNNING

    @property
    def is_missed(self) -> bool:
        """Whether its last day passed with nothing done."""
        return self.state == ClockState.MISSED

    @property
    def missed_on(self) -> date | None:
        """The first day on which it was missed."""
        return self.due_on + timedelta(days=1) if self.due_on and self.is_missed else None

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done: it runs, or was missed and is neither done nor stopped since."""
        done = any(day is not None and day <= self.on for day in (self.met_on, self.stopped_on))
        return self.is_running or (self.is_missed and not done)

    @property
    def done_late_on(self) -> date | None:
        """The day on which it was done after all, for one that was missed."""
        return self.met_on if self.is_missed and self.met_on and self.met_on <= self.on else None

    @property
    def why(self) -> str:
        """The kind of reason given for missing it, or nothing."""
        return getattr(self.breach, f"{self.which}_why", None) or ""

    @property
    def why_text(self) -> str:
        """The reason in the guide's words."""
        return getattr(self.breach, f"{self.which}_text", None) or ""

    @property
    def needs_reason(self) -> bool:
        """Whether it was missed and nobody has said why."""
        return self.is_missed and not self.why

    @property
    def title(self) -> str:
        """Which of the two."""
        return str(BreachReason.Which(self.which).label)

    @property
    def tone(self) -> str:
        """How urgent it is, as the tone of a chip."""
        if self.is_open and self.is_missed:
            return "danger"
        if self.is_running:
            return "warn" if (self.due_on - self.on).days <= 1 else "info"
        return {"met": "ok", "missed": "warn"}.get(self.state.value, "plain")

    @property
    def countdown(self) -> str:
        """What is left: ``3 arbejdsdage tilbage``, ``frist i dag``, ``2 dage over``; or how it ended."""
        if self.is_open and self.is_missed:
            over = (self.on - self.due_on).days
            return ngettext("%(n)s day over", "%(n)s days over", over) % {"n": over}
        if self.is_running:
            return self._left()
        return {
            ClockState.AWAITS: _("begins when contact is made"),
            ClockState.MET: _("met"),
            ClockState.MISSED: _("missed"),
            ClockState.STOPPED: _("stopped"),
        }[self.state]

    def _left(self) -> str:
        if self.due_on == self.on:
            return _("due today")
        if self.which == CONTACT:
            left = calendar_of(CONTACT, self.breach.learned_on).working_days_until(self.on, self.due_on)
            return ngettext("%(n)s working day left", "%(n)s working days left", left) % {"n": left}
        left = (self.due_on - self.on).days
        return ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left}


# Why a clock stopped, for readers.
STOPS = {
    "mistake": lambda: _("it was a mistake"),
    "age": lambda: _("the duty ended with the age"),
    "exempt": lambda: _("exempted from the duty"),
    "again": lambda: _("follows the plan again"),
    "closed": lambda: _("the case was closed"),
}


def stop_of(breach: DutyBreach, born: date) -> tuple[date | None, str]:
    """The first day on which neither clock runs any more, apart from being met, and why.

    (None, "") while none has come.
    """
    if breach.mistake:
        return breach.learned_on, "mistake"
    days = [(people_rules.birthday(born, 12 * duty_ends_at(breach.learned_on)), "age")]
    if breach.exempt_on:
        days.append((breach.exempt_on, "exempt"))
    if breach.followed_on:
        days.append((breach.followed_on, "again"))
    if breach.closed_on:
        days.append((breach.closed_on, "closed"))
    day, why = min(days)
    return max(day, breach.learned_on), why


def clocks_of(breach: DutyBreach, *, born: date, on: date) -> tuple[Clock, Clock]:
    """Both clocks of a breach that came with its facts (`with_facts`), as they stand on the day ``on``.

    No query but the limits.
    """
    learned = breach.learned_on
    stopped_on, why = stop_of(breach, born)
    due = calendar_of(CONTACT, learned).add_working_days(learned, limit("duty_contact_days", on=learned))
    # Who is under way again before anybody talked with them is not to be sought any more.
    sought_until, sought_why = stopped_on, why
    if breach.active_on and breach.active_on < stopped_on:
        sought_until, sought_why = breach.active_on, "again"
    contact = Clock(breach, CONTACT, on, learned, due, breach.contacted_on, sought_until, sought_why)
    begins = breach.contacted_on if breach.contacted_on and breach.contacted_on <= on else None
    if begins is None:
        until, until_why = sought_until, sought_why
        return contact, Clock(breach, ACTIVITY, on, None, None, breach.active_on, until, until_why)
    due = calendar_of(ACTIVITY, learned).add_days(begins, limit("duty_activity_days", on=learned))
    return contact, Clock(breach, ACTIVITY, on, begins, due, breach.active_on, stopped_on, why)


def born_after(today: date) -> date:
    """Who was born after this day has not yet outgrown the duty."""
    return people_rules.birthday(today, -12 * duty_ends_at(today))


@kept
def _breaches(on: date) -> QuerySet[DutyBreach]:
    """What we have learned of the cases up to the day, with its facts, newest first."""
    rows = current_with_facts().filter(case__among=GivenIds("cases"), learned_on__lte=on)
    return rows.order_by("-learned_on", "-pk")


@built_once
def current_with_facts() -> QuerySet[DutyBreach]:
    """What we hold to be true now, of every case, with its facts."""
    return DutyBreach.objects.current().with_facts()


def breaches_known(cases, on, moment: datetime):
    """The same, as we knew it at ``moment``."""
    rows = DutyBreach.objects.filter(case__among=cases, learned_on__lte=on).known_on(moment)
    return rows.with_facts(moment).order_by("-learned_on", "-pk")


def clocks(cases: Iterable[Case], on: date, *, known: datetime | None = None) -> dict:
    """``{case id: [(contact, activity), …]}``, newest breach first, of cases that come with their person; one query."""
    by_id = {case.pk: case for case in cases}
    found: dict = {}
    if not by_id:
        return found
    ids = list(by_id)
    for breach in _breaches(on).ask(cases=ids) if known is None else breaches_known(ids, on, known):
        case = by_id[breach.case_id]
        pair = clocks_of(breach, born=case.person.birth_date, on=on)
        found.setdefault(case.pk, []).append(pair)
    return found


def open_clocks(cases: Iterable[Case], on: date) -> dict:
    """``{case id: [clock, …]}``: what is still to be done, of those young enough; at most one query."""
    youngest = born_after(on)
    found = clocks((case for case in cases if case.person.birth_date > youngest), on)
    return {
        pk: left
        for pk, pairs in found.items()
        if (left := [clock for pair in pairs for clock in pair if clock.is_open])
    }
