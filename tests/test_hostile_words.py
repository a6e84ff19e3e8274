"""Every page with markup in every word that is kept: none of it comes back as markup, wherever it is drawn."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.template import Context, Template
from django.urls import reverse

from cases.models import YoungPerson
from cases.network import drawing
from cases.network.people_around import Someone
from core import highlighting
from core.crypto import EncryptedTextField
from core.fragments import fragment
from core.templatetags import kui, phones
from plans.paper import road
from tests.helpers import whole_day
from tests.helpers.world import ROWS, as_whom, call

pytestmark = [pytest.mark.django_db, pytest.mark.once]

HOSTILE = "<script>alert(1)</script>\"'&"
SHORT = "<b>\"'&"
# What a page would hold if a word stood there as it is. Our own pages have no <script> without an address.
RAW = ("<script>", '<b>"', "</script>\"'")
# Words of machines: doors hang on them, or they are read as what they are.
MACHINES = {"password", "session_data", "fingerprint", "figures", "content", "quarter"}
SHOWN = "&lt;script&gt;alert(1)"


def hostile(field) -> str:
    """The word for a column: as much of it as there is room for."""
    room = field.max_length or len(HOSTILE)
    return HOSTILE if room >= len(HOSTILE) else SHORT if room >= len(SHORT) else ""


def fill_words() -> int:
    """Put markup into every text column that bears it; what a constraint or a rule of the database refuses stays."""
    filled = 0
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            is_text = type(field) in (models.CharField, models.TextField, EncryptedTextField)
            is_own = field.primary_key or field.unique or field.choices or field.name in MACHINES
            if not is_text or is_own or not hostile(field):
                continue
            try:
                with transaction.atomic():
                    filled += model._base_manager.update(**{field.name: hostile(field)}) > 0
            except DatabaseError:
                continue
    return filled


@pytest.mark.in_turn
def test_no_word_that_is_kept_becomes_markup_on_any_page(world):
    shown, wrong = 0, []
    with transaction.atomic():
        assert fill_words() > 60
        for row in ROWS:
            principal, kind = as_whom(row)
            if principal is None or "get" not in row.methods:
                continue
            response = call(world, row, principal, kind, "get")
            if "html" not in response.get("Content-Type", ""):
                continue
            text = response.content.decode()
            wrong += [f"{row.name} as {principal}: {word}" for word in RAW if word in text]
            wrong += [f"{row.name} as {principal}: an empty link"] if 'href=""' in text else []
            shown += SHOWN in text
        transaction.set_rollback(True)
    assert not wrong, "\n".join(wrong)
    assert shown > 60  # it saw the words, on most of the pages


@pytest.mark.in_turn
@pytest.mark.parametrize("place", ["my_day", "unit_day", "mine", "unit_list"])
def test_no_word_becomes_markup_on_a_line_of_the_day_or_a_row_of_a_list(
    client, guide, colleague, leader, place
):
    whole_day.fill(guide, colleague, leader, 2)
    fill_words()
    YoungPerson.objects.update(first_name=HOSTILE, last_name=HOSTILE)
    client.force_login(leader if place.startswith("unit") else guide)
    columns = "&".join(
        f"kol={key}" for key in ("alder", "nu", "bekraeftet", "frist", "kontakt", "overgang", "status")
    )
    text = client.get(
        f"{reverse(f'workspace:{place}')}?vis=alle&{columns}&kol=vaegt&kol=guide"
    ).content.decode()
    assert not [word for word in RAW if word in text]
    assert text.count(SHOWN) > 10


def _someone(closeness: str, **facts) -> Someone:
    told = dict.fromkeys(Someone.__slots__, "") | {"closeness": closeness, "pk": 1, "ref": 1, "kind": "adult"}
    return Someone(
        **told | {"name": HOSTILE, "role": HOSTILE, "has_custody": True, "contact_ban": False} | facts
    )


def _map(frame, links: bool) -> str:
    people = [_someone("family"), _someone("friend"), _someone("professional", contact_ban=True)]
    return drawing.draw(HOSTILE, people, frame=frame, links=links)


def _tag(text: str) -> str:
    request = SimpleNamespace(GET=SimpleNamespace(get=lambda *_: ""), path="/")
    return Template("{% load kui phones %}" + text).render(Context({"word": HOSTILE, "request": request}))


PIECES = {
    "a label": lambda: kui.chip(HOSTILE, "warn", "clock", HOSTILE),
    "a meter": lambda: kui.meter(1, 3, HOSTILE),
    "a dash or the word": lambda: _tag("{{ word|or_dash }}"),
    "a phone number": lambda: phones.phone(HOSTILE),
    "an address that breaks": lambda: phones.breakable(HOSTILE),
    "words that were found": lambda: highlighting.highlighted(HOSTILE, "alert"),
    "around the words that were found": lambda: highlighting.snippet(HOSTILE, "script"),
    "the map": lambda: _map(drawing.WIDE, True),
    "the map on a phone": lambda: _map(drawing.NARROW, False),
    "the road": lambda: road.draw(
        [SimpleNamespace(number=SHORT, reached=False, under_way=True)], title=HOSTILE
    ),
    "why a line is put off": lambda: fragment(
        "workspace/day/_why_put_off.html", words=HOSTILE, reason=HOSTILE, by=HOSTILE
    ),
    "what they do now": lambda: fragment("workspace/lists/_activity.html", words=HOSTILE, fresh=HOSTILE),
    "the next transition": lambda: fragment(
        "workspace/lists/_transition.html", words=HOSTILE, day=date(2026, 1, 1)
    ),
    "to assign": lambda: fragment("workspace/lists/_assign.html", url="/", here=HOSTILE, name=HOSTILE),
}


@pytest.mark.parametrize("piece", PIECES)
def test_no_word_becomes_markup_in_what_is_drawn_outside_a_page(piece):
    text = str(PIECES[piece]())
    assert not [word for word in RAW if word in text]
    assert "&lt;" in text


def test_a_label_is_escaped_once():
    """A safe text and the same text unsafe are drawn apart, whichever came first."""
    safe = kui.chip(fragment("components/mark.html", word="a"), "info")
    assert "<mark>a</mark>" in safe
    assert "&lt;mark&gt;a&lt;/mark&gt;" in kui.chip("<mark>a</mark>", "info")
    assert "<mark>a</mark>" in kui.chip(fragment("components/mark.html", word="a"), "info")
