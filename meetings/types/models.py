"""The unit's forms of meetings: what they are about, who must be there, how often or at which ages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.reference_rows import ReferenceRow


class MeetingType(ReferenceRow):
    """A form of meeting, as Samarbejdsmodellen has fixed ones. Changing a row changes no meeting already made.

    It comes again after ``rhythm_months``, or at fixed ages (``ages_months``, in months of life: 16 years is 192,
    17½ is 210), or only when somebody asks for it.
    """

    themes = models.TextField(
        _("themes"), blank=True, help_text=_("One a line; each becomes a point of the agenda.")
    )
    must_attend = models.TextField(_("who must attend"), blank=True, help_text=_("One a line."))
    rhythm_months = models.PositiveSmallIntegerField(_("months between meetings"), null=True, blank=True)
    ages_months = models.JSONField(_("at the ages"), default=list, blank=True)
    lasts_minutes = models.PositiveSmallIntegerField(_("minutes it lasts"), default=60)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta(ReferenceRow.Meta):
        verbose_name = _("form of meeting")
