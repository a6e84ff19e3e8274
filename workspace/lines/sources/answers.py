"""Meetings to which somebody who must be there cannot come: move it, or hold it without them."""

from datetime import date, datetime, timedelta
from functools import partial

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core import clock
from core.templatetags.kui import day
from meetings.models import Attendee
from workspace.lines.line import Act, Task, go
from workspace.lines.source import About, Told, told

# The guide has so many days to find another, and no longer than until the meeting.
DAYS = 2


def answer_rows(about: About) -> QuerySet:
    """Meetings to come in the cases of the day, to which the young person, or another who must attend, has answered no;
    a row for each who cannot.
    """
    rows = Attendee.objects.asked().filter(
        Q(is_required=True) | Q(is_youth=True),
        answer=Attendee.Answer.NO,
        answered_at__isnull=False,
        meeting__state="invited",
        meeting__starts_at__gte=clock.at(about.today),
        meeting__case__among=about.cases,
    )
    columns = {"case_id": "meeting__case_id", "at": "meeting__starts_at", "then": "answered_at"}
    return told("meeting-answer", rows, key="meeting_id", **columns)


def answer_tasks(about: About, rows: list[Told]) -> list[Task]:
    """A line for each meeting, from the last answer on."""
    last = {row.key: row for row in sorted(rows, key=lambda row: row.then)}
    return [
        Task(
            _due(row.at, row.then),
            "meeting-answer",
            about.cases[row.case_id],
            partial(_words, row.at),
            "calendar",
            partial(_acts, row.key),
            ref=str(row.key),
        )
        for row in sorted(last.values(), key=lambda row: (row.at, row.key))
    ]


def _due(starts_at: datetime, answered: datetime) -> date:
    return min(clock.local_date(answered) + timedelta(days=DAYS), clock.local_date(starts_at))


def _words(starts_at: datetime) -> str:
    words = _("Somebody who must be there cannot come to the meeting %(day)s")
    return words % {"day": day(starts_at)}


def _acts(meeting_id) -> tuple[Act, ...]:
    return (go(_("See the meeting"), "meetings:meeting", meeting_id),)
