"""That the young person confirmed a version of the plan."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock


class Confirmation(models.Model):
    """The young person confirmed a version: those very bytes, and no later ones. Rows are only ever added."""

    class How(models.TextChoices):
        """What shows it. Neither is a signature that an authority vouches for, and no page says so."""

        PAPER = "paper", _("Signed on paper")
        CODE = "code", _("With a code from the guide")

    handover = models.ForeignKey("plans.Handover", models.PROTECT, related_name="confirmations")
    how = models.CharField(max_length=5, choices=How.choices)
    # Of the bytes, so that it can be shown which they were.
    sha256 = models.CharField(max_length=64)
    on = models.DateField(default=clock.today)
    recorded_at = models.DateTimeField(default=clock.now)
    # Who wrote it down, or on whose page the code was typed.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["handover", "how"], name="version_confirmed_once_each_way")
        ]
