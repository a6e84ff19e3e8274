"""Cases given to somebody else, many at once: for good, or for a while."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import clock


class TransferQuerySet(models.QuerySet):
    """Adjectives of transfers."""

    def standing(self):
        """Not undone."""
        return self.filter(undone_at=None)

    def covering(self, on):
        """Covers that hold on the day ``on``, or come later."""
        return self.standing().filter(kind=Transfer.Kind.COVER, until_on__gt=on)

    def of(self, user):
        """Those that somebody may look at: both guides, who made it, and the unit's leader."""
        rows = self.filter(unit_id=user.unit_id)
        if user.is_leader:
            return rows
        return rows.filter(Q(from_user=user) | Q(to_user=user) | Q(by=user))


class Transfer(models.Model):
    """One act: these cases went from one guide to another, for good or from a day until a day, for a reason.

    What holds is said by the cases' assignments; this row says what was done together, so that both guides
    see it, each finds the hand-over notes, and it can be undone together.
    """

    class Kind(models.TextChoices):
        """For good, or for a while."""

        FOR_GOOD = "for_good", _("For good")
        COVER = "cover", _("Cover for a while")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    from_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="given_over")
    to_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="taken_over")
    from_on = models.DateField()
    # The first day on which a cover no longer holds.
    until_on = models.DateField(null=True)
    reason = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    undone_at = models.DateTimeField(null=True, editable=False)

    objects = TransferQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at"]
        indexes = [models.Index(fields=["unit", "-recorded_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="for_good", until_on=None) | Q(kind="cover", until_on__gt=F("from_on")),
                name="transfer_cover_has_a_last_day",
            ),
            models.CheckConstraint(condition=~Q(from_user=F("to_user")), name="transfer_between_two"),
        ]

    @property
    def is_cover(self) -> bool:
        """Whether it ends by itself."""
        return self.kind == self.Kind.COVER

    @property
    def last_day(self):
        """The last day of a cover."""
        return self.until_on - timedelta(days=1) if self.until_on else None


class TransferLine(models.Model):
    """One case of a transfer, and the hand-over note that was written about it."""

    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="lines")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="transfer_lines")
    note = models.ForeignKey("cases.Note", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["transfer", "case"], name="case_once_in_transfer")]
