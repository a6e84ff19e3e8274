"""Inquiries that wait for somebody: an answer that does not come, answers that are in, a wait that is over."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, FilteredRelation, Max, Min, Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.models import Role
from cases.models import Case, YoungPerson
from core import clock
from core.addresses import address
from core.limits import limit
from core.querysets import built_once
from core.templatetags.kui import chip
from intake.inquiries.rows import THINKING, WAITING
from intake.models import Inquiry
from workspace.lines.line import Task, go
from workspace.lines.source import About

INQUIRY_AHEAD = 7


AT_MOST = 200


@dataclass(slots=True)
class InquiryTask(Task):
    """A line about an inquiry: the young person may have no case, and the line leads to the inquiry.

    ``case`` is a stand-in with the inquiry's id, never saved. The line is not put off here: a decision to
    wait does that.
    """

    inquiry: Inquiry | None = None

    def age(self, today: date) -> str:
        """How old the young person is, when the date of birth is known."""
        return f"{self.inquiry.age(today)} " + _("years") if self.inquiry.birth_date else ""

    def chips(self, today: date) -> SafeString:
        """That it is an inquiry."""
        return SafeString(chip(_("Inquiry"), "info"))


# What a line reads of an inquiry and of where it stands.
FIELDS = ("received_on", "pk", "first_name", "last_name", "birth_date")


STANDING = ("wait_until", "asked", "awaited", "asked_first", "answered_last")


def inquiry_rows(about: About) -> QuerySet:
    """For a leader, the unit's inquiries; for a guide those about their own young people, and those they took down
    about somebody whom no guide has.
    """
    rows = _undecided(about.today).visible_to(about.user)
    if not about.user.is_leader:
        nobodys = Q(case=None) | Q(case__guide=None) | Q(case__closed_on__isnull=False)
        rows = rows.filter(nobodys & Q(received_by=about.user) | Q(case__among=about.cases))
    return rows


@built_once
def _undecided(today: date) -> QuerySet:
    """Inquiries that wait for a decision, with where they stand; `visible_to` says whose they are."""
    standing = Q(statements__withdrawn_at=None)
    awaited = standing & Q(statements__answered_at=None)
    # Undecided, a decision in force can only be to wait, and there is one at most: joining it adds no row.
    rows = Inquiry.objects.undecided(today).annotate(
        waits=FilteredRelation("decisions", condition=Q(decisions__reopened_at=None))
    )
    whose = ("case_id", "received_by_id", "received_by__name", "received_by__role", "received_by__is_active")
    return rows.values_list(*FIELDS, *whose, "waits__wait_until").annotate(
        asked=Count("statements", filter=standing),
        awaited=Count("statements", filter=awaited),
        asked_first=Min("statements__asked_on", filter=awaited),
        answered_last=Max("statements__answered_at", filter=standing),
    )


def inquiry_tasks(about: About, rows: list[tuple]) -> list[Task]:
    """A line for each that needs somebody within a week, those that came first before the others."""
    tasks, unit, today = [], about.unit, about.today
    for told in sorted(rows, key=lambda row: row[:2])[:AT_MOST]:
        row = Inquiry(**dict(zip(FIELDS, told, strict=False)))
        case_id, *receiver = told[len(FIELDS) : -len(STANDING)]
        vars(row).update(zip(STANDING, told[-len(STANDING) :], strict=True))
        due, words = _what(row, today)
        if due <= today + timedelta(days=INQUIRY_AHEAD):
            person = YoungPerson(
                first_name=row.first_name, last_name=row.last_name, birth_date=row.birth_date or today
            )
            url = address("intake:inquiry", row.pk)
            tasks.append(
                InquiryTask(
                    due,
                    "inquiry",
                    Case(id=row.pk, person=person, unit=unit, opened_on=row.received_on),
                    words,
                    "mail",
                    (go(_("See the inquiry"), href=url),),
                    ref=str(row.pk),
                    can_wait=False,
                    leads_to=url,
                    inquiry=row,
                    whose=_whose(about, case_id, *receiver),
                )
            )
    return tasks


def _whose(
    about: About, case_id, receiver: int, name: str, role: str, is_active: bool
) -> tuple[int, str] | None:
    """Who sees to it: who has the case, else the guide who took it down, else the leader. A leader sees to them all,
    on their own day.
    """
    looking = (about.user.pk, about.user.name)
    if about.user.is_leader and not about.over_unit:
        return looking
    acting = about.cases[case_id].acting_guide(about.today) if case_id in about.cases else None
    if acting is not None:
        return acting.pk, acting.name
    return (receiver, name) if role == Role.GUIDE and is_active else looking


def _what(row: Inquiry, today: date) -> tuple[date, str]:
    """The day on which the inquiry needs somebody, and why."""
    if row.wait_until:
        return row.wait_until, _("The wait is over: decide anew")
    if row.awaited:
        return (
            row.asked_first + timedelta(days=limit(THINKING, on=today)),
            _("%(n)s of %(all)s departments have not answered") % {"n": row.awaited, "all": row.asked},
        )
    if row.asked:
        return clock.local_date(row.answered_last), _("The departments have answered: decide")
    return row.received_on + timedelta(days=limit(WAITING, on=today)), _("Waits for a decision")
