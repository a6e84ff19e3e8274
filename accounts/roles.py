"""The roles of users; `accounts.access` opens pages by them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a user is to the unit; what they may do follows from it and from their relation to a case."""

    GUIDE = "guide", _("Youth guide")
    LEADER = "leader", _("Leader")
    ADMIN = "admin", _("Administrator")
    PARTNER = "partner", _("Partner")
    # A director, a controller, the council's secretary: the unit's released figures, and never a case.
    FIGURES = "figures", _("Sees figures only")
    # Those who come to their own page, and see nothing else (`participation.access`).
    YOUTH = "youth", _("Young person")
    PARENT = "parent", _("Parent")


OWN_PAGE = (Role.YOUTH, Role.PARENT)
# Those who are at work here, in the unit or for a partner.
AT_WORK = tuple(role for role in Role if role not in OWN_PAGE)
# Those at work here who open no case, whatever once lay with them.
NO_CASES = (Role.ADMIN, Role.FIGURES)
