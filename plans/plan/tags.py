"""The three strategic goals of the core task, as tags of goals and milestones, never folders."""

from django.db import models
from django.utils.translation import gettext_lazy as _

TAGS = {"outlook": _("Outlook"), "insight": _("Insight"), "competence": _("Competences")}


class Tagged(models.Model):
    """What is tagged with what it gives."""

    outlook = models.BooleanField(_("outlook"), default=False)
    insight = models.BooleanField(_("insight"), default=False)
    competence = models.BooleanField(_("competences"), default=False)

    class Meta:
        abstract = True

    @property
    def tags(self) -> list:
        """The strategic goals it is tagged with, in words."""
        return [label for name, label in TAGS.items() if getattr(self, name)]

    @property
    def aims(self) -> tuple[str, ...]:
        """The same as they stand inside a sentence."""
        fields = (self._meta.get_field(name) for name in TAGS if getattr(self, name))
        return tuple(str(field.verbose_name) for field in fields)
