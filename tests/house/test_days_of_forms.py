"""Every day that a form asks for has bounds, and names them: a slip of the finger is no date of a plan."""

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.urls import get_resolver

from core import clock
from core.fields import DayField, PastDayField, SoonDayField

# A postcard has bounds of its own, and says so: ten years. When somebody was born is judged by their age.
OTHERS = {"PostcardAddForm.opens_on"}


def all_forms(kind=forms.BaseForm):
    for one in kind.__subclasses__():
        yield one
        yield from all_forms(one)


def test_every_day_of_a_form_has_bounds():
    assert get_resolver().url_patterns  # the routes import every view, and so every form
    without = {
        f"{form.__name__}.{name}"
        for form in all_forms()
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.DateField)
        and not isinstance(field, DayField)
        and name != "birth_date"
        and not form.__module__.startswith(("django", "allauth", "tests"))
    }
    assert without == OTHERS


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (DayField, ["1990-01-01", "2036-12-31"], ["0206-11-20", "1989-12-31", "2037-01-01", "2099-12-31"]),
        (SoonDayField, ["1990-01-01", "2028-12-31"], ["0026-11-20", "2029-01-01"]),
        (PastDayField, ["1990-01-01", "2026-11-20"], ["0026-11-20"]),
    ],
)
def test_the_bound_is_named(kind, good, bad):
    with clock.travel(date(2026, 11, 20)):
        for day in good:
            assert kind().clean(day) == date.fromisoformat(day)
        for day in bad:
            with pytest.raises(
                ValidationError, match=r"Dagen kan ligge fra 1. januar 1990 til 31. december 20[23]"
            ):
                kind().clean(day)
        with pytest.raises(ValidationError, match="endnu"):
            PastDayField().clean("2026-11-21")
        assert kind(required=False).clean("") is None
