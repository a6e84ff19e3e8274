"""Rows of a table that an administrator edits."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.bilingual import Bilingual
from core.versions import Versioned


class ReferenceRow(Bilingual, Versioned):
    """A row of a table that an administrator edits: a code that never changes, and its words."""

    code = models.SlugField(unique=True)
    name_da = models.CharField(_("Danish name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=100)
    position = models.PositiveSmallIntegerField(_("order"), default=100)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        abstract = True
        ordering = ["position", "code"]
