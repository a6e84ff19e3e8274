"""Whom the law about the unit's work is about (LBK 953/2024: those under an age)."""

from datetime import date

from django.utils.translation import gettext as _

from cases.people import rules
from core.limits import limit


def past_target(birth_date: date, on: date) -> str:
    """That somebody is older than whom the law is about on the day ``on``, in a sentence; "" for the others."""
    age, below = rules.age_on(birth_date, on), limit("target_below_age", on=on)
    words = _("%(age)s years old: the law is about those under %(below)s. Is another offer the right one?")
    return words % {"age": age, "below": below} if age >= below else ""
