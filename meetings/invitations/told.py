"""Who was told of a meeting and what they answered: for the page of the meeting."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from core import clock
from core.templatetags.kui import day
from meetings.invitations.models import Notice
from meetings.invitations.reach import Reach, Why, reaches

TONES = {"yes": "ok", "online": "ok", "no": "danger"}
# Whom no mail reaches, and nobody is to phone about it either.
_NOBODY_PHONES = (Why.FEED, Why.LEFT, Why.BAN, Why.NOT)


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody asked to a meeting: how they were told, and what they answered."""

    attendee: object
    reach: Reach
    notice: Notice | None
    # Whether a mail has left that asked them to come, and none since that took it back.
    has_heard: bool = False

    @property
    def is_told(self) -> bool:
        """Whether a mail left, or waits to, that says how the meeting now stands for them."""
        notice, meeting = self.notice, self.attendee.meeting
        if notice is None or notice.mail is None:
            return False
        if not self._is_to_come:
            return notice.mail.state != "failed"
        is_newest = notice.method == Notice.Method.REQUEST and notice.of_sequence == meeting.sequence
        return is_newest and notice.mail.state in ("queued", "sending", "sent")

    @property
    def _is_to_come(self) -> bool:
        return self.attendee.meeting.is_invited and self.attendee.is_asked

    @property
    def sees_nothing(self) -> bool:
        """Whether nothing covers a partner's contact any more, told or not."""
        return self.reach.why == Why.NO_BASIS

    @property
    def must_be_phoned(self) -> bool:
        """Whether somebody has to phone them: no mail may be sent, or it did not get there.

        Who has answered knows of the meeting, until it is cancelled or they are taken off it. Once it is over there is
        nothing left to say.
        """
        if self.attendee.meeting.ends_at <= clock.now():
            return False
        knows = self.is_told or self.attendee.leads or (self._is_to_come and bool(self.attendee.answer))
        return not knows and self.reach.why not in _NOBODY_PHONES

    @property
    def may_be_mailed(self) -> bool:
        """Whether a mail may go to them that has not: what hindered it is gone, or it failed."""
        return bool(self.reach.email) and not self.is_told

    @property
    def how(self) -> str:
        """How they were told, or why not, in words."""
        if self.is_told:
            return self._how_told if self._is_to_come else self._how_called_off
        if self.notice is not None and self.notice.mail is not None and self.notice.mail.state == "failed":
            return _("The mail could not be sent")
        return str(Why(self.reach.why).label) if self.reach.why else _("No mail has been sent")

    @property
    def _how_told(self) -> str:
        if self.notice.mail.state == "sent":
            return _("Invited by mail %(day)s") % {"day": day(self.notice.mail.sent_at)}
        if self.has_heard:
            return _("The change leaves by mail in a few minutes")
        return _("The invitation leaves in a few minutes")

    @property
    def _how_called_off(self) -> str:
        if self.notice.method == Notice.Method.CANCEL and self.notice.mail.state == "sent":
            return _("Told by mail %(day)s that it is off") % {"day": day(self.notice.mail.sent_at)}
        return _("A mail that it is off leaves in a few minutes") if self.has_heard else ""

    @property
    def phone(self) -> str:
        """The number to reach them at."""
        row = self.attendee
        if row.is_youth:
            return row.meeting.case.person.phone
        return (row.guardian or row.user or row.contact).phone

    @property
    def tone(self) -> str:
        """The colour of their answer."""
        return TONES.get(self.attendee.answer, "plain")


def told_of(meeting, rows: Iterable, on: date) -> list[Told]:
    """How each of ``rows`` was told: attendees of the meeting, with guardian, user, and contact with partner and user.

    At most three queries, however many they are.
    """
    rows = list(rows)
    reached = reaches(meeting, rows, on)
    newest, heard = {}, set()
    for notice in Notice.objects.filter(attendee__in=rows).select_related("mail").order_by("pk"):
        # A cancellation that has not left is taken back when they are asked again.
        if notice.method == Notice.Method.REQUEST or notice.has_left or notice.mail.state == "failed":
            newest[notice.attendee_id] = notice
        if notice.has_left:
            (heard.add if notice.method == Notice.Method.REQUEST else heard.discard)(notice.attendee_id)
    return [Told(row, reached[row.pk], newest.get(row.pk), row.pk in heard) for row in rows]


def to_call(meeting, before: Iterable = ()) -> str:
    """Whom somebody has to phone now that a meeting is called, moved or cancelled; an empty string if mails tell all,
    and of a draft. ``before`` are those who were asked before: who is taken off by now has to hear of it too.
    """
    if not meeting.is_invited and not meeting.sequence:
        return ""
    rows = meeting.attendees.named().select_related("contact__user")
    rows = rows.filter(Q(left_at=None) | Q(pk__in=[row.pk for row in before]))
    names = [one.attendee.name for one in told_of(meeting, rows, clock.today()) if one.must_be_phoned]
    words = _("They get no mail, call them yourself: %(names)s.")
    return words % {"names": ", ".join(names)} if names else ""
