"""Where an effort is, how it meets the young person, and what it contributed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.anchoring.choices import Approach, Demands

__all__ = ["Approach", "Contribution", "Demands", "EffortState", "Place"]


class EffortState(models.TextChoices):
    """Where an effort is on a day: reckoned from its dates (`plans.efforts.rules`), never ticked."""

    PLANNED = "planned", _("Planned")
    UNDER_WAY = "under_way", _("Under way")
    ENDED = "ended", _("Is over")
    BROKEN_OFF = "broken_off", _("Broken off")


class Place(models.TextChoices):
    """Where it is met."""

    ON_SITE = "on_site", _("On site")
    VIRTUAL = "virtual", _("Virtual")
    BOTH = "both", _("Both on site and virtual")


class Contribution(models.TextChoices):
    """What an effort contributed to the destination: the same yardstick for every effort."""

    DECISIVE = "decisive", _("Decisive")
    HELPED = "helped", _("Helped")
    NO_DIFFERENCE = "no_difference", _("Made no difference")
    HELD_BACK = "held_back", _("Held back")
    TOO_EARLY = "too_early", _("Too early to say")
