"""THE matrix: every route × person × kind of case → status, with and without HX-Request.

What is expected stands in ``tests/access_rows``. A route that stands there under no line fails here.
"""

from datetime import timedelta

import pytest

from audit.models import AuditEvent
from core import clock
from kui.checks import policy_of, routes
from tests.access_rows import ACTS, KINDS, KNOWS_OF_IT, PAGES, PRINCIPALS, Row
from tests.world import ROWS, status_of


def _expected(row: Row, principal: str, kind: str | None) -> tuple[int, ...]:
    """The statuses that the specification allows; 401 stands for being led to the sign-in page."""
    if principal in ("anonymous", "deactivated") and row.rule != "everybody":
        return (401,)
    if row.about_a_case:
        if principal in ACTS[row.rule][kind]:
            return row.ok
        return (403,) if principal in KNOWS_OF_IT[kind] else (404,)
    if principal not in PAGES[row.rule]:
        return (403,)
    if row.only is not None and principal not in row.only:
        return (404,)
    if row.unit_bound and principal.startswith("strange"):
        return (404,)
    return row.ok


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "htmx"])
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_who_may(world, db_open, row, htmx):
    wrong = []
    for kind in KINDS if row.about_a_case else (None,):
        for principal in PRINCIPALS:
            for method in row.methods:
                status, expected = (
                    status_of(world, row, principal, kind, method, htmx),
                    _expected(row, principal, kind),
                )
                if status not in expected:
                    wrong.append(f"{method} as {principal} on {kind}: {status}, not {expected}")
    assert not wrong, f"{row.name} ({row.rule}):\n" + "\n".join(wrong)


def test_every_route_has_its_line():
    named = {row.name for row in ROWS}
    assert sorted({name for name, _ in routes()} - named) == []
    assert sorted(named - {name for name, _ in routes()}) == []


def test_every_route_declares_its_policy():
    undeclared = [name for name, pattern in routes() if policy_of(name, pattern) is None]
    assert undeclared == []


@pytest.mark.django_db
def test_a_route_without_policy_stops_the_start(settings):
    """The check bites: a bare view in the URL list is an error."""
    from django.core.checks import run_checks

    settings.ROOT_URLCONF = "tests.bare_urls"
    assert [error.id for error in run_checks(tags=["security"]) if error.id == "kui.E001"]


def test_denials_are_kept(world, db_open):
    case = world.case
    before = AuditEvent.objects.filter(case_id=case.pk, outcome="denied").count()
    assert world.clients["stranger"].get(f"/sager/{case.pk}/").status_code == 404
    denied = AuditEvent.objects.filter(case_id=case.pk, outcome="denied")
    assert denied.count() == before + 1
    assert denied.latest("pk").actor_id == world.people["stranger"].pk


def test_a_purpose_ends_at_midnight(world, db_open):
    case, colleague = world.case, world.people["sparring"]
    url = f"/sager/{case.pk}/"
    with clock.travel(clock.end_of_day(clock.today()) - timedelta(seconds=1)):
        assert world.clients["sparring"].get(url).status_code == 200
    with clock.travel(clock.end_of_day(clock.today())):
        assert world.clients["sparring"].get(url).status_code == 403
    assert colleague.grants.count() == len(KINDS) - 1
