"""Inquiries that wait for somebody: an answer that does not come, answers that are in, a wait that is over."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Min, Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases.models import Case, Inquiry, Outcome, YoungPerson
from core import clock
from core.limits import limit
from core.templatetags.kui import chip
from plans.day.line import Task, go
from plans.inquiry_rows import THINKING, WAITING

AHEAD = 7
AT_MOST = 200


@dataclass(slots=True)
class InquiryTask(Task):
    """A line about an inquiry: the young person may have no case, and the line leads to the inquiry.

    ``case`` is a stand-in with the inquiry's id, never saved. The line is not put off here: a decision to wait does that.
    """

    inquiry: Inquiry | None = None

    def age(self, today: date) -> str:
        """How old the young person is, when the date of birth is known."""
        return f"{self.inquiry.age(today)} " + _("years") if self.inquiry.birth_date else ""

    def chips(self, today: date) -> SafeString:
        """That it is an inquiry."""
        return SafeString(chip(_("Inquiry"), "info"))


def inquiry_tasks(cases: dict, unit, today: date, user) -> list[Task]:
    """For a guide, the inquiries they took down and those about their own young people; for a leader, the unit's. One query."""
    rows = Inquiry.objects.visible_to(user).undecided(today)
    if not user.is_leader:
        rows = rows.filter(Q(received_by=user) | Q(case__in=list(cases)))
    live = Q(statements__withdrawn_at=None)
    rows = rows.with_standing().annotate(
        asked_first=Min("statements__asked_on", filter=live & Q(statements__answered_at=None)),
        answered_last=Max("statements__answered_at", filter=live),
    )
    tasks = []
    for row in rows.order_by("received_on", "pk")[:AT_MOST]:
        due, words = _what(row, today)
        if due <= today + timedelta(days=AHEAD):
            person = YoungPerson(
                first_name=row.first_name, last_name=row.last_name, birth_date=row.birth_date or today
            )
            tasks.append(
                InquiryTask(
                    due,
                    "inquiry",
                    Case(id=row.pk, person=person, unit=unit, opened_on=row.received_on),
                    words,
                    "mail",
                    (go(_("See the inquiry"), f"/henvendelser/{row.pk}/"),),
                    ref=str(row.pk),
                    can_wait=False,
                    leads_to=f"/henvendelser/{row.pk}/",
                    inquiry=row,
                )
            )
    return tasks


def _what(row: Inquiry, today: date) -> tuple[date, str]:
    """The day on which the inquiry needs somebody, and why."""
    if row.outcome == Outcome.WAIT:
        return row.wait_until, _("The wait is over: decide anew")
    if row.awaited:
        return (
            row.asked_first + timedelta(days=limit(THINKING, on=today)),
            _("%(n)s of %(all)s departments have not answered") % {"n": row.awaited, "all": row.asked},
        )
    if row.asked:
        return clock.local_date(row.answered_last), _("The departments have answered: decide")
    return row.received_on + timedelta(days=limit(WAITING, on=today)), _("Waits for a decision")
