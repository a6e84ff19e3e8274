"""Every compiled query of the product tells the same as the ordinary query set of the same function and values."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product
from types import SimpleNamespace

import pytest
from django.db import connection, models

from cases.models import Case, NamedAccess
from core import clock, compiled, limits
from plans import day
from plans.day import putting_off, standing
from tests import factories
from tests.plans import whole_day

pytestmark = pytest.mark.django_db
Values = Callable[[SimpleNamespace], list[dict]]
OF_DAY: list[dict] = [{"over_unit": a, "beside": b} for a, b in product((False, True), repeat=2)]

# Each query, and with what it is asked.
ASKED: dict[compiled.Compiled, Values] = {
    day.facts.query: lambda w: [
        {"cases": w.ids, "today": today, "user": user, **more}
        for today, user, more in product(w.days, w.users, OF_DAY)
    ],
    standing.own_rows: lambda w: [{"user": user} for user in w.users],
    standing.known_rows: lambda w: [{"user": user, "cases": w.ids} for user in w.users],
    putting_off.holding: lambda w: [{"cases": w.ids, "today": today} for today in w.days],
}


@pytest.fixture
def filled(guide, colleague, leader, stranger):
    """Something of everything, a shielded case of the colleague's, and those who ask."""
    whole_day.fill(guide, colleague, leader, 1)
    shielded = [factories.make_case(colleague, shielded=True) for _n in range(2)]
    NamedAccess.objects.create(case=shielded[0], user=guide)
    today = clock.today()
    return SimpleNamespace(
        ids=list(Case.objects.order_by("pk").values_list("pk", flat=True)),
        users=[guide, colleague, leader, stranger],
        days=[today, today + timedelta(days=6), today + timedelta(days=30)],
    )


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
    with limits.held():
        limits.limit("contact_days")
        connection.features.supports_json_field  # noqa: B018 – asked of the engine once
        for values in ASKED[query](filled):
            with django_assert_num_queries(1):
                rows = query(**values)
            ordinary = list(query.plain(**values))
            assert told(rows) == told(ordinary)
            sizes.add(len(ordinary))
    assert max(sizes) > 0 and len(sizes) > 1  # it tells something, and not all of them the same
