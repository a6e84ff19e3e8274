"""The models of every room."""

from meetings.calendars.models import CalendarFeed
from meetings.invitations.models import Notice
from meetings.planning.models import Attendee, Meeting, MeetingMove
from meetings.types.models import MeetingType

__all__ = ["Attendee", "CalendarFeed", "Meeting", "MeetingMove", "MeetingType", "Notice"]
