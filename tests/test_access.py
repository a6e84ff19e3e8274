"""THE matrix: every route × person × kind of case → status, with and without HX-Request.

What is expected stands in ``tests/access_rows``. A route that stands there under no line fails here.
"""

import os
import zlib
from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404

from audit.models import AuditEvent
from cases.access.door import load
from cases.access.permissions import Permission, works_with_cases
from cases.models import Case
from core import clock
from kui.checks import policy_of, routes
from tests.access_rows import ACTS, KINDS, KNOWS_OF_IT, OUTSIDERS, PAGES, PRINCIPALS, SHUT_OUT, Row
from tests.helpers.stand_ins import paper_in_words
from tests.helpers.world import ROWS, at_our_door, call, knock, only_the_trail, status_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def paper():
    """Who may have a document, and whose words stand in it, is seen without laying it out."""
    with paper_in_words():
        yield


# The rules of Min plan's own pages, which are of the case of whoever asks.
MIN_PLAN = ("Min plan", "Min plan, alone", "Min plan, to write")


def _expected(row: Row, principal: str, kind: str | None) -> tuple[int, ...]:
    """The statuses that the specification allows; 401 stands for being led to the sign-in page."""
    if principal in ("anonymous", "deactivated") and row.rule != "everybody":
        return (401,)
    if principal in SHUT_OUT and row.rule != "everybody":
        # The session ends where it is first seen that nothing is left to read: they are led to the way in.
        return (*row.ok, 401) if row.rule == "signed in, to whatever" else (401, 403, 404)
    if row.about_a_case:
        if principal in ACTS[row.rule][kind]:
            return row.ok
        return (403,) if principal in KNOWS_OF_IT[kind] else (404,)
    if principal not in PAGES[row.rule]:
        # Some doors tell somebody who is not at work here no more than that there is nothing.
        return (403, 404) if principal in OUTSIDERS else (403,)
    if row.rule in MIN_PLAN and principal in ("youth elsewhere", "youth, closed") and row.names_a_thing:
        return (404,)
    if row.only is not None and principal not in row.only:
        return (404,)
    if row.unit_bound and principal.startswith("strange"):
        return (404,)
    return row.ok


# The door decides before the page does, and `test_the_door_says_the_same_on_every_database` asks it of everybody, for
# every act and every kind of case. So a page is tried with enough people to see that it stands behind its door, and
# that nobody reads there what is not theirs; those beyond the few take turns, page by page. On PostgreSQL one who may
# shows that the page's own queries work there too. ``KUI_MATRIX=all`` lets everybody knock everywhere: who must be
# refused knocks at the view itself, whose door says so in a tenth of the time that a whole refusal takes to draw.
FEW = ("anonymous", "owner", "colleague", "cover", "leader", "partner", "stranger")
FEWER = ("owner", "colleague", "stranger")
KNOCKS = {
    # A page about no case asks for the role alone.
    None: ("anonymous", "owner", "leader", "admin", "partner", "stranger", "strange leader", "deactivated"),
    "plain": FEW,
    "shielded": ("owner", "leader", "named", "emergency"),
    "address protected": ("owner", "partner"),
    "closed": ("owner", "colleague", "leader"),
}
EVERY_CELL = os.environ.get("KUI_MATRIX") == "all"


def _cells(row: Row):
    """``(kind, person, method, htmx)`` of every call that the row stands for."""
    first, *others = row.methods
    for kind in KINDS if row.about_a_case else (None,):
        knocks, again = _who_knocks(row, kind)
        yield from ((kind, principal, first, False) for principal in knocks)
        yield from ((kind, principal, method, False) for method in others for principal in again)
        yield from ((kind, principal, first, True) for principal in again)


