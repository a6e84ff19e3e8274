"""A place that an effort takes on an offer, and what a young person says to the offer."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from plans.efforts.choices import EffortState
from plans.efforts.rules import state_q
from plans.models import Effort


class PlaceQuerySet(models.QuerySet):
    """Adjectives of places."""

    def standing(self):
        """Whose effort was not taken back as a mistake, whether it goes on or is over."""
        return self.filter(effort__in=Effort.objects.standing())

    def live(self, on):
        """Taken on the day ``on``: the effort goes on, or is planned."""
        efforts = Effort.objects.standing()
        going = efforts.filter(state_q(EffortState.UNDER_WAY, on) | state_q(EffortState.PLANNED, on))
        return self.filter(effort__in=going)


class Place(models.Model):
    """An effort that takes one place on an offer, for as long as the effort goes on."""

    offer = models.ForeignKey("partners.Offer", models.PROTECT, related_name="places")
    effort = models.OneToOneField("plans.Effort", models.PROTECT, related_name="place_taken")
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["recorded_at", "pk"]


class Interest(models.Model):
    """An offer that a guide has told a young person of, and what they say. Who wants it and has no place waits."""

    class Answer(models.TextChoices):
        """What the young person says."""

        ASKED = "asked", _("Has been asked")
        YES = "yes", _("Wants it")
        NO = "no", _("Does not want it")

    offer = models.ForeignKey("partners.Offer", models.PROTECT, related_name="interests")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="interests")
    answer = models.CharField(_("what the young person says"), max_length=5, choices=Answer.choices)
    asked_on = models.DateField(_("asked on"), default=clock.today)
    # From when somebody waits: the day on which they first said yes, which no later word moves until they get a place.
    since_on = models.DateField(null=True, editable=False)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["since_on", "recorded_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "case"], name="interest_once_per_offer"),
            models.CheckConstraint(
                condition=~Q(answer="yes") | Q(since_on__isnull=False), name="interest_waits_since_a_day"
            ),
        ]
