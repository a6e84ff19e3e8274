"""Words that hardly anybody says, and what to say instead."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.ordering import Danish
from core.versions import Versioned


class PlainWord(Versioned):
    """A word or phrase of professionals, and how it is said in plain words. An administrator keeps the table."""

    word = models.CharField(_("word"), max_length=60)
    instead = models.CharField(_("say instead"), max_length=120)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = [Danish("word"), "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("word"),
                name="plain_word_once",
                violation_error_message=_("This word is in the table already."),
            )
        ]

    def __str__(self):
        return self.word
