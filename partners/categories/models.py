"""The kinds of partner."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.bilingual import Bilingual
from core.ordering import Danish


class Side(models.TextChoices):
    """Whether a partner is part of the municipality (KL, kædeansvar 2024)."""

    INTERNAL = "internal", _("Internal")
    EXTERNAL = "external", _("External")


class PartnerCategory(Bilingual, models.Model):
    """A kind of partner; labels are the unit's own to edit."""

    code = models.SlugField(unique=True)
    name_da = models.CharField(_("Danish name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=100)
    side = models.CharField(_("side"), max_length=8, choices=Side.choices)
    source = models.CharField(_("source"), max_length=200, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["side", Danish("name_da")]
