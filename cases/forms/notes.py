"""Journal notes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import date_input, not_in_the_future
from cases.models import (
    Note,
)
from core import clock
from core.idempotency import SubmitKeyForm


class NoteForm(SubmitKeyForm):
    """A journal note: what kind, when it happened, and the text."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[c for c in Note.Kind.choices if c[0] != Note.Kind.IMPORT]
    )
    happened_on = forms.DateField(label=_("When"), widget=date_input(), validators=[not_in_the_future])
    text = forms.CharField(label=_("Note"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["happened_on"].initial = clock.today
        self.fields["kind"].initial = Note.Kind.TALK


class NoteEditForm(forms.Form):
    """One's own note within the hour."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind"), choices=Note.Kind.choices)
    happened_on = forms.DateField(label=_("When"), widget=date_input(), validators=[not_in_the_future])
    text = forms.CharField(label=_("Note"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 8}))


class NoteAppendForm(SubmitKeyForm):
    """An addition to a note that stands."""

    text = forms.CharField(label=_("Addition"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 4}))
