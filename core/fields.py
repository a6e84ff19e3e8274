"""The door that every form goes through, and form fields that several rooms share."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from core import clock, text
from core.phones import clean_phone, show_phone
from core.spreadsheets.parsers import parse_postal_code


class TidyForm(forms.BaseForm):
    """Mix-in: what is typed or pasted is read as lists and searches read it (`core.text.tidy`), before any field does.

    Decomposed letters, invisible signs and control characters are gone; only a text area has lines. A password stays.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound and self.data:
            self.data = self._tidied()

    def _tidied(self):
        data = self.data.copy()
        for name in data:
            field = self.fields.get(name.removeprefix(f"{self.prefix}-") if self.prefix else name)
            widget = field.widget if field else None
            if isinstance(widget, forms.PasswordInput):
                continue
            clean = _reader(field)
            if hasattr(data, "getlist"):
                data.setlist(name, [clean(value) for value in data.getlist(name)])
            elif isinstance(data[name], str):
                data[name] = clean(data[name])
        return data


def _reader(field: forms.Field | None):
    """How a field's text is read before the field itself reads it."""
    if field is None or isinstance(field.widget, forms.Textarea):
        return text.tidy
    return text.plain if isinstance(field, forms.EmailField) else text.line


class PhoneField(forms.CharField):
    """A telephone number, shown with spaces and kept bare; what cannot be called is no number."""

    def __init__(self, **kwargs):
        super().__init__(
            **({"widget": forms.TextInput(attrs={"type": "tel", "autocomplete": "off"})} | kwargs)
        )

    def to_python(self, value):
        """As it is kept."""
        try:
            return clean_phone(super().to_python(value))
        except ValueError:
            raise ValidationError(
                _("A Danish phone number has eight digits, for example 20 12 34 56.")
            ) from None

    def prepare_value(self, value):
        """As Danes read it."""
        return show_phone(value)


class PostalCodeField(forms.CharField):
    """A postal code as every list is read: four digits, ``FO-100``, another country's with its letters."""

    def to_python(self, value):
        """As it is kept."""
        value = super().to_python(value)
        try:
            return parse_postal_code(value) if value else ""
        except ValueError:
            raise ValidationError(
                _("A Danish postal code has four digits; write a foreign one with its country, as FO-100.")
            ) from None


def date_input(**attrs) -> forms.DateInput:
    """A date field that the browser helps with."""
    return forms.DateInput(attrs={"type": "date", **attrs}, format="%Y-%m-%d")


class FromToday:
    """Mix-in: ``due_on`` of a form is today or a day to come."""

    def clean_due_on(self):
        """Not one that has passed."""
        day = self.cleaned_data["due_on"]
        if day < clock.today():
            raise forms.ValidationError(_("That day has passed. Choose today or a day to come."))
        return day


def not_in_the_future(day):
    """Raise for a day that has not come yet."""
    if day and day > clock.today():
        raise ValidationError(_("That day has not come yet."))


FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)


class DayField(forms.DateField):
    """A day that somebody who is young now may meet; the years 0206 and 2099 are slips of the finger. Charts are drawn
    to its last day: who is young now stays so no longer than that.
    """

    widget = date_input()
    first, years_ahead = FIRST_DAY, 10

    def validate(self, value):
        """Within bounds, which are named."""
        super().validate(value)
        last = date(clock.today().year + self.years_ahead, 12, 31)
        if value and not self.first <= value <= last:
            raise ValidationError(
                _("Look at the year once more. The day can be from %(first)s to %(last)s."),
                params={"first": date_format(self.first), "last": date_format(last)},
            )


class SoonDayField(DayField):
    """A day that somebody is to meet at, answer by or begin on."""

    years_ahead = 2


class PastDayField(DayField):
    """A day on which something has happened."""

    def validate(self, value):
        """Not one that has not come yet; of those there have been, within the bounds."""
        not_in_the_future(value)
        super().validate(value)
