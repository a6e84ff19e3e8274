"""Form fields and checks of dates that several rooms share."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import clock


def date_input(**attrs) -> forms.DateInput:
    """A date field that the browser helps with."""
    return forms.DateInput(attrs={"type": "date", **attrs}, format="%Y-%m-%d")


def not_in_the_future(day):
    """Raise for a day that has not come yet."""
    if day and day > clock.today():
        raise ValidationError(_("That day has not come yet."))


def day_input() -> forms.DateInput:
    """The browser's own date field."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)


class DayField(forms.DateField):
    """A day that somebody who is young now may meet; the year 0206 is a slip of the finger."""

    widget = day_input()

    def validate(self, value):
        """Within FIRST_DAY and LAST_DAY."""
        super().validate(value)
        if value and not FIRST_DAY <= value <= LAST_DAY:
            raise forms.ValidationError(_("Look at the year once more."))
