"""Every compiled query of the product tells the same as the ordinary query set of the same function and values."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product
from types import SimpleNamespace

import pytest
from django.db import connection, models

from accounts import backends
from cases.access import door as access
from cases.access.permissions import May
from cases.duty import clocks as duty
from cases.models import BrokenGlass, Case, Guardian, NamedAccess
from cases.network import actions as network_actions
from cases.network import people_around as around
from cases.notes import actions as notes_actions
from core import clock, compiled, limits
from plans.models import Destination, Outcome
from reports.metrics import sources, today
from reports.metrics.periods import Month
from reports.models import ReportSnapshot
from reports.overview import dashboard
from tests.helpers import factories, whole_day
from workspace.case import page as case_page
from workspace.case import timeline as case_timeline
from workspace.day import day, putting_off, standing

pytestmark = pytest.mark.django_db


Values = Callable[[SimpleNamespace], list[dict]]


OF_DAY: list[dict] = [{"over_unit": a, "beside": b} for a, b in product((False, True), repeat=2)]


def _of_each_case(w) -> list[dict]:
    return [{"case": pk} for pk in w.ids]


def _at_the_door(w) -> list[dict]:
    return [{"user": user, "case_id": pk} for user, pk in product(w.users, w.ids)]


def _of_today(*names) -> Values:
    names = {"names": names} if names else {}
    return lambda w: [{"user": user, "on": on, **names} for user, on in product(w.users, w.days)]


# Each query, and with what it is asked.
ASKED: dict[compiled.Compiled, Values] = {
    day.facts.query: lambda w: [
        {"cases": w.ids, "today": on, "user": user, **more}
        for on, user, more in product(w.days, w.users, OF_DAY)
    ],
    backends.with_unit: lambda w: [{"user_id": user.pk} for user in w.users] + [{"user_id": 0}],
    standing.own_rows: lambda w: [{"user": user} for user in w.users],
    standing.known_rows: lambda w: [{"user": user, "cases": w.ids} for user in w.users],
    putting_off.holding: lambda w: [{"cases": w.ids, "today": on} for on in w.days],
    access.visible: _at_the_door,
    access.in_emergency: _at_the_door,
    access.known: _at_the_door,
    duty.breaches_of: lambda w: [{"cases": ids, "on": on} for ids, on in product((w.ids, []), w.days)],
    around.rows_around: lambda w: [{"case": case.pk, "person": case.person_id} for case in w.cases],
    case_page.milestone_rows: _of_each_case,
    case_page.period_rows: _of_each_case,
    case_page.consent_rows: _of_each_case,
    case_timeline.note_rows: lambda w: [
        {"case": pk, "limit": limit} for pk, limit in product(w.ids, (0, 20))
    ],
    case_timeline.document_rows: lambda w: [{"case": pk, "may": may} for pk, may in product(w.ids, w.mays)],
    case_page.seen_rows: lambda w: [{"case": pk, "user": user.pk} for pk, user in product(w.ids, w.users)],
    today.cases_today: _of_today(*sources.FIELDS[sources.CASES]),
    today.milestones_today: _of_today(*sources.FIELDS[sources.MILESTONES]),
    today.outcomes_today: _of_today(*sources.FIELDS[sources.OUTCOMES]),
    today.breaches_today: _of_today(),
    today.people: lambda w: [{"unit": user.unit_id} for user in w.users],
    dashboard.unit_reports: lambda w: [
        {"unit": user.unit_id, "first": w.month.plus(-n).first, "last": w.month.first}
        for user, n in product(w.users, (0, 1))
    ],
}


@pytest.fixture
def filled(guide, colleague, leader, stranger):
    """Something of everything, a shielded case of the colleague's, and those who ask."""
    whole_day.fill(guide, colleague, leader, 1)
    shielded = [factories.make_case(colleague, shielded=True) for _n in range(2)]
    NamedAccess.objects.create(case=shielded[0], user=guide)
    expires_at = clock.now() + timedelta(minutes=30)
    BrokenGlass.objects.create(case=shielded[1], user=guide, reason="Skadestuen", expires_at=expires_at)
    _lived_in(Case.objects.filter(guide=guide, closed_on=None).order_by("pk").first(), guide, colleague)
    day, month = clock.today(), Month.of(clock.today()).previous
    for n in (1, 0):
        ReportSnapshot.objects.take(guide.unit, month.plus(-n), paper=False)
    ReportSnapshot.objects.take(guide.unit, month, paper=False, correct=True, known=clock.now())
    cases = list(Case.objects.order_by("pk"))
    return SimpleNamespace(
        cases=cases,
        ids=[case.pk for case in cases],
        users=[guide, colleague, leader, stranger],
        days=[day, day + timedelta(days=6), day + timedelta(days=30)],
        mays=[May(), May({"document_confidential"}), May({"document_withdrawn"})],
        month=month,
    )


def _lived_in(case, guide, colleague) -> None:
    """Everything that Sagen shows of a case, on one."""
    Guardian.objects.create(person=case.person, name="Mor", has_custody=True, until_on=clock.today())
    network_actions.add_participation(
        case, factories.ContactFactory(partner__unit=case.unit).partner, by=guide
    )
    network_actions.add_colleague(case, colleague, by=guide, role="Mentor")
    mother = next(someone for someone in around.people_around(case) if someone.kind == around.ADULT)
    note = notes_actions.add_note(case, by=guide, text="Talt", others=[mother])
    notes_actions.add_note(case, by=colleague, text="Mere", addition_to=note)
    for confidential in (True, False):
        factories.make_document(case, by=guide, confidential=confidential)
    destination = Destination.objects.filter(counts_as_positive="yes").first()
    Outcome.objects.create(case=case, destination=destination, recorded_by=guide)


def told(rows) -> list:
    """The rows in an order of their own, a model's as what it holds."""
    return sorted(repr(_held(row)) if isinstance(row, models.Model) else repr(row) for row in rows)


def _held(row: models.Model) -> dict:
    related = {name: _held(one) for name, one in row._state.fields_cache.items() if one is not None}
    return {name: value for name, value in vars(row).items() if name != "_state"} | related


def test_each_query_of_the_product_stands_here():
    ours = {query for query in compiled.ALL if not query.__module__.startswith("tests.")}
    assert ours == ASKED.keys()


@pytest.mark.parametrize("query", ASKED, ids=lambda query: query.__qualname__)
def test_what_is_compiled_tells_the_same_as_the_ordinary_query(filled, query, django_assert_num_queries):
    sizes = set()
    with limits.cached():
        limits.limit("contact_days")
        connection.features.supports_json_field  # noqa: B018 – asked of the engine once
        for values in ASKED[query](filled):
            with django_assert_num_queries(1):
                rows = query(**values)
            ordinary = list(query.plain(**values))
            assert told(rows) == told(ordinary)
            sizes.add(len(ordinary))
    assert max(sizes) > 0 and len(sizes) > 1  # it tells something, and not all of them the same
