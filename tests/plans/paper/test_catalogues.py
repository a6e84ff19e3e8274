"""Each language of the paper has all of its words, and no others; Arabic runs from the right."""

import io
import re
from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings
from django.utils import translation
from pypdf import PdfReader

from core.paper import LANGUAGES, ON_SCREEN
from plans.handover import pdf
from plans.handover.sheet import GoalLine, Sheet, Step, Who
from plans.templatetags.plan_pdf import said
from scripts.check_messages import entries
from tests.helpers.catalogues import on_paper
from tests.helpers.stand_ins import words_on

pytestmark = pytest.mark.once
FURTHER = [code for code in LANGUAGES if code not in ON_SCREEN]
HOLES = re.compile(r"%\(\w+\)s")


def catalogue(language):
    found, obsolete = entries(settings.BASE_DIR / f"locale/{language}/LC_MESSAGES/django.po")
    assert not obsolete
    return found


@pytest.mark.parametrize("language", FURTHER)
def test_a_catalogue_has_every_word_of_the_paper_and_no_other(language):
    have = {entry.msgid.replace('\\"', '"') for entry in catalogue(language).values()}
    assert on_paper() - have == set()
    assert have - on_paper() == set()
    assert len(have) > 150


@pytest.mark.parametrize("language", FURTHER)
def test_a_catalogue_translates_and_keeps_what_is_put_in(language):
    for entry in catalogue(language).values():
        words = entry.translations[0]
        assert words and not entry.fuzzy, entry.msgid
        assert set(HOLES.findall(words)) <= set(HOLES.findall(entry.msgid)), entry.msgid
        missing = set(HOLES.findall(entry.msgid)) - set(HOLES.findall(words))
        assert not missing, entry.msgid
    english = [e.msgid for e in catalogue(language).values() if e.translations[0] == e.msgid]
    assert english in ([], ["“%(words)s”"]), english  # the quotation marks of Turkish are those of English


def sheet(language, **fields):
    step = Step(1, "Jeg ringer til skolen", "", "Mette", date(2026, 12, 3), None, None, "planned")
    values = {
        "called": "Freja",
        "full_name": "Freja",
        "dream": "Et værksted",
        "destination": "Erhvervsuddannelse",
        "destination_note": "",
        "small_step": "",
        "audience": "youth",
        "language": language,
        "made_on": date(2026, 11, 2),
        "unit": "Ungeenheden",
        "goal_lines": (GoalLine("Op om morgenen", "later"),),
        "steps": (step,),
        "guide": Who("Mette", phone="+4520123456"),
    }
    return Sheet(**(values | fields))


@pytest.mark.parametrize("language", FURTHER)
def test_a_paper_speaks_its_language_and_leaves_what_people_wrote(language):
    data = pdf.render(sheet(language))
    reader = PdfReader(io.BytesIO(data))
    assert reader.trailer["/Root"]["/Lang"] == language
    with translation.override(language):
        mine = translation.gettext("My plan")
    assert mine != "My plan" and mine in reader.metadata["/Title"]
    assert "Jeg ringer til skolen" in words_on(data)
    # No word of ours is left in Danish.
    for danish in ("Det næste", "Ring eller skriv", "Det er din plan", "til senere"):
        assert danish not in words_on(data)


def languages_in(data):
    """The languages that parts of a tagged document say they are in."""
    found, stack = set(), [PdfReader(io.BytesIO(data)).trailer["/Root"]["/StructTreeRoot"]]
    while stack:
        node = stack.pop().get_object()
        if isinstance(node, list):
            stack += node
        elif isinstance(node, dict):
            found |= {str(node["/Lang"])} if "/Lang" in node else set()
            stack += [node["/K"]] if "/K" in node else []
    return found


def test_what_people_wrote_is_marked_with_its_language():
    assert languages_in(pdf.render(sheet("ar"))) == {"da"}
    assert languages_in(pdf.render(sheet("da"))) == set()
    mixed = sheet("da", dream="أريد ورشة", small_step="", goal_lines=(GoalLine("Я шукаю роботу"),))
    assert languages_in(pdf.render(mixed)) == {"ar", "uk"}


@pytest.mark.parametrize(
    ("language", "text", "marked"),
    [
        ("da", "Hej", False),
        ("en", "Hej", True),
        ("da", "مرحبا", True),
        ("ar", "مرحبا", False),
        ("uk", "Привіт", False),
        ("ar", "2026 · !", False),
        ("ar", "学校", False),
    ],
)
def test_only_what_is_in_another_language_is_marked(language, text, marked):
    with translation.override(language):
        assert ("<span" in said(text)) == marked


def test_what_somebody_wrote_stays_escaped():
    with translation.override("ar"):
        assert "<b>" not in said("Hej <b>du</b>\nmed dig") and "<br>" in said("Hej <b>du</b>\nmed dig")


@pytest.mark.parametrize("language", ["da", "ar"])
def test_arabic_begins_at_the_right(language):
    import pypdfium2

    def middle_of_the_heading(language):
        page = pypdfium2.PdfDocument(pdf.render(replace(sheet(language), called="Freja")))[0]
        text = page.get_textpage()
        found = text.search("Freja")
        left, _bottom, right, _top = text.get_charbox(found.get_next()[0])
        return (left + right) / 2 / page.get_width()

    assert (middle_of_the_heading(language) > 0.5) == (language == "ar")
