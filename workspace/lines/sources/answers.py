"""Meetings to which somebody who must be there cannot come: move it, or hold it without them."""

from datetime import date, datetime, timedelta
from functools import partial

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from core import clock
from core.templatetags.kui import day
from meetings.models import Attendee
from workspace.lines.line import Act, Task, go
from workspace.lines.source import About

# The guide has so many days to find another, and no longer than until the meeting.
DAYS = 2


def answer_rows(about: About) -> QuerySet:
    """Meetings to come in the cases of the day, to which the young person, or another who must attend, has answered no;
    a row a meeting.
    """
    rows = Attendee.objects.asked().filter(
        Q(is_required=True) | Q(is_youth=True),
        answer=Attendee.Answer.NO,
        answered_at__isnull=False,
        meeting__state="invited",
        meeting__starts_at__gte=clock.at(about.today),
        meeting__case__in=about.cases,
    )
    told = rows.order_by().values("meeting__case_id", "meeting__starts_at", "meeting_id")
    return told.annotate(answered=Max("answered_at")).values_list(
        "meeting__case_id", "meeting__starts_at", "meeting_id", "answered"
    )


def answer_tasks(about: About, rows: list[tuple]) -> list[Task]:
    """A line for each meeting."""
    return [
        Task(
            _due(starts_at, answered),
            "meeting-answer",
            about.cases[case_id],
            partial(_words, starts_at),
            "calendar",
            partial(_acts, meeting_id),
            ref=str(meeting_id),
        )
        for case_id, starts_at, meeting_id, answered in sorted(rows, key=lambda row: (row[1], str(row[2])))
    ]


def _due(starts_at: datetime, answered: datetime) -> date:
    return min(clock.local_date(answered) + timedelta(days=DAYS), clock.local_date(starts_at))


def _words(starts_at: datetime) -> str:
    words = _("Somebody who must be there cannot come to the meeting %(day)s")
    return words % {"day": day(starts_at)}


def _acts(meeting_id) -> tuple[Act, ...]:
    return (go(_("See the meeting"), "meetings:meeting", meeting_id),)
