"""The models of every room."""

from meetings.planning.models import Attendee, Meeting, MeetingMove
from meetings.types.models import MeetingType

__all__ = ["Attendee", "Meeting", "MeetingMove", "MeetingType"]
