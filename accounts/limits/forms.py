"""Forms for limits and for what a unit has chosen for itself."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.limits.actions import check_limit
from accounts.users.models import Unit
from core import clock
from core.fields import DayField, TidyForm, date_input
from core.idempotency import SubmitKeyForm
from core.limits import DECLARED, Declared, Limit, in_words, limit
from core.versions import UntouchedModelForm, VersionedForm


class DayOfYearField(forms.DateField):
    """A day that comes every year, chosen in any year; the value is 701 for 1 July."""

    widget = date_input()

    def clean(self, value):
        """Month and day as one number."""
        day = super().clean(value)
        return day and day.month * 100 + day.day


class LimitForm(SubmitKeyForm):
    """A new value of a limit, from a day, with its source."""

    value = forms.IntegerField(label=_("New value"), min_value=0)
    valid_from = DayField(label=_("Holds from"))
    source = forms.CharField(
        label=_("Where it is written"),
        max_length=400,
        help_text=_("The law and paragraph, the decision with its date, or an address on the web."),
    )
    note = forms.CharField(label=_("Remark"), max_length=400, required=False)
    # Asked only of a day that has passed: those days have been judged by another value.
    confirmed = forms.BooleanField(label=_("Yes, judge those days anew"), required=False)

    def __init__(self, *args, declared: Declared, **kwargs):
        super().__init__(*args, **kwargs)
        self.declared = declared
        self.fields["confirmed"].widget = forms.HiddenInput()
        value = self.fields["value"]
        if declared.unit == Limit.Unit.DAY_OF_YEAR:
            self.fields["value"] = DayOfYearField(
                label=value.label, help_text=_("Only day and month count; the year does not matter.")
            )
        elif declared.unit == Limit.Unit.YES_NO:
            self.fields["value"] = forms.TypedChoiceField(
                label=value.label, choices=[(1, _("Yes")), (0, _("No"))], coerce=int, widget=forms.RadioSelect
            )
        else:
            value.help_text = declared.unit_label
            value.widget.attrs |= {"min": declared.least, "max": declared.most}

    def clean_value(self):
        """A value that the rule can work with."""
        value = self.cleaned_data["value"]
        if self.declared.refuses(value):
            raise ValidationError(
                _("It must lie between %(least)s and %(most)s."),
                params={"least": self.declared.least, "most": self.declared.most},
            )
        return value

    def clean(self):
        """A day that has passed wants a second yes, to what it changes: nothing, if only new units begin with it."""
        cleaned = super().clean()
        day, value = cleaned.get("valid_from"), cleaned.get("value")
        if day and self.declared.begins_only:
            cleaned["valid_from"] = max(day, clock.today())  # no unit has begun with it before today
        if day is None or value is None or day >= clock.today() or self.declared.begins_only:
            return cleaned
        if not cleaned.get("confirmed"):
            try:
                check_limit(self.declared.code, value, day)
            except ValidationError as refused:  # told before anybody says yes to it
                self.add_error(None, refused)
                return cleaned
            self.add_error("confirmed", self._effect(day, value))
        self.fields["confirmed"].widget = forms.CheckboxInput()
        return cleaned

    def _effect(self, day: date, value: int) -> str:
        """What a value from a day that has passed changes."""
        days = (clock.today() - day).days
        words = ngettext(
            "%(days)s day has passed since then. It was judged by %(before)s, and is judged anew by %(value)s, on every"
            " page and in every deadline. Frozen reports keep their figures.",
            "%(days)s days have passed since then. They were judged by %(before)s, and are judged anew by %(value)s, on"
            " every page and in every deadline. Frozen reports keep their figures.",
            days,
        )
        before = in_words(limit(self.declared.code, on=day), self.declared.unit)
        return words % {"days": days, "before": before, "value": in_words(value, self.declared.unit)}


class TakeBackForm(TidyForm, forms.Form):
    """What was wrong with a value that has begun."""

    reason = forms.CharField(label=_("What was wrong with it?"), max_length=300)


# What a unit chooses, and the limit that it began with, whose bounds hold for it as well.
_BEGAN_WITH = {
    "min_age": "unit_youngest_age",
    "max_age": "unit_oldest_age",
    "activity_fresh_days": "activity_fresh_days",
    "contact_days": "contact_days",
}


def own_value(unit: Unit, declared: Declared) -> str:
    """What the unit itself has chosen in place of the limit, in words; "" for a limit that holds for every unit."""
    name = {code: name for name, code in _BEGAN_WITH.items()}.get(declared.code)
    return in_words(getattr(unit, name), declared.unit) if name else ""


class UnitChoicesForm(VersionedForm, UntouchedModelForm):
    """What a unit has decided for itself."""

    class Meta:
        model = Unit
        fields = [*_BEGAN_WITH, "mailbox"]
        help_texts = {
            "min_age": _("From the day they turn so old, a young person can be taken in."),
            "max_age": _("Until the day before they turn a year older."),
            "activity_fresh_days": _(
                "After so many days without confirmation, an activity counts as unknown."
            ),
            "contact_days": _("After so many days without a talk, the young person stands on Min dag."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, code in _BEGAN_WITH.items():
            field, declared = self.fields[name], DECLARED[code]
            self.fields[name] = forms.IntegerField(
                label=field.label,
                help_text=field.help_text,
                min_value=declared.least,
                max_value=declared.most,
            )
