"""How a young person is met, on two scales that partnerships and efforts share, and what a partnership is judged on."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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


class Commitment(models.TextChoices):
    """Where a partnership has somebody who answers for it. KL, kædeansvar (2024)."""

    UNKNOWN = "", _("Not said")
    INTERNAL = "internal", _("With us only")
    EXTERNAL = "external", _("With the partner only")
    BOTH = "both", _("On both sides")
    NEITHER = "neither", _("On neither side")


class Outcome(models.TextChoices):
    """What came of challenging an assumption."""

    OPEN = "open", _("Not settled yet")
    HOLDS = "holds", _("It holds")
    PARTLY = "partly", _("It holds in part")
    FELL = "fell", _("It does not hold")


class Criterion(models.TextChoices):
    """What a partnership is looked at for once a year: KL's seven criteria of a chain that hangs together."""

    PARTNERS = "partners", _("The right partners take part")
    COMMITMENT = "commitment", _("Both sides have committed themselves")
    ANCHORING = "anchoring", _("The cooperation rests on more than single persons")
    VOICE = "voice", _("Young people influence the cooperation")
    LEADERSHIP = "leadership", _("The leaders on both sides take part")
    PATHWAYS = "pathways", _("The way from one to the other is organised")
    METHODS = "methods", _("We know each other's methods, frames and resources")


class Standing(models.TextChoices):
    """How far a criterion is; words, and never added up."""

    NOT_YET = "not_yet", _("Not begun")
    BEGUN = "begun", _("Begun")
    WORKS = "works", _("Works")
    WORKS_ALONE = "holds", _("Works, whoever is away")
