"""The models of every room."""

from meetings.agenda.models import AgendaItem
from meetings.calendars.models import CalendarFeed
from meetings.invitations.models import Notice
from meetings.minutes.models import (
    Approval,
    Decision,
    Minutes,
    MinutesAddition,
    MinutesComment,
    MinutesNotice,
)
from meetings.planning.models import Attendee, Meeting, MeetingMove
from meetings.types.models import MeetingType

__all__ = [
    "AgendaItem",
    "Approval",
    "Attendee",
    "CalendarFeed",
    "Decision",
    "Meeting",
    "MeetingMove",
    "MeetingType",
    "Minutes",
    "MinutesAddition",
    "MinutesComment",
    "MinutesNotice",
    "Notice",
]
