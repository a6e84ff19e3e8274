"""The plan as a PDF: the sheet's text in a shape that can be set, in the template of its audience."""

import re
from dataclasses import replace
from pathlib import Path

from django.utils import formats, translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cases.people.rules import ADULT_AT
from core import clock, pdf
from core.paper import Variant
from plans.handover.models import Handover
from plans.handover.poster import poster
from plans.handover.sheet import Sheet
from plans.paper import road

Audience = Handover.Audience

ASSETS = Path(__file__).resolve().parent / "assets"

# The template, and its style sheets, of each shape: the young person's own, and those for the adults around them.
_LAYOUTS = {
    (True, Variant.STANDARD): ("youth", "youth"),
    (True, Variant.LARGE): ("youth", "youth", "large"),
    (True, Variant.EASY): ("easy", "youth", "easy"),
    (True, Variant.CARD): ("card", "card"),
    (False, Variant.STANDARD): ("adults", "adults"),
    (False, Variant.LARGE): ("adults", "adults", "large"),
}
# A word that is none, and where it may break: never before a mark that belongs to a letter, or inside an emoji.
_LONG, _PIECE = re.compile(r"\S{30,}"), re.compile(r"(\S{12})(?=\w)")
_ROWS = 200  # lines after which a text runs on
_NEWS = 110  # letters of a part, where it is named as news


def render(sheet: Sheet, *, created=None) -> bytes:
    """The PDF of a sheet: the young person's own, or the sober one for adults around them.

    It bears the sheet's day and no hour, so that what was looked at and what is handed over are the same bytes.
    """
    sheet = _settable(sheet)
    drawings = {figure.key: figure.svg for figure in sheet.progress}
    template, *styles = _LAYOUTS[sheet.audience == Audience.YOUTH, sheet.variant]
    styles[1:1] = ["news"] if sheet.news or sheet.sign else []
    styles += ["rtl"] if translation.get_language_info(sheet.language)["bidi"] else []
    with translation.override(sheet.language):
        context = {"sheet": sheet, "foot": _foot(sheet), "adult_at": ADULT_AT}
        if template == "youth":
            context |= poster(sheet)
            drawings["road"] = road.draw(sheet.steps, title=context["in_words"], height=context["height"])
    return pdf.render(
        f"plans/handover/pdf/{template}.html",
        context,
        lang=sheet.language,
        title=title_of(sheet),
        created=created or clock.at(sheet.made_on),
        styles=[ASSETS / f"{style}.css" for style in styles],
        drawings=drawings,
    )


def title_of(sheet: Sheet) -> str:
    """The title of the document, in its language."""
    with translation.override(sheet.language):
        if sheet.audience == Audience.YOUTH:
            return _("My plan – %(name)s") % {"name": sheet.called}
        return _("Plan for %(name)s") % {"name": sheet.full_name}


def _settable(sheet):
    """The sheet with its free text in a shape that can be set in a second, whatever somebody pasted into it.

    A word of thousands of letters, or thousands of empty lines, would keep the typesetter busy for minutes. Long words
    may break (at an invisible space), blank lines close up, and after two hundred lines the text runs on. Nothing is
    cut.
    """
    return replace(
        sheet,
        dream=_tame(sheet.dream),
        small_step=_tame(sheet.small_step),
        destination_note=_tame(sheet.destination_note),
        goal_lines=tuple(replace(goal, text=_tame(goal.text)) for goal in sheet.goal_lines),
        news=tuple(replace(change, what=Truncator(_tame(change.what)).chars(_NEWS)) for change in sheet.news),
        steps=tuple(
            replace(step, own_words=_tame(step.own_words), professional=_tame(step.professional))
            for step in sheet.steps
        ),
        efforts=tuple(
            replace(line, name=_tame(line.name), serves=tuple(map(_tame, line.serves)), said=_tame(line.said))
            for line in sheet.efforts
        ),
    )


def _tame(text):
    rows = re.sub(r"\n\s*\n\s*", "\n\n", text.replace("\r", "")).split("\n")
    text = "\n".join([*rows[:_ROWS], " ".join(rows[_ROWS:])]).strip()
    return _LONG.sub(lambda word: _PIECE.sub("\\1\u200b", word[0]), text)


def _foot(sheet):
    day = formats.date_format(sheet.made_on)
    version = _("version %(number)s") % {"number": sheet.number} if sheet.number else ""
    # In a line that runs from the right, the name of the unit would take the day along unless it is set apart.
    unit = f"\u2068{sheet.unit}\u2069" if translation.get_language_bidi() else sheet.unit
    return " · ".join(filter(None, (unit, day, version)))
