"""Forms of the ledger: a programme with its original targets, a revised target, who works there."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import clock
from core.fields import DayField, date_input
from core.idempotency import SubmitKeyForm
from core.versions import UntouchedModelForm, VersionedForm
from programmes.ledger.actions import TARGET_GROUP
from programmes.ledger.models import Aim, Programme, Staff

_DAYS = {"from_on": DayField, "until_on": DayField}


def _targets() -> dict[str, forms.IntegerField]:
    """A field for the original target of each aim."""
    return {
        aim.value: forms.IntegerField(label=aim.label, min_value=0, max_value=999, required=False)
        for aim in Aim
    }


class ProgrammeForm(SubmitKeyForm, UntouchedModelForm):
    """A new programme, with its original targets."""

    class Meta:
        model = Programme
        fields = ("name", "target_group", "problems", "youngest", "oldest", "from_on", "until_on")
        field_classes = _DAYS
        widgets = {
            "target_group": forms.Textarea(attrs={"rows": 2}),
            "problems": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "name": _("E.g. Route 25."),
            "target_group": _(
                "In a sentence, as you tell it to others. It cannot be changed once the programme has begun."
            ),
            "problems": _(
                "E.g. no education and no work, and at least two of: housing, debt, abuse, mental health."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in _DAYS:
            self.fields[name].widget = date_input()
        self.fields |= _targets()

    def clean(self):
        """Days and ages run forward, and some target is set."""
        data = super().clean()
        in_order(self, data)
        if not self.errors and not self.targets:
            self.add_error(Aim.EDUCATION.value, _("Set a target for at least one kind of destination."))
        return data

    @property
    def targets(self) -> dict[str, int]:
        """The original target of each aim that has one."""
        found = {aim.value: self.cleaned_data.get(aim.value) for aim in Aim}
        return {aim: number for aim, number in found.items() if number is not None}

    @property
    def values(self) -> dict:
        """The programme's own columns."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    @property
    def target_fields(self) -> list:
        """The fields of the targets, for the page."""
        return [self[aim.value] for aim in Aim]

    def _post_clean(self):
        """The action asks the rest."""


def in_order(form: forms.BaseForm, data: dict) -> None:
    """Say beside the field that days or ages run backwards."""
    if data.get("from_on") and data.get("until_on") and data["until_on"] < data["from_on"]:
        form.add_error("until_on", _("It ends before it begins."))
    if data.get("youngest") and data.get("oldest") and data["oldest"] < data["youngest"]:
        form.add_error("oldest", _("The oldest cannot be younger than the youngest."))


class ProgrammeEditForm(VersionedForm, UntouchedModelForm):
    """A programme changed; once it has begun only its name and its last day."""

    class Meta(ProgrammeForm.Meta):
        pass

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in TARGET_GROUP if self.instance.is_fixed else ():
            del self.fields[name]
        for name in _DAYS.keys() & self.fields.keys():
            self.fields[name].widget = date_input()

    def clean(self):
        """Days and ages run forward."""
        data = super().clean()
        begins = {} if "from_on" in self.fields else {"from_on": self.instance.from_on}
        in_order(self, data | begins)
        return data

    def _post_clean(self):
        """The action asks the rest."""


class TargetForm(SubmitKeyForm):
    """A target revised."""

    aim = forms.ChoiceField(label=_("What it counts"), choices=Aim.choices, widget=forms.RadioSelect)
    number = forms.IntegerField(label=_("How many"), min_value=0, max_value=999)
    reason = forms.CharField(
        label=_("Why is it revised?"),
        max_length=200,
        help_text=_("The original stays beside it, so that everybody can see both."),
    )


class StaffForm(SubmitKeyForm):
    """Who works in the programme."""

    part = forms.ChoiceField(label=_("Part"), choices=Staff.Part.choices)
    team = forms.CharField(
        label=_("Youth team"), max_length=60, required=False, help_text=_("May stay empty.")
    )
    user = forms.ModelChoiceField(
        User.objects.none(), label=_("User"), required=False, empty_label=_("Nobody of the unit")
    )
    name = forms.CharField(label=_("Name, when it is nobody of the unit"), max_length=100, required=False)
    share = forms.IntegerField(
        label=_("Share of full time, in per cent"), min_value=1, max_value=100, initial=100
    )
    from_on = DayField(label=_("From"))

    def __init__(self, *args, programme: Programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.carriers(programme.unit_id)
        self.fields["from_on"].initial = max(programme.from_on, clock.today())

    def clean(self):
        """A user or a name: one of the two."""
        data = super().clean()
        if bool(data.get("user")) == bool(data.get("name")) and "name" not in self.errors:
            self.add_error("name", _("Choose a user, or write a name: one of the two."))
        return data


class StaffEndForm(SubmitKeyForm):
    """Somebody's last day in the programme."""

    last_on = DayField(label=_("Last day"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["last_on"].initial = clock.today
