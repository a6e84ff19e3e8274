"""The case itself."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from cases.forms.fields import date_input, not_in_the_future
from cases.models import (
    AccessGrant,
    Assignment,
    Case,
    CloseReason,
)
from core import clock


class AssignForm(forms.Form):
    """Who carries the case, or stands in."""

    kind = forms.ChoiceField(label=_("As"), choices=Assignment.Kind.choices)
    user = forms.ModelChoiceField(label=_("Who"), queryset=User.objects.none(), required=False)
    on = forms.DateField(label=_("From"), widget=date_input())

    def __init__(self, *args, unit, **kwargs):
        super().__init__(*args, **kwargs)
        carriers = User.objects.filter(unit=unit, is_active=True, role__in=[Role.GUIDE, Role.LEADER])
        load = Count("guided_cases", filter=Q(guided_cases__closed_on=None))
        self.fields["user"].queryset = carriers.annotate(load=load).order_by("name")
        self.fields["user"].label_from_instance = lambda user: f"{user.name} ({user.load})"
        self.fields["user"].help_text = _("The number is how many open cases they carry now.")
        self.fields["on"].initial = clock.today


class PurposeForm(forms.Form):
    """Why a colleague opens a case."""

    purpose = forms.ChoiceField(
        label=_("Purpose"), choices=AccessGrant.Purpose.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("In your own words"), max_length=200, min_length=5)


class PersonsField(forms.ModelMultipleChoiceField):
    """Several users. A number larger than any key is no choice; Django would hand it to the database, which chokes."""

    def clean(self, value):
        """The users, or a message that a choice is none."""
        if any(len(str(pk)) > 18 for pk in value or ()):
            raise ValidationError(self.error_messages["invalid_choice"], params={"value": "…"})
        return super().clean(value)


class CaseForm(forms.ModelForm):
    """The case's own facts, and whether only named persons may open it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    named = PersonsField(
        label=_("Named persons"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They may read the case while it is shielded. Its guide and deputy always may."),
    )

    class Meta:
        model = Case
        fields = ["reason", "kle_number", "shielded"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "shielded": _("Nobody else finds it by search, and the leader sees it only when named.")
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        case = self.instance
        self.initial["version"] = case.version
        self.initial["named"] = list(case.named.values_list("user_id", flat=True))
        colleagues = User.objects.filter(
            unit=case.unit_id, is_active=True, role__in=[Role.GUIDE, Role.LEADER]
        )
        carriers = [pk for pk in (case.guide_id, case.deputy_id) if pk]
        self.fields["named"].queryset = colleagues.exclude(pk__in=carriers).order_by("name")


class CloseForm(forms.Form):
    """Why and when the case ends."""

    reason = forms.ChoiceField(label=_("Reason for closing"), choices=CloseReason.choices)
    on = forms.DateField(label=_("Closed on"), widget=date_input(), validators=[not_in_the_future])
    note = forms.CharField(
        label=_("Remark"),
        max_length=200,
        required=False,
        help_text=_("Needed unless a destination is reached."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today

    def clean(self):
        """Any reason but a destination needs a remark."""
        data = super().clean()
        if data.get("reason") not in (None, CloseReason.DESTINATION) and not data.get("note"):
            self.add_error("note", _("Say in a few words why the case should be closed."))
        return data
