"""Every page, as everybody: nothing leaks, nothing is kept by a cache, and a GET changes nothing but the trail."""

import io
import re
import zipfile
import zlib

import pytest
from django.db import connection

from plans.models import Plan
from tests.access_rows import ACTS, KINDS, PRINCIPALS
from tests.world import ROWS, call

GETS = [row for row in ROWS if "get" in row.methods]
# A GET may write to the trail, and move the session's own row along.
MAY_WRITE = ("audit_auditevent", "django_session", "core_cache", "usersessions_usersession", "accounts_")


def _token(kind: str, field: str) -> str:
    """A word that stands nowhere else: ``KNRshieldedXdream``."""
    return f"KNR{kind.replace(' ', '')}X{field}".lower()


@pytest.fixture
def canaries(world, db_open):
    """Every sensitive field of every case holds a word of its own; returns kind → field → word."""
    sown = {}
    for kind in KINDS:
        made = world.kinds[kind]
        words = {
            name: _token(kind, name.replace("_", ""))
            for name in ("first_name", "last_name", "preferred_name", "address", "city", "language")
        }
        type(made.person).objects.filter(pk=made.person.pk).update(**words, phone=_token(kind, "phone"))
        words["phone"] = _token(kind, "phone")
        for holder, field in (
            (made.note, "text"),
            (made.guardian, "name"),
            (made.goal, "text"),
            (made.milestone, "own_words"),
            (made.milestone, "professional"),
            (made.plan, "dream"),
            (made.plan, "small_step"),
            (made.consent, "purpose"),
            (made.case, "reason"),
            (made.outcome, "evidence"),
        ):
            label = f"{holder._meta.model_name}{field.replace('_', '')}"
            words[label] = _token(kind, label)
            type(holder).objects.filter(pk=holder.pk).update(**{field: words[label]})
        words["cpr"] = made.person.cpr[6:]
        sown[kind] = words
    return sown


def _text(response) -> str:
    """What a person can read in the response: a page's markup, an XLSX's cells, a PDF's uncompressed text."""
    body = response.content_read
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return " ".join(archive.read(name).decode(errors="ignore") for name in archive.namelist())
    if body[:4] == b"%PDF":
        streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", body, re.S)
        return " ".join(_inflate(stream).decode(errors="ignore") for stream in streams)
    return body.decode(errors="ignore")


def _inflate(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


# What a colleague may know of a case that is not theirs: that it exists (search, the page that asks for a purpose).
KNOWN_TO_COLLEAGUES = {"first_name", "last_name", "preferred_name"}


@pytest.mark.parametrize("principal", PRINCIPALS)
def test_nobody_reads_what_is_not_theirs(world, canaries, principal):
    """Every GET route of every case, fetched as ``principal``, holds no word of a case they may not read."""
    foreign = {}
    for kind, words in canaries.items():
        if principal in ACTS["read the case"][kind]:
            continue
        known = set()
        if principal in ACTS["state a purpose"][kind]:
            known = KNOWN_TO_COLLEAGUES
        if principal in ACTS["read what is shared"][kind]:
            known = set(words) - {"notetext", "address", "cpr", "casereason", "guardianname", "language"}
        foreign |= {
            word: f"{field} of the {kind} case" for field, word in words.items() if field not in known
        }
    leaks = []
    for row in GETS:
        for kind in KINDS if row.about_a_case else (None,):
            text = _text(call(world, row, principal, kind, "get")).lower()
            leaks += [f"{row.name} ({kind}) shows {what}" for word, what in foreign.items() if word in text]
    assert not leaks, "\n".join(leaks)


def test_the_canaries_sing(world, canaries):
    """The crawl can find a leak: the owner sees the words of the own case on its pages."""
    seen = " ".join(
        _text(call(world, row, "owner", "plain", "get")).lower() for row in GETS if row.about_a_case
    )
    missing = [
        f
        for f in ("first_name", "plandream", "milestoneownwords", "notetext")
        if canaries["plain"][f] not in seen
    ]
    assert not missing


@pytest.mark.parametrize("row", GETS, ids=lambda row: row.name)
def test_a_get_changes_nothing_but_the_trail(world, db_open, row):
    """Under a guard that knows the few tables a GET may write to."""
    written = []

    def guard(execute, sql, params, many, context):
        verb = sql.lstrip().split(" ", 1)[0].upper()
        if verb in ("INSERT", "UPDATE", "DELETE", "REPLACE") and not any(
            f'"{name}' in sql for name in MAY_WRITE
        ):
            written.append(sql[:120])
        return execute(sql, params, many, context)

    principals = ("owner", "leader", "admin", "partner", "colleague")
    with connection.execute_wrapper(guard):
        for principal in principals:
            for kind in ("plain", "closed") if row.about_a_case else (None,):
                call(world, row, principal, kind, "get")
    assert not written, "\n".join(written)


@pytest.mark.parametrize("row", GETS, ids=lambda row: row.name)
def test_every_answer_carries_the_headers(world, db_open, row):
    for principal in ("owner", "anonymous"):
        response = call(world, row, principal, "plain" if row.about_a_case else None, "get")
        policy = response.headers.get("Content-Security-Policy", "")
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert response.headers.get("X-Content-Type-Options") == "nosniff"
        if principal == "owner":
            assert "no-store" in response.headers.get("Cache-Control", ""), row.name


def test_plans_of_the_world_are_whole(world, db_open):
    """What the crawl reads is there: one open plan on each case."""
    assert Plan.objects.filter(case__in=[made.case for made in world.kinds.values()]).count() == len(KINDS)
