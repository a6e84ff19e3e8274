"""The unit's forms of meetings: what they are about, who must be there, how often or at which ages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.reference_rows import ReferenceRow


class MeetingType(ReferenceRow):
    """A form of meeting, as Samarbejdsmodellen has fixed ones. Changing a row changes no meeting already made.

    It is held at fixed ages (``ages_months``, in months of life: 16 years is 192, 17½ is 210), or follows another
    meeting, or is held only when somebody asks for it. After it, ``rhythm_months`` later, comes a meeting of the form
    ``then`` (none said: of the same form).
    """

    themes = models.TextField(
        _("themes"), blank=True, help_text=_("One a line; each becomes a point of the agenda.")
    )
    must_attend = models.TextField(_("who must attend"), blank=True, help_text=_("One a line."))
    rhythm_months = models.PositiveSmallIntegerField(
        _("months until the next meeting"), null=True, blank=True
    )
    then = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("followed by")
    )
    ages_months = models.JSONField(_("at the ages"), default=list, blank=True)
    lasts_minutes = models.PositiveSmallIntegerField(_("minutes it lasts"), default=60)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta(ReferenceRow.Meta):
        verbose_name = _("form of meeting")

    @property
    def theme_list(self) -> list[str]:
        """The themes, one each."""
        return [line.strip() for line in self.themes.splitlines() if line.strip()]
