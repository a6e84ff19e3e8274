"""Dates on paper, in the language of the document."""

from django import template
from django.utils import formats, translation

register = template.Library()


@register.filter
def paper_date(day):
    """3. december 2026 / 3 December 2026."""
    return formats.date_format(day) if day else ""


@register.filter
def paper_day(day):
    """The day of the month, large on the calendar leaf: 3. / 3."""
    return f"{day.day}" if translation.get_language() == "en" else f"{day.day}."


@register.filter
def paper_month(day):
    """The month under it: dec 2026."""
    return formats.date_format(day, "M Y" if translation.get_language() == "en" else "b Y")
