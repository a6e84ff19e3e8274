"""That the young person did something themselves, until somebody at work has looked at it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock


class OwnActQuerySet(models.QuerySet):
    """Adjectives of own acts."""

    def unseen(self):
        """Those that nobody at work has looked at."""
        return self.filter(seen_at=None)


class OwnAct(models.Model):
    """Something the young person did on Min plan. It stands on Min dag until who has the case has looked at it."""

    class Kind(models.TextChoices):
        """What they did, as it is told: “Amira …”."""

        STEP_DONE = "step_done", _("has done a step")
        STEP_UNDONE = "step_undone", _("took back that a step was done")
        CANNOT_YET = "cannot_yet", _("cannot do a step yet")
        CAN_NOW = "can_now", _("can do a step now")
        AGREED = "agreed", _("said yes to the plan")
        DISAGREED = "disagreed", _("said no to the plan")
        NOT_NOW = "not_now", _("did not want to say now whether the plan is theirs")
        OWN_WORDS = "own_words", _("changed their own words in the plan")
        CONSENT_WITHDRAWN = "consent_withdrawn", _("withdrew a consent")
        SCALES = "scales", _("answered how it goes")
        WELLBEING = "wellbeing", _("answered how they feel")
        AGENDA = "agenda", _("sent a point for a meeting")
        MINUTES = "minutes", _("commented on minutes")
        MINUTES_APPROVED = "minutes_approved", _("approved minutes")
        PARENT = "parent", _("decided whether a parent may read along")

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="own_acts")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = OwnActQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["case"], condition=Q(seen_at=None), name="own_act_unseen")]
        constraints = [
            models.CheckConstraint(
                condition=Q(seen_at=None, seen_by=None) | Q(seen_at__isnull=False, seen_by__isnull=False),
                name="own_act_seen_by_somebody",
            )
        ]
