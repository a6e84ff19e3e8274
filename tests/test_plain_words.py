"""Nobody reads a code: every choice has words in both languages, and no page shows what only the program says."""

import io
import os
import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Choices
from django.utils import translation
from django.utils.functional import Promise
from django.utils.html import escape
from django_filters import FilterSet

from cases.access.permissions import Permission, Relation
from core.mail.outbox import queue_mail
from tests.helpers.plain import CODE, PLACES, codes_in
from tests.helpers.stand_ins import NOT_LAID_OUT, paper_in_words
from tests.helpers.world import ROWS, call, who_may

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# Never offered and never shown: what somebody is to a case, and what they may do with it.
OF_THE_PROGRAM = {Permission, Relation}
# Danish words too, in what the migrations put into tables.
DANISH = {"database"}
# Whose a case is and what somebody is stays as it is: the matrix says who may read what. So do tables of reference.
STAYS = {
    *("accounts.User.role", "accounts.User.language", "cases.Case.status", "cases.StatusPeriod.status"),
    *("cases.Assignment.kind", "core.Limit", "workspace.TransitionRule", "plans.Destination"),
    *("partners.PartnerCategory", "reports.ReportSnapshot"),
}
TURNS = [int(turn) for turn in os.environ.get("KUI_TURNS", "1").split(",")]


