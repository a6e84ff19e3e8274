"""Dates on paper, in the language of the document."""

import re

from django import template
from django.utils import formats, translation

from core.fragments import fragment

register = template.Library()

# Of the first letter of what somebody wrote: its language, as far as its alphabet tells, and which way it runs.
_ALPHABETS = ((re.compile("[\u0600-\u06ff]"), "ar", "rtl"), (re.compile("[\u0400-\u052f]"), "uk", "ltr"))


@register.filter
def said(text):
    """What somebody wrote, its lines one below the other; marked with its language where that is not the document's."""
    lines = [_line(words) for words in str(text).splitlines()]
    if len(lines) < 2 and not any(line["lang"] for line in lines):
        return text
    return fragment("plans/handover/pdf/_said.html", lines=lines)


def _line(words: str) -> dict:
    first = re.search(r"[^\W\d_]", words)
    known = [row[1:] for row in _ALPHABETS if first and row[0].match(first[0])]
    lang, run = known[0] if known else ("da", "ltr")
    if lang == translation.get_language() or not first or not (known or first[0] < "\u0250"):
        lang = ""
    return {"words": words, "lang": lang, "dir": run}


@register.filter
def paper_date(day):
    """3. december 2026 / 3 December 2026."""
    return formats.date_format(day) if day else ""


@register.filter
def paper_day(day):
    """The day of the month, large on the calendar leaf: 3. / 3."""
    return f"{day.day}." if translation.get_language() in ("da", "de") else f"{day.day}"


@register.filter
def paper_month(day):
    """The month under it: dec 2026."""
    return formats.date_format(day, "b Y" if translation.get_language() == "da" else "M Y")
