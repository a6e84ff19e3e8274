"""The words we ourselves put on the young person's paper: easy to read, short, no jargon."""

import re
from datetime import date

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import strip_tags

from core.plainlanguage import rules as readability
from plans.handover.poster import poster
from plans.handover.sheet import GoalLine, Sheet, Step, Who
from tests.helpers.catalogues import news_words

pytestmark = pytest.mark.once


JARGON = (
    "myndighed",
    "indsats",
    "forløb",
    "relevant",
    "vedrørende",
    "samtykke",
    "afgørelse",
    "progression",
    "såfremt",
)


def own_words(template="youth", **fields):
    """All our own Danish words on the page, each block a line, with the user's words left blank."""
    step = Step(1, "", "x", "", date(2026, 12, 1), None, None, "under_way")
    late = Step(6, "", "", "", date(2026, 10, 20), None, None, "planned")
    done = Step(2, "", "", "", None, None, date(2026, 10, 1), "reached")
    ahead = [Step(n, "", "", "", None, None, None, "planned") for n in (3, 4, 5)]
    values = {
        "audience": "youth", "language": "da", "made_on": date(2026, 11, 2), "unit": "", "called": "", "full_name": "",
        "duty_until": 18, "dream": " . " * 300, "destination": "1", "destination_note": "", "small_step": "",
        "goal_lines": (GoalLine(""),), "steps": (done, late, step, *ahead), "guide": Who("1", phone="1"),
        "deputy": Who("2", phone="2"), "shared_with": ("1",), "protected": True, "sign": True,
    }  # fmt: skip
    sheet = Sheet(**(values | fields))
    with translation.override("da"):
        context = {"sheet": sheet, "lang": "da", "title": "", "foot": "", **poster(sheet)}
        html = render_to_string(f"plans/handover/pdf/{template}.html", context)
    body = html[html.index("<body") :]
    body = re.sub(r"</(?:p|h\d|li|th|td|tr|section|caption|blockquote)>", "\n", body)
    return "\n".join(" ".join(line.split()) for line in strip_tags(body).splitlines() if line.strip(" .“”…"))


VARIANTS = [
    {},
    {"duty_until": None, "steps": (), "guide": None, "deputy": None, "protected": False},
    {"destination": "", "small_step": "1", "dream": ""},
]


@pytest.mark.parametrize("fields", VARIANTS, ids=["full", "empty", "small step"])
def test_hand_over_words_are_easy(fields):
    text = own_words(**fields)
    assert len(readability.words(text)) > 60, text
    assert readability.lix(text) <= 30
    # Headings make sentences short; the running text alone must pass too.
    running = "\n".join(line for line in text.splitlines() if len(readability.words(line)) > 3)
    assert readability.lix(running) <= 30
    assert len(readability.words(readability.longest_sentence(text))) <= 20


@pytest.mark.parametrize("template", ["easy", "card"])
def test_words_of_the_other_shapes_are_easy(template):
    text = own_words(template)
    assert len(readability.words(text)) > (60 if template == "easy" else 15), text
    assert readability.lix(text) <= 30, text
    assert len(readability.words(readability.longest_sentence(text))) <= 20
    assert [word for word in JARGON if word in text.casefold()] == []


def test_what_is_new_is_told_in_easy_words():
    with translation.override("da"):
        told = [str(translation.gettext(words)) % {"day": "3. maj", "who": "Mette"} for words in news_words()]
    assert len(told) > 20
    text = "\n".join(f"{words}." for words in told)
    assert readability.lix(text) <= 30, readability.lix(text)
    assert [word for word in JARGON if word in text.casefold()] == []


def test_hand_over_words_hold_no_jargon():
    text = own_words().casefold()
    assert [word for word in JARGON if word in text] == []


def test_hand_over_words_are_danish():
    text = own_words()
    assert not re.search(r"\b(the|you|your|what|who)\b", text, re.IGNORECASE), text