def _below(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


def _ours(kind: type) -> bool:
    return (
        not kind.__module__.startswith("tests.")
        and (Path(settings.BASE_DIR) / kind.__module__.split(".")[0]).is_dir()
    )


def _choices() -> Iterator[tuple[str, object, object]]:
    """``(where, value, label)`` of everything that anybody may choose, in the language of the moment."""
    for kind in _below(Choices):
        if _ours(kind) and kind not in OF_THE_PROGRAM:
            yield from ((kind.__qualname__, one.value, one._label_) for one in kind)
    for model in filter(_ours, apps.get_models()):
        for field in model._meta.get_fields():
            yield from (
                (str(field), value, label) for value, label in getattr(field, "flatchoices", None) or ()
            )
    for kind in filter(_ours, _below(FilterSet)):
        for name, made in kind.base_filters.items():
            offered = made.extra.get("choices", ())
            for value, label in (offered() if callable(offered) else offered) or ():
                yield f"{kind.__qualname__}.{name}", value, label


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_choice_has_words(language):
    wrong, seen = [], 0
    with translation.override(language):
        for where, value, label in _choices():
            if value in ("", None):
                continue
            seen += 1
            # What Django makes of a choice that was given no words: its name.
            made_up = isinstance(value, str) and not isinstance(label, Promise)
            made_up = made_up and str(label) == value.replace("_", " ").title()
            if not str(label).strip() or made_up or CODE.search(str(label)) or "_" in str(label):
                wrong.append(f"{where}: {value!r} is told as {str(label)!r}")
    assert not wrong, "\n".join(wrong)
    assert seen > 300


class Reader(HTMLParser):
    """The text of a page that somebody sees or hears, piece by piece."""

    UNREAD = {"script", "style", "template"}
    TOLD = {"title", "aria-label", "placeholder", "alt", "aria-description"}

    def __init__(self):
        super().__init__()
        self.pieces: list[str] = []
        self.unread = 0

    def handle_starttag(self, tag, attrs):
        self.unread += tag in self.UNREAD
        self.pieces += [value for name, value in attrs if name in self.TOLD and value]

    def handle_endtag(self, tag):
        self.unread -= tag in self.UNREAD

    def handle_data(self, data):
        if not self.unread and data.strip():
            self.pieces.append(data.strip())


def raw_values() -> set[str]:
    """What choices are kept as, where it is no Danish word of ours."""
    catalogue = (Path(settings.BASE_DIR) / "locale/da/LC_MESSAGES/django.po").read_text()
    danish = re.split(r"\nmsgid ", catalogue)
    words = {word for entry in danish for word in re.findall(r"\w+", entry.partition("msgstr")[2].lower())}
    values = {str(value) for _where, value, _label in _choices()}
    return {value for value in values if re.fullmatch(r"[a-z][a-z_]{2,}", value)} - words - DANISH


def spread_choices(turn: int) -> int:
    """Let the rows take the values of their choices in turns, so that the pages have each to tell.

    What a constraint refuses stays, and so does what says who somebody is and whose a case is.
    """
    changed = 0
    for model in filter(_ours, apps.get_models()):
        for field in model._meta.concrete_fields:
            values = [value for value, _label in field.flatchoices if value not in ("", None)]
            if not values or {str(field), model._meta.label} & STAYS or field.primary_key:
                continue
            for n, pk in enumerate(model._base_manager.order_by("pk").values_list("pk", flat=True)[:40]):
                with suppress(DatabaseError), transaction.atomic():
                    row = model._base_manager.filter(pk=pk)
                    changed += row.update(**{field.name: values[(n + turn) % len(values)]})
    return changed


def markup_of(response) -> str:
    """A page, a document or an exported list as markup; nothing when it is something else."""
    body, kind = response.content_read, response.get("Content-Type", "")
    if body.startswith(NOT_LAID_OUT):
        return body.removeprefix(NOT_LAID_OUT).decode()
    if body.startswith(b"PK") and "sheet" in kind:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return archive.read("xl/sharedStrings.xml").decode()
    if kind.startswith("text/csv"):
        return escape(body.decode())
    return body.decode() if "html" in kind else ""


def codes(html: str, raw: set[str]) -> set[str]:
    """What of the page only the program says."""
    reader = Reader()
    reader.feed(html)
    text = "\n".join(reader.pieces)
    words = re.findall(r"(?<![\w-])[a-z_]+(?![\w-])", PLACES.sub(" ", text))
    return codes_in(text) | (raw & set(words)) | {piece for piece in reader.pieces if piece == "---------"}


@pytest.fixture
def paper():
    """What stands in a document is read without laying it out."""
    with paper_in_words():
        yield


@pytest.mark.in_turn
@pytest.mark.parametrize("turn", [None, *TURNS])
def test_no_page_shows_a_code(world, paper, turn):
    """As everything stands, and with other choices made."""
    with transaction.atomic():
        assert turn is None or spread_choices(turn) > 200
        pages, wrong = crawl(world, raw_values())
        transaction.set_rollback(True)
    assert not wrong, "\n".join(wrong)
    assert pages > 200


@pytest.mark.in_turn
def test_no_page_in_english_shows_a_code(world, paper):
    """With other choices made. Many a choice is kept as the English word for it: only the others are codes there."""
    with transaction.atomic():
        spread_choices(TURNS[0])
        type(world.user).objects.update(language="en")
        for client in world.clients.values():
            client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        try:
            codes = {value for value in raw_values() if "_" in value}
            pages, wrong = crawl(world, codes, most=1, language="en")
        finally:
            for client in world.clients.values():
                del client.defaults["HTTP_ACCEPT_LANGUAGE"]
        transaction.set_rollback(True)
    assert not wrong, "\n".join(wrong)
    assert pages > 150


def test_no_mail_says_a_code():
    """The suite's own guard: whatever test sends a mail, it is read before it leaves (`tests/conftest.py`)."""
    queue_mail("a@eksempel.dk", "Noget venter", "Se https://kui.eksempel.dk/min-dag/ og plan.pdf")
    with pytest.raises(AssertionError, match="other_education"):
        queue_mail("a@eksempel.dk", "Noget venter", "Ny aktivitet: other_education")


def crawl(world, raw: set[str], *, most: int = 4, language: str = "da") -> tuple[int, list[str]]:
    """How many pages were read, each as at most so many, and what stands there that only the program says."""
    pages, wrong = 0, []
    assert len(raw) > 20
    for row in ROWS:
        if "get" not in row.methods:
            continue
        allowed, kind = who_may(row)
        readers = [name for name in allowed if name in ("owner", "leader", "admin", "partner")] or allowed
        for principal in readers[:most]:
            response = call(world, row, principal, kind, "get")
            if markup := markup_of(response):
                pages += "<html" not in markup or f'<html lang="{language}"' in markup
                found = codes(markup, raw)
                wrong += [f"{row.name} as {principal}: {', '.join(sorted(found))}"] if found else []
    return pages, wrong


def test_a_code_would_be_seen():
    page = (
        '<p title="case.look">Se <b>other_education</b> p.t. <script>a.b</script> a.b@c.dk plan.pdf fgu</p>'
    )
    assert codes("<option>---------</option>", set()) == {"---------"}
    assert codes(page, {"fgu"}) == {"case.look", "other_education", "p.t", "fgu"}
