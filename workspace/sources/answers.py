"""Meetings to which somebody has answered no: move it, or hold it without them."""

from datetime import date, datetime, timedelta
from functools import partial

from django.db.models import BigIntegerField, F, Q, QuerySet, When
from django.db.models import Case as Choose
from django.utils.translation import gettext as _

from accounts.models import carries_q
from core import clock
from core.addresses import address
from core.templatetags.kui import day
from meetings.models import Attendee
from workspace.lines.line import Act, Task, go
from workspace.lines.source import About, Told, told
from workspace.sources.mentions import purpose_acts

# One has so many days to find another, and no longer than until the meeting.
REPLACE_DAYS = 2

_MUST = Q(is_required=True) | Q(is_youth=True)


def answer_rows(about: About) -> QuerySet:
    """A row for each who has answered no to a meeting to come.

    Without the young person, or another who must attend, there is no meeting: that is the guide's, in the cases of the
    day. What somebody else answers is for who leads the meeting, in whosever case; for the guide when nobody there does
    any more. Over a unit, all of it.
    """
    rows = Attendee.objects.asked().filter(
        answer=Attendee.Answer.NO,
        answered_at__isnull=False,
        meeting__state="invited",
        meeting__starts_at__gte=clock.at(about.today),
    )
    of_the_day = Q(meeting__case__among=about.cases)
    if not about.over_unit:
        of_the_day &= _MUST | ~carries_q("meeting__led_by__")
        of_the_day |= Q(meeting__led_by=about.user) & ~_MUST
    must = Choose(When(_MUST, then=1), default=0, output_field=BigIntegerField())
    leader = Choose(When(carries_q("meeting__led_by__"), then=F("meeting__led_by_id")))
    columns = {"case_id": "meeting__case_id", "at": "meeting__starts_at", "then": "answered_at"}
    columns |= {"number": must, "other": leader, "who": "meeting__led_by__name"}
    return told("meeting-answer", rows.filter(of_the_day), key="meeting_id", **columns)


def answer_tasks(about: About, rows: list[Told]) -> list[Task]:
    """A line for each meeting: of who must be there, before others, and of the last who answered."""
    last = {row.key: row for row in sorted(rows, key=lambda row: (row.number, row.then))}
    tasks = (_task(about, row) for row in sorted(last.values(), key=lambda row: (row.at, row.key)))
    return [task for task in tasks if task is not None]


def _task(about: About, row: Told) -> Task | None:
    case, is_open = about.known(row.case_id), about.is_open(row.case_id)
    if case is None:
        return None
    return Task(
        _due(row.at, row.then),
        "meeting-answer",
        case,
        partial(_words, row.at, must=bool(row.number)),
        "calendar",
        partial(_acts, row.key) if is_open else purpose_acts,
        ref=str(row.key),
        leads_to="" if is_open else address("cases:purpose", row.case_id),
        whose=None if row.number or row.other is None else (row.other, row.who),
        can_wait=is_open,
    )


def _due(starts_at: datetime, answered: datetime) -> date:
    return min(clock.local_date(answered) + timedelta(days=REPLACE_DAYS), clock.local_date(starts_at))


def _words(starts_at: datetime, *, must: bool) -> str:
    words = _("Somebody who is asked cannot come to the meeting %(day)s")
    if must:
        words = _("Somebody who must be there cannot come to the meeting %(day)s")
    return words % {"day": day(starts_at)}


def _acts(meeting_id) -> tuple[Act, ...]:
    return (go(_("See the meeting"), "meetings:meeting", meeting_id),)
