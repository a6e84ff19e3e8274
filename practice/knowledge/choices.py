"""What an article can be, and what it can be about."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What an article is."""

    LAW = "law", _("Law")
    METHOD = "method", _("Method")
    PARTNER = "partner", _("Partner")
    TOOL = "tool", _("Tool")
    COURSE = "course", _("Course report")


class Explains(models.TextChoices):
    """The pages that an article can explain; each has a link to it (``practice/knowledge/_explained.html``)."""

    DUTY = "duty", _("The limits of the duty 15–17")
    TRANSITIONS = "transitions", _("Age transitions")
    CONSENTS = "consents", _("Consents and sharing")
    QUALIFICATION = "qualification", _("What departments clarify")
    EMERGENCY = "emergency", _("Emergency access")


class TagKind(models.TextChoices):
    """What a tag is a code of."""

    AREA = "area", _("Life area")
    GROUP = "group", _("Target group")
    EFFORT = "effort", _("Kind of effort")
    AGE = "age", _("Age")


class Age(models.TextChoices):
    """Age groups, each with what begins in it."""

    FROM_13 = "13", _("13–14 years")
    FROM_15 = "15", _("15–17 years")
    FROM_18 = "18", _("18–24 years")
