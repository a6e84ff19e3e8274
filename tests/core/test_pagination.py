"""Pages of a list: a count that stops, no page that is an error, and the same cost however deep."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import pagination
from core.mail.models import OutboxMail
from core.pagination import BoundedPaginator

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(db):
    """Twelve rows in the order of their keys."""
    OutboxMail.objects.bulk_create(
        OutboxMail(to=f"{n}@example.dk", subject=str(n), body="") for n in range(12)
    )
    return OutboxMail.objects.order_by("pk")


def subjects(page) -> list[int]:
    return [int(row.subject) for row in page]


def test_pages_follow_each_other_to_the_last(rows):
    pages = BoundedPaginator(rows, 5)
    seen = [pages.get_page(number) for number in (1, 2, 3)]
    assert [subjects(page) for page in seen] == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9], [10, 11]]
    assert [(page.has_previous(), page.has_next()) for page in seen] == [
        (False, True),
        (True, True),
        (True, False),
    ]
    assert [page.count for page in seen] == [12, 12, 12]


@pytest.mark.parametrize(
    ("asked", "number"),
    [(None, 1), ("", 1), ("x", 1), ("0", 1), ("-1", 1), ("2", 2), ("٣", 3), ("9" * 7, 3), ("9" * 8, 1)],
)
def test_nonsense_is_the_first_page_and_too_far_is_the_last(rows, asked, number):
    for either in (rows, list(rows)):
        page = BoundedPaginator(either, 5).get_page(asked)
        assert page.number == number
        assert bool(page) and page.has_next() == (number < 3)
    assert BoundedPaginator(rows.none(), 5).get_page(asked).number == 1


def test_the_count_stops(rows, monkeypatch):
    monkeypatch.setattr(pagination, "COUNT_LIMIT", 7)
    assert BoundedPaginator(rows, 5).get_page(1).count == 8
    assert BoundedPaginator(list(rows), 5).get_page(1).count == 12, "what is at hand is counted out"


def test_a_deep_page_is_found_by_its_keys_and_holds_the_same(rows, monkeypatch):
    def cost(number):
        with CaptureQueriesContext(connection) as queries:
            page = BoundedPaginator(rows.select_related(), 5).get_page(number)
            found = subjects(page), page.has_next(), page.count
        return found, len(queries)

    plain = [cost(number) for number in (1, 2, 3)]
    monkeypatch.setattr(pagination, "DEEP", 5)
    deep = [cost(number) for number in (1, 2, 3)]
    assert [found for found, _queries in plain] == [found for found, _queries in deep]
    assert {queries for _found, queries in plain} == {2}
    assert [queries for _found, queries in deep] == [2, 3, 3]


def test_a_list_that_is_computed_has_the_same_pages():
    page = BoundedPaginator(list(range(12)), 5).get_page("3")
    assert (list(page), page.has_next(), page.count) == ([10, 11], False, 12)
