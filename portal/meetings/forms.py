"""What a partner sends about a meeting."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.idempotency import SubmitKeyForm


class PointForm(SubmitKeyForm):
    """A point for the agenda, and for how many minutes."""

    title = forms.CharField(
        label=_("Your point"),
        max_length=200,
        help_text=_("Everybody asked to the meeting may come to read it."),
    )
    minutes = forms.IntegerField(label=_("Minutes it takes"), min_value=5, max_value=120, initial=10)
