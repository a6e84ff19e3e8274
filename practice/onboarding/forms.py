"""A point of the template, and starting a list."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import clock
from core.fields import DayField
from core.idempotency import SubmitKeyForm
from core.versions import UntouchedModelForm, VersionedForm
from practice.onboarding.models import LONGEST, Introduction, TemplatePoint
from practice.onboarding.rules import Direction
from practice.wording import without_number

HELP = _("A page here, for example an article, or an address that begins with https://.")


def clean_link(link: str) -> str:
    """A page of ours, as its path, or a page elsewhere by https. Raises ValidationError for anything else."""
    if not link:
        return ""
    if link.startswith("/") and not link.startswith("//"):
        try:
            resolve(link.partition("#")[0].partition("?")[0])
        except Resolver404:
            raise ValidationError(_("There is no such page here.")) from None
        return link
    URLValidator(schemes=["https"], message=HELP)(link)
    return link


class TemplatePointForm(SubmitKeyForm):
    """A new point of the template."""

    direction = forms.ChoiceField(label=_("For"), choices=Direction.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("What is to be done?"), max_length=TemplatePoint._meta.get_field("text").max_length
    )
    days = forms.IntegerField(
        label=_("Within how many days?"),
        min_value=0,
        max_value=LONGEST,
        help_text=_("For a new colleague: after the first day. For one who leaves: before the last day."),
    )
    link = forms.CharField(label=_("Page to read"), max_length=300, required=False, help_text=HELP)

    def clean_link(self):
        """A page that is there."""
        return clean_link(self.cleaned_data["link"])


class TemplatePointEditForm(VersionedForm, UntouchedModelForm):
    """Another wording or day; lists that were begun keep theirs."""

    class Meta:
        model = TemplatePoint
        fields = ("text", "days", "link", "is_active")

    days = forms.IntegerField(label=_("Within how many days?"), min_value=0, max_value=LONGEST)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("What is to be done?")
        self.fields["link"].label, self.fields["link"].help_text = _("Page to read"), HELP

    def clean_link(self):
        """A page that is there."""
        return clean_link(self.cleaned_data["link"])


class StartForm(SubmitKeyForm):
    """Who begins or leaves, when, who goes along, and what colleagues are told."""

    direction = forms.ChoiceField(
        label=_("What is the list for?"),
        choices=Direction.choices,
        widget=forms.RadioSelect,
        initial=Direction.JOINING,
    )
    user = forms.ModelChoiceField(User.objects.none(), label=_("Who?"))
    day = DayField(label=_("First day, or last day"))
    mentor = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Mentor"),
        required=False,
        empty_label=_("Nobody yet"),
        help_text=_("Goes along to the first cases, and sees the list."),
    )
    welcome = forms.CharField(
        label=_("A line to colleagues"),
        max_length=Introduction._meta.get_field("welcome").max_length,
        required=False,
        validators=[without_number],
        help_text=_("For who is new: it stands above everybody's day until they have read it."),
    )

    def __init__(self, *args, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        people = User.objects.carriers(by.unit_id)
        self.fields["user"].queryset = people.exclude(pk=by.pk)
        self.fields["mentor"].queryset = people
        self.fields["day"].initial = clock.today

    def clean_day(self):
        """Within a year of today; another year is a slip of the finger."""
        day = self.cleaned_data["day"]
        if abs((day - clock.today()).days) > LONGEST:
            raise ValidationError(_("Choose a day within a year of today."))
        return day

    def clean(self):
        """A mentor is another, and only for who is new."""
        data = super().clean()
        if data.get("direction") == Direction.LEAVING:
            data["mentor"], data["welcome"] = None, ""
        elif data.get("mentor") and data["mentor"] == data.get("user"):
            self.add_error("mentor", _("The mentor is another than the new colleague."))
        return data
