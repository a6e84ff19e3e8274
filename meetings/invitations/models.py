"""What those asked to a meeting were told, and the link by which they answer."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock

_LEFT = ("sending", "sent")


class NoticeQuerySet(models.QuerySet):
    """Adjectives of notices."""

    def left(self):
        """Those whose mail left, or may have left; the same as `Notice.has_left`."""
        return self.filter(Q(mail=None) | Q(mail__state__in=_LEFT))


class Notice(models.Model):
    """A mail to somebody asked to a meeting: an invitation (again when the meeting changes), or that it is off.

    ``sequence`` is that of the event in the recipient's calendar: at least the meeting's, and it rises with each
    notice, so that somebody taken off and asked again is told in the right order. Only the newest notice is sent:
    what is changed within minutes is told once.
    """

    class Method(models.TextChoices):
        """What the calendar is asked to do (RFC 5546)."""

        REQUEST = "REQUEST", _("Invitation")
        CANCEL = "CANCEL", _("Cancellation")

    attendee = models.ForeignKey("meetings.Attendee", models.CASCADE, related_name="notices")
    method = models.CharField(max_length=7, choices=Method.choices)
    # The meeting's own sequence when this was written.
    of_sequence = models.PositiveIntegerField()
    sequence = models.PositiveIntegerField()
    # The link of the answer page, for those who do not sign in; kept as `core.crypto.secret_hash`.
    secret_hash = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 – null is never a duplicate
    mail = models.ForeignKey("core.OutboxMail", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["attendee", "sequence"], name="notice_sequence_rises"),
            models.CheckConstraint(
                condition=Q(secret_hash=None) | Q(method="REQUEST"), name="notice_cancel_has_no_link"
            ),
        ]

    @property
    def has_left(self) -> bool:
        """Whether its mail left, or may have left; the same as the queryset's `left`."""
        return self.mail is None or self.mail.state in _LEFT
