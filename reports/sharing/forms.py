"""Writing a story, choosing what goes into the file, and taking one in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User
from core.fields import TidyForm
from core.idempotency import SubmitKeyForm
from practice.wording import NamelessForm
from reports.sharing.models import Story
from reports.sharing.shape import LARGEST, LONGEST_STORY, StoryKind, Theme


class StoryForm(NamelessForm, SubmitKeyForm):
    """What happened, without persons. A word that looks like a name is asked about once; a CPR number is refused."""

    watched = "text"

    theme = forms.ChoiceField(label=_("What is it about?"), choices=[("", _("Choose")), *Theme.choices])
    kind = forms.ChoiceField(
        label=_("How did it go?"),
        choices=StoryKind.choices,
        widget=forms.RadioSelect,
        initial=StoryKind.SUCCESS,
    )
    text = forms.CharField(
        label=_("What can others learn from it?"),
        max_length=LONGEST_STORY,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "What was the situation, what did you do, and what came of it? No names, no ages, no places."
        ),
    )

    def __init__(self, *args, unit: Unit, **kwargs):
        people = User.objects.filter(unit=unit).order_by().values_list("name", flat=True)
        super().__init__(*args, people=people, **kwargs)


class FileForm(TidyForm, forms.Form):
    """Which stories go into the file."""

    stories = forms.ModelMultipleChoiceField(
        Story.objects.none(),
        label=_("Stories to send along"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )

    def __init__(self, *args, unit, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stories"].queryset = Story.objects.filter(unit=unit, withdrawn_on=None)


class FileField(forms.FileField):
    """A file that is no larger than any real one. One beyond what a page takes arrives empty, and is not called so."""

    def clean(self, data, initial=None):
        """Refuse a file that is too large, before it is read."""
        if getattr(data, "too_large", False) or (data and data.size > LARGEST):
            raise forms.ValidationError(_("The file is too big."))
        return super().clean(data, initial)


class TakeInForm(SubmitKeyForm):
    """A file that another unit sent."""

    file = FileField(
        label=_("The file"), max_length=200, widget=forms.ClearableFileInput(attrs={"accept": ".json"})
    )
