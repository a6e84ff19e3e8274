"""The kinds of notes, with the short templates that an administrator edits."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cases.models.notes import Note
from core.versions import Versioned


class NoteKind(Versioned):
    """A kind of note as the unit calls it, and the template that choosing it offers.

    ``counts_as`` is what it is to rules and reports (a talk moves the last contact); several kinds may count as the same.
    """

    code = models.SlugField(max_length=40, unique=True, editable=False)
    counts_as = models.CharField(_("counts as"), max_length=12, choices=Note.Kind.choices)
    name_da = models.CharField(_("Danish name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60)
    template = models.TextField(_("template"), max_length=2_000, blank=True)
    position = models.PositiveSmallIntegerField(_("place in the list"), default=100)
    is_active = models.BooleanField(_("can be chosen"), default=True)

    class Meta:
        ordering = ["position", "name_da", "pk"]

    def __str__(self):
        return self.name_en if get_language() == "en" else self.name_da
