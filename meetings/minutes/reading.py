"""Shared minutes as somebody who was asked reads them, comments and approves: a partner's contact, and a colleague."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from audit.models import AuditEvent
from core.acting import perform
from core.http import acted, number_in, respond
from core.versions import Conflict
from meetings.minutes import actions
from meetings.minutes.forms import OwnCommentForm
from meetings.minutes.models import Approval, Minutes, MinutesComment
from meetings.minutes.sheet import Sheet, sheet_for
from meetings.planning.models import Attendee

TEMPLATE = "meetings/minutes/reading.html"


@dataclass(frozen=True, slots=True)
class Reading:
    """Minutes as ``attendee`` may read them, and what they have said themselves; nothing of what others said."""

    attendee: Attendee
    minutes: Minutes
    sheet: Sheet
    today: date
    approval: Approval | None
    comments: tuple[MinutesComment, ...]

    @property
    def may_comment(self) -> bool:
        """Whether the day for comments has not gone by."""
        return self.minutes.is_sent and self.today <= self.minutes.comment_until

    @property
    def may_approve(self) -> bool:
        """Whether they were there and have not approved the minutes as they stand."""
        return self.minutes.is_sent and bool(self.attendee.attended) and self.approval is None


def approver_of(minutes: Minutes) -> str:
    """The name of who closed the minutes as approved, by the last approval or after the day for comments."""
    about = {"case_id": minutes.meeting.case_id, "object_id": str(minutes.pk)}
    rows = AuditEvent.objects.filter(action="minutes.approved", **about).order_by("-at", "-pk")
    return rows.values_list("actor_name", flat=True).first() or ""


def reading_of(attendee: Attendee, audience: str, on: date) -> Reading:
    """The minutes as ``audience`` reads them on the day. Raises NotAllowed as `meetings.minutes.sheet.sheet_for`."""
    meeting = attendee.meeting
    sheet, minutes = sheet_for(meeting, audience, on=on), actions.minutes_of(meeting)
    approval = minutes.approvals.filter(attendee=attendee, of_version=minutes.version).first()
    comments = tuple(minutes.comments.filter(attendee=attendee))
    return Reading(attendee, minutes, sheet, on, approval, comments)


def page(request: HttpRequest, reading: Reading, *, here: str, context: dict) -> HttpResponse:
    """The page of the minutes, whose form sends a comment."""
    form = OwnCommentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = {"attendee": reading.attendee, "text": form.cleaned_data["text"]}
        perform(form, actions.comment, reading.minutes, by=request.user, location=here, **said)
    words = _("Your comment is sent to the youth guide.")
    return respond(request, form, TEMPLATE, {**context, "reading": reading}, to=here, words=words)


def approve(request: HttpRequest, reading: Reading, *, here: str) -> HttpResponse:
    """Approve the minutes as they stood on the page."""
    seen = number_in(request.POST, "version") or 0
    try:
        actions.approve(reading.minutes, by=request.user, attendee=reading.attendee, seen_version=seen)
    except ValidationError as error:
        return acted(request, " ".join(error.messages), to=here, level=messages.WARNING)
    except Conflict:
        words = _("The minutes have changed since. Read them once more.")
        return acted(request, words, to=here, level=messages.WARNING)
    return acted(request, _("You have approved the minutes."), to=here)
