"""Cases that are marked for sparring, the meetings at which they are taken, and who opened which there."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from core import clock
from core.crypto import EncryptedTextField


class SparringMeetingQuerySet(models.QuerySet):
    """Adjectives of meetings."""

    def running(self, at):
        """Those under way at a moment; the same as `SparringMeeting.is_running`."""
        return self.filter(ended_at=None, started_at__lte=at, ends_at__gt=at)


class SparringMeeting(models.Model):
    """One meeting: while it runs, colleagues open marked cases. It ends by itself at ``ends_at``, midnight at most."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="sparring_meetings")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=clock.now)
    ends_at = models.DateTimeField()
    # When somebody ended it; None for one that runs, or that ended by itself.
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = SparringMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        indexes = [models.Index(fields=["unit", "started_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("started_at")), name="sparring_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="sparring_ended_by_somebody",
            ),
        ]

    def is_running(self, at) -> bool:
        """Whether it is under way at a moment; the same as the queryset's `running`."""
        return self.ended_at is None and self.started_at <= at < self.ends_at


class SparringMarkQuerySet(models.QuerySet):
    """Adjectives of marks."""

    def open(self):
        """Of cases that are open, neither settled nor taken back; the same as `SparringMark.is_open`."""
        return self.filter(settled_at=None, taken_back_at=None, case__closed_on=None)

    def of_unit(self, unit):
        """Of the unit's cases."""
        return self.filter(case__unit=unit)


class SparringMark(models.Model):
    """A case that its guide brings to the next sparring, with a question; it ends in one agreed next step."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="sparring_marks")
    # What the guide asks colleagues. Warned for names and numbers, and in no mail.
    question = EncryptedTextField(_("question"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    marked_at = models.DateTimeField(default=clock.now)
    taken_back_at = models.DateTimeField(null=True, editable=False)
    settled_at = models.DateTimeField(null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    # The note or milestone has the words of the next step; here stands whom the guide thanks.
    thanked = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")

    objects = SparringMarkQuerySet.as_manager()

    class Meta:
        ordering = ["marked_at", "pk"]
        indexes = [models.Index(fields=["settled_by", "settled_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(settled_at=None, taken_back_at=None),
                name="sparring_mark_once_open",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None) | Q(taken_back_at=None), name="sparring_settled_or_taken_back"
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="sparring_settled_by_somebody",
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Of an open case, neither settled nor taken back; the same as the queryset's `open`."""
        return self.settled_at is None and self.taken_back_at is None and self.case.closed_on is None


class SparringOpening(models.Model):
    """That somebody opened a marked case at a meeting, through the door: the leave ends with the meeting."""

    meeting = models.ForeignKey(SparringMeeting, models.PROTECT, related_name="openings")
    mark = models.ForeignKey(SparringMark, models.PROTECT, related_name="openings")
    grant = models.OneToOneField("cases.AccessGrant", models.PROTECT, related_name="sparring_opening")
