"""The young person and everybody around."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cases.people import rules
from cases.people.models import Closeness, Guardian, YoungPerson
from cases.people.target import past_target
from core import clock
from core.fields import DayField, PhoneField, PostalCodeField, SoonDayField, date_input, not_in_the_future
from core.idempotency import SubmitKeyForm
from core.versions import UntouchedModelForm, VersionedForm


class CprField(forms.CharField):
    """A CPR number or replacement number, kept as ten digits, of which health's has two letters. Modulus 11 is never
    a reason to refuse.
    """

    # No keyboard of digits only: a replacement number may have letters.
    widget = forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"})

    def clean(self, value):
        """Raises ValidationError when it is no CPR number at all."""
        value = super().clean(value)
        if not value:
            return ""
        try:
            self.read = rules.parse_cpr(value)
        except rules.BadCpr as error:
            if error.code == "length":
                words = _(
                    "A CPR number has ten digits, e.g. 010108-1234. Health’s replacement number has two letters, "
                    "e.g. 010108-7AB4."
                )
                raise ValidationError(words) from None
            raise ValidationError(_("The first six digits are no date. Look at the number again.")) from None
        return self.read.digits


class PersonForm(UntouchedModelForm):
    """The young person's own facts. Checks the unit's age limits and that number and date of birth agree."""

    cpr = CprField(
        label=_("CPR number"),
        max_length=20,
        required=False,
        help_text=_("Leave it empty if you do not have it. Replacement numbers are fine."),
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
            "protected_until",
            "custody",
            "language",
            "needs_interpreter",
        ]
        widgets = {"birth_date": date_input()}
        field_classes = {"protected_until": SoonDayField, "phone": PhoneField, "postal_code": PostalCodeField}
        help_texts = {
            "preferred_name": _("What the young person wants to be called, if it is not the first name."),
            "address_protected": _("Hides address, school and partners everywhere outside the unit."),
            "protected_until": _(
                "A year from today when you leave it empty. You are reminded a month before."
            ),
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
        not_in_the_future(born)
        if not self.instance._state.adding and born == self.initial.get("birth_date"):
            return born
        if not rules.within_age(born, today, youngest=unit.min_age, oldest=unit.max_age):
            raise ValidationError(
                _("%(age)s years old: the unit works with young people from %(min)s to %(max)s."),
                params={"age": rules.age_on(born, today), "min": unit.min_age, "max": unit.max_age},
            )
        return born

    def clean(self):
        """Settle the end of a protection, and collect warnings: they inform and never stop anybody."""
        data = super().clean()
        if not data.get("address_protected"):
            data["protected_until"] = None
        elif not data.get("protected_until") and "protected_until" not in self.errors:
            data["protected_until"] = rules.protection_ends(clock.today())
        born, today = data.get("birth_date"), clock.today()
        if born and (self.instance._state.adding or born != self.initial.get("birth_date")):
            self.warnings += filter(None, [past_target(born, today)])
        typed = getattr(self.fields["cpr"], "read", None)
        if data.get("cpr"):
            # A number that is kept, and not shown, may disagree with a date that is typed.
            read = typed or rules.parse_cpr(data["cpr"])
            if typed and not read.passes_modulus_11 and not read.is_replacement:
                self.warnings.append(
                    _(
                        "The CPR number does not pass modulus 11. It may be right all the same: look once more."
                    )
                )
            if data.get("birth_date") and read.birth_date != data["birth_date"]:
                self.warnings.append(_("The CPR number and the date of birth do not agree. Look once more."))
        return data


class PersonEditForm(VersionedForm, PersonForm):
    """Editing the facts of a known young person. An empty CPR field keeps the number there is: it is not shown here."""

    unseen = ("cpr",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.pop("cpr", None)
        if self.instance.cpr:
            self.fields["cpr"].help_text = _("Known: %(masked)s. Write a number only to replace it.") % {
                "masked": self.instance.cpr_masked
            }

    def clean_cpr(self):
        """An empty field keeps the number there is."""
        return self.cleaned_data["cpr"] or self.instance.cpr


class GuardianForm(UntouchedModelForm):
    """A parent or another adult around the young person."""

    class Meta:
        model = Guardian
        fields = [
            "name",
            "relation",
            "closeness",
            "has_custody",
            "phone",
            "email",
            "contact_wish",
            "contact_ban",
            "note",
            "until_on",
        ]
        widgets = {"contact_wish": forms.RadioSelect}
        field_classes = {"phone": PhoneField, "until_on": DayField}
        help_texts = {
            "relation": _("For instance mother, step-father, coach, best friend."),
            "has_custody": format_lazy(_("Counts until the young person is {age}."), age=rules.ADULT_AT),
            "contact_wish": _("What the young person says."),
            "until_on": _("They stay written down, outside the picture."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["closeness"].required = False

    def clean_closeness(self):
        """Family, unless something else is said."""
        return self.cleaned_data["closeness"] or Closeness.FAMILY


class GuardianAddForm(GuardianForm, SubmitKeyForm):
    """The same, made once however often it is sent."""


class GuardianEditForm(VersionedForm, GuardianForm):
    """The same, for somebody who is already there."""
