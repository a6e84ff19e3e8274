"""Where an effort is, how it meets the young person, and what it contributed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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


class Approach(models.IntegerChoices):
    """How the young person is met: between challenged and cared for."""

    CHALLENGING = 1, _("Mostly challenging")
    RATHER_CHALLENGING = 2, _("More challenging than caring")
    BOTH = 3, _("As challenging as caring")
    RATHER_CARING = 4, _("More caring than challenging")
    CARING = 5, _("Mostly caring")


class Demands(models.IntegerChoices):
    """Whose terms it is on: between an employer's demands and the young person's needs."""

    DEMANDS = 1, _("Mostly the employer's demands")
    RATHER_DEMANDS = 2, _("More the demands than the needs")
    BOTH = 3, _("Demands and needs alike")
    RATHER_NEEDS = 4, _("More the needs than the demands")
    NEEDS = 5, _("Mostly the young person's needs")