def _who_knocks(row: Row, kind: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who tries the page, and who of them tries it in its other ways too."""
    plain = kind in (None, "plain")
    may = [name for name in PRINCIPALS if _expected(row, name, kind) == row.ok]
    if EVERY_CELL:
        return PRINCIPALS, tuple(
            name for name in PRINCIPALS if name in {*may[:1], "anonymous", *FEWER} - {*may[1:]}
        )
    if connection.vendor == "postgresql":
        return (tuple(may[:1]), tuple(may[:1])) if plain else ((), ())
    # By the route's name, so that a new route changes nobody's turn at another.
    turn, first = zlib.crc32(row.name.encode()), KNOCKS[kind]
    others = [name for name in PRINCIPALS if name not in first]
    in_turn = {others[(turn + n) % len(others)] for n in range(2)} if plain else set()
    if row.rule in MIN_PLAN:
        in_turn |= OUTSIDERS  # their own pages are tried as each of them
    return (*first, *sorted(in_turn | set(row.only or ()) - set(first))), FEWER if plain else ()


def _knocks_at_the_view(row: Row, kind: str | None, principal: str, method: str, htmx: bool) -> bool:
    """Whether it is enough to ask the view: the few who try the page itself have seen how a refusal is drawn."""
    drawn = principal in KNOCKS[kind] and method == row.methods[0] and not htmx
    return EVERY_CELL and not drawn and _expected(row, principal, kind) != row.ok and at_our_door(row)


@pytest.mark.in_turn
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_who_may(world, row):
    """Who gets in, and who not; nobody reads a word that is not theirs; a GET writes nothing but the trail."""
    wrong = []
    for kind, principal, method, htmx in _cells(row):
        told = f"{method} as {principal} on {kind}{' with htmx' if htmx else ''}"
        expected = _expected(row, principal, kind)
        at_the_door = _knocks_at_the_view(row, kind, principal, method, htmx)
        knocking = knock if at_the_door else call
        with only_the_trail() if method == "get" else nullcontext([]) as written:
            response = knocking(world, row, principal, kind, method, htmx)
        wrong += [f"{told}: writes {sql}" for sql in written]
        status = status_of(response)
        if status not in expected:
            wrong.append(f"{told}: {status}, not {expected}")
        if method == "get" and not at_the_door:
            text = text_of(response)
            wrong += [
                f"{told}: shows {what}" for word, what in world.foreign[principal].items() if word in text
            ]
            wrong += [f"{told}: {missing}" for missing in _missing_headers(response, status, principal)]
        wrong += [f"{told}: sets the cookie {name}" for name in set(response.cookies) - _COOKIES]
    assert not wrong, f"{row.name} ({row.rule}):\n" + "\n".join(wrong)


# None of them says anything of anybody: two hold chance alone, the third a language.
_COOKIES = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME}


def _missing_headers(response, status: int, principal: str):
    """What every answer carries: the policy, no sniffing, and for the signed-in no copy kept."""
    policy = response.headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy:
        yield "no strict content security policy"
    if response.headers.get("X-Content-Type-Options") != "nosniff":
        yield "may be sniffed"
    if (
        principal != "anonymous"
        and status != 401
        and "no-store" not in response.headers.get("Cache-Control", "")
    ):
        yield "may be kept by a cache"


def test_the_canaries_sing(world):
    """The crawl can find a leak: the owner sees the words of the own case on its pages."""
    own = [row for row in ROWS if row.about_a_case and "get" in row.methods]
    seen = " ".join(text_of(call(world, row, "owner", "plain", "get")) for row in own)
    words = world.canaries["plain"]
    assert [
        f for f in ("first_name", "plandream", "milestoneownwords", "notetext") if words[f] not in seen
    ] == []


def test_every_route_has_its_line():
    named = {row.name for row in ROWS}
    assert sorted({name for name, _ in routes()} - named) == []
    assert sorted(named - {name for name, _ in routes()}) == []


def test_every_route_declares_its_policy():
    undeclared = [name for name, pattern in routes() if policy_of(name, pattern) is None]
    assert undeclared == []


def test_a_route_without_policy_stops_the_start(settings):
    """The check bites: a bare view in the URL list is an error."""
    settings.ROOT_URLCONF = "tests.helpers.bare_urls"
    assert [error.id for error in run_checks(tags=["security"]) if error.id == "kui.E001"]


def test_denials_are_kept(world):
    case = world.case
    before = AuditEvent.objects.filter(case_id=case.pk, outcome="denied").count()
    assert world.clients["stranger"].get(f"/sager/{case.pk}/").status_code == 404
    denied = AuditEvent.objects.filter(case_id=case.pk, outcome="denied")
    assert denied.count() == before + 1
    assert denied.latest("pk").actor_id == world.people["stranger"].pk


def test_a_purpose_ends_at_midnight(world):
    case, colleague = world.case, world.people["sparring"]
    url = f"/sager/{case.pk}/"
    with clock.travel(clock.end_of_day(clock.today()) - timedelta(seconds=1)):
        assert world.clients["sparring"].get(url).status_code == 200
    with clock.travel(clock.end_of_day(clock.today())):
        assert world.clients["sparring"].get(url).status_code == 403
    assert colleague.grants.count() == len(KINDS) - 1


@pytest.mark.parametrize("kind", KINDS)
def test_the_door_says_the_same_on_every_database(world, kind):
    """Everybody's relation to each kind of case, and what follows, is what the specification says of the acts.

    Several acts may stand behind one permission, narrowed by what they are done to: the door then opens
    for all of theirs.
    """
    policies = {name: policy_of(name, pattern) for name, pattern in routes()}
    may: dict[str, set[str]] = {}
    for row in ROWS:
        if row.about_a_case:
            may.setdefault(policies[row.name], set()).update(ACTS[row.rule][kind])
    people = {name: person for name, person in world.people.items() if person.is_active}
    case = world.kinds[kind].case
    let_in = {
        policy: {name for name, person in people.items() if _gets_in(person, case, policy)} for policy in may
    }
    assert may and let_in == {policy: names & set(people) for policy, names in may.items()}


def test_what_is_known_says_whether_it_is_open(world):
    """`known_with_is_open` and `visible_to` are one rule, of everybody's view of each kind of case."""
    met = set()
    for person in (person for person in world.people.values() if works_with_cases(person)):
        visible = set(Case.objects.visible_to(person).values_list("pk", flat=True))
        assert set(Case.objects.known_to(person)) == set(Case.objects.known_with_is_open(person))
        for case in Case.objects.known_with_is_open(person):
            assert bool(case.is_open) == (case.pk in visible), (person.name, case.pk)
            met.add(bool(case.is_open))
    assert met == {True, False}


def _gets_in(person, case, policy: str) -> bool:
    try:
        load(person, case.pk, Permission(policy.removeprefix("case: ")))
    except (Http404, PermissionDenied):
        return False
    return True
