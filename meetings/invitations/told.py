"""Who was told of a meeting and what they answered: for the page of the meeting."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from core.templatetags.kui import day
from meetings.invitations.models import Notice
from meetings.invitations.reach import Reach, Why, reaches

TONES = {"yes": "ok", "online": "ok", "no": "danger"}


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody asked to a meeting: how they were told, and what they answered."""

    attendee: object
    reach: Reach
    notice: Notice | None

    @property
    def is_told(self) -> bool:
        """Whether a mail left, or waits to."""
        mail = self.notice and self.notice.mail
        return mail is not None and mail.state in ("queued", "sending", "sent")

    @property
    def sees_nothing(self) -> bool:
        """Whether nothing covers a partner's contact any more, told or not."""
        return self.reach.why == Why.NO_BASIS

    @property
    def must_be_phoned(self) -> bool:
        """Whether somebody has to phone them: no mail may be sent, or it did not get there."""
        return not self.attendee.answer and not self.is_told and self.reach.why != Why.FEED

    @property
    def may_be_mailed(self) -> bool:
        """Whether a mail may go to them that has not: what hindered it is gone, or it failed."""
        return bool(self.reach.email) and not self.is_told

    @property
    def how(self) -> str:
        """How they were told, or why not, in words."""
        if self.is_told:
            if self.notice.mail.state == "sent":
                return _("Invited by mail %(day)s") % {"day": day(self.notice.mail.sent_at)}
            return _("The invitation leaves in a few minutes")
        if self.notice is not None and self.notice.mail is not None and self.notice.mail.state == "failed":
            return _("The mail could not be sent")
        return str(Why(self.reach.why).label) if self.reach.why else ""

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
    newest = {}
    for notice in Notice.objects.filter(attendee__in=rows).select_related("mail").order_by("pk"):
        newest[notice.attendee_id] = notice
    return [Told(row, reached[row.pk], newest.get(row.pk)) for row in rows]
