"""What several forms share."""

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
