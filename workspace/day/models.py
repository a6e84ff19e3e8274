"""A line of Min dag that was put off."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock


class PostponementQuerySet(models.QuerySet):
    """Adjectives of postponements."""

    def holding(self, on):
        """Those that still keep their line away on the day ``on``."""
        return self.filter(ended_at=None, until_on__gt=on)


class Postponement(models.Model):
    """A line of Min dag that somebody put off until a day, and why.

    ``source`` names the line among those of its case and ``due_on`` is the day on which it stood: when the
    fact behind the line changes, the line stands on another day and the postponement no longer speaks of it.
    Nothing needs to end it.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="postponements")
    source = models.CharField(max_length=60)
    due_on = models.DateField()
    # The day on which the line is back.
    until_on = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    # Taken back, or put off anew.
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = PostponementQuerySet.as_manager()

    class Meta:
        ordering = ["until_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "source"], condition=Q(ended_at=None), name="line_put_off_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="postponement_has_a_reason"),
        ]
