"""Words that hold from a day: what a life area or a level is called, to staff and to the young person.

A row that somebody has answered by is never changed: new words are a new row of the same code from their own day.
"""

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core import clock
from core.bilingual import Bilingual


class DatedWordsQuerySet(models.QuerySet):
    """Adjectives of words that hold from a day."""

    def in_force(self, on: date) -> list:
        """Of each code the words that hold on that day, in their order, without those out of use. One query."""
        return in_force(self, on)


def in_force(rows: Iterable, on: date) -> list:
    """Of each code the row that holds on the day ``on``; the same for rows at hand."""
    newest: dict[str, DatedWords] = {}
    for row in rows:
        known = newest.get(row.code)
        if row.valid_from <= on and (known is None or known.valid_from < row.valid_from):
            newest[row.code] = row
    return sorted((row for row in newest.values() if row.is_active), key=lambda row: (row.position, row.code))


class DatedWords(Bilingual, models.Model):
    """What something is called from the day ``valid_from`` until the next row of the same code."""

    code = models.SlugField(editable=False)
    valid_from = models.DateField(_("holds from"), default=clock.today)
    name_da = models.CharField(_("Danish name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60)
    youth_da = models.CharField(_("to the young person, in Danish"), max_length=160)
    youth_en = models.CharField(_("to the young person, in English"), max_length=160)
    position = models.PositiveSmallIntegerField(_("order"), default=100)
    is_active = models.BooleanField(_("in use"), default=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)

    objects = DatedWordsQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                name="%(app_label)s_%(class)s_one_from_a_day",
                violation_error_message=_("There are words from that day already."),
            )
        ]

    @property
    def youth(self) -> str:
        """The words for the young person."""
        return self.youth_en if get_language() == "en" else self.youth_da

    @property
    def is_used(self) -> bool:
        """Whether somebody has answered by these very words."""
        raise NotImplementedError
