"""Forms about a young person and their case."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from cases import rules
from cases.models import (
    AccessGrant,
    Activity,
    Assignment,
    Case,
    CloseReason,
    Consent,
    Guardian,
    Note,
    Topic,
    YoungPerson,
)
from core import clock
from core.idempotency import SubmitKeyForm
from partners.models import Contact, Partner


def date_input(**attrs) -> forms.DateInput:
    """A date field that the browser helps with."""
    return forms.DateInput(attrs={"type": "date", **attrs}, format="%Y-%m-%d")


def not_in_the_future(day):
    """Raise for a day that has not come yet."""
    if day and day > clock.today():
        raise ValidationError(_("That day has not come yet."))


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


class ActivityForm(SubmitKeyForm):
    """What the young person is under way with from a day."""

    activity = forms.ChoiceField(label=_("What"), choices=Activity.choices)
    place = forms.CharField(label=_("Where"), max_length=120, required=False)
    partner = forms.ModelChoiceField(label=_("Partner"), queryset=Partner.objects.none(), required=False)
    hours_per_week = forms.IntegerField(label=_("Hours a week"), min_value=0, max_value=80, required=False)
    on = forms.DateField(label=_("From"), widget=date_input(), validators=[not_in_the_future])

    def __init__(self, *args, unit, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = Partner.objects.of_unit(unit).filter(is_active=True)
        self.fields["on"].initial = clock.today


class CprField(forms.CharField):
    """A CPR number or replacement number, kept as ten digits. Modulus 11 is never a reason to refuse."""

    def clean(self, value):
        """Raises ValidationError when it is no CPR number at all."""
        value = super().clean(value)
        if not value:
            return ""
        try:
            self.read = rules.parse_cpr(value)
        except rules.BadCpr as error:
            if error.code == "length":
                raise ValidationError(_("A CPR number has ten digits, e.g. 010108-1234.")) from None
            raise ValidationError(_("The first six digits are no date. Look at the number again.")) from None
        return self.read.digits


class PersonForm(forms.ModelForm):
    """The young person's own facts. Checks the unit's age limits and that number and date of birth agree."""

    cpr = CprField(
        label=_("CPR number"),
        max_length=11,
        required=False,
        help_text=_("Leave it empty if you do not have it. Replacement numbers are fine."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )

    class Meta:
        model = YoungPerson
        fields = [
            "first_name",
            "last_name",
            "preferred_name",
            "birth_date",
            "cpr",
            "phone",
            "email",
            "address",
            "postal_code",
            "city",
            "address_protected",
            "custody",
            "language",
            "needs_interpreter",
        ]
        widgets = {"birth_date": date_input(), "phone": forms.TextInput(attrs={"type": "tel"})}
        help_texts = {
            "preferred_name": _("What the young person wants to be called, if it is not the first name."),
            "address_protected": _("Hides address, school and partners everywhere outside the unit."),
        }

    def __init__(self, *args, unit, **kwargs):
        super().__init__(*args, **kwargs)
        self.unit = unit
        self.warnings: list[str] = []
        for name in ("first_name", "last_name", "email", "phone", "address"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_birth_date(self):
        """Within the unit's ages; the limits are the unit's own (LBK 953/2024: under 25)."""
        born, today, unit = self.cleaned_data["birth_date"], clock.today(), self.unit
        if born > today:
            raise ValidationError(_("That day has not come yet."))
        if not self.instance._state.adding and born == self.initial.get("birth_date"):
            return born
        if not rules.within_age(born, today, youngest=unit.min_age, oldest=unit.max_age):
            raise ValidationError(
                _("%(age)s years old: the unit works with young people from %(min)s to %(max)s."),
                params={"age": rules.age_on(born, today), "min": unit.min_age, "max": unit.max_age},
            )
        return born

    def clean(self):
        """Collect warnings: they inform and never stop anybody."""
        data = super().clean()
        read = getattr(self.fields["cpr"], "read", None)
        if data.get("cpr") and read:
            if not read.passes_modulus_11 and not read.is_replacement:
                self.warnings.append(
                    _(
                        "The CPR number does not pass modulus 11. It may be right all the same: look once more."
                    )
                )
            if data.get("birth_date") and read.birth_date != data["birth_date"]:
                self.warnings.append(_("The CPR number and the date of birth do not agree. Look once more."))
        return data


class PersonEditForm(PersonForm):
    """Editing the facts of a known young person. An empty CPR field keeps the number there is: it is not shown here."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.pop("cpr", None)
        self.initial["version"] = self.instance.version
        if self.instance.cpr:
            self.fields["cpr"].help_text = _("Known: %(masked)s. Write a number only to replace it.") % {
                "masked": self.instance.cpr_masked
            }

    def clean_cpr(self):
        """An empty field keeps the number there is."""
        return self.cleaned_data["cpr"] or self.instance.cpr


class GuardianForm(forms.ModelForm):
    """A parent or another adult around the young person."""

    class Meta:
        model = Guardian
        fields = ["name", "relation", "phone", "email", "has_custody"]


class GuardianAddForm(GuardianForm, SubmitKeyForm):
    """The same, made once however often it is sent."""


class GuardianEditForm(GuardianForm):
    """The same, for somebody who is already there."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version


class ParticipationForm(SubmitKeyForm):
    """A partner who takes part around the young person."""

    partner = forms.ModelChoiceField(label=_("Partner"), queryset=Partner.objects.none())
    contact = forms.ModelChoiceField(label=_("Contact"), queryset=Contact.objects.none(), required=False)
    role = forms.CharField(label=_("Their part"), max_length=120, required=False)
    on = forms.DateField(label=_("From"), widget=date_input())

    def __init__(self, *args, unit, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = Partner.objects.of_unit(unit).filter(is_active=True)
        contacts = Contact.objects.filter(partner__unit=unit, partner__merged_into=None, until_on=None)
        self.fields["contact"].queryset = contacts.select_related("partner").order_by(
            "partner__sort_name", "name"
        )[:200]
        self.fields["contact"].label_from_instance = lambda c: f"{c.partner.name}: {c.name}"
        # A slice cannot be filtered again; the chosen contact is looked up here instead.
        self.fields["contact"].queryset = contacts.select_related("partner").order_by(
            "partner__sort_name", "name"
        )
        self.fields["on"].initial = clock.today

    def clean(self):
        """The contact belongs to the partner."""
        data = super().clean()
        contact, partner = data.get("contact"), data.get("partner")
        if contact and partner and contact.partner_id != partner.pk:
            self.add_error("contact", _("This contact is at another partner."))
        return data


class ConsentForm(forms.ModelForm, SubmitKeyForm):
    """What may be told to whom, on which basis, until when."""

    topics = forms.MultipleChoiceField(
        label=_("What it covers"), choices=Topic.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Consent
        fields = ["partner", "basis", "topics", "purpose", "given_by", "form", "from_on", "expires_on"]
        widgets = {"from_on": date_input(), "expires_on": date_input()}
        help_texts = {"given_by": _("The young person from 15; the custody holders as well while under 18.")}

    def __init__(self, *args, unit, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = Partner.objects.of_unit(unit).filter(is_active=True)


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
    note = forms.CharField(label=_("Remark"), max_length=200, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today
