"""Whoever comes to Min plan opens nothing else, and stands in no list of those at work."""

import pytest

from tests.access_rows import ACTS, OUTSIDERS, PAGES, PRINCIPALS
from tests.helpers.world import ROWS, at_our_door, call, knock, status_of

pytestmark = pytest.mark.django_db

OWN_PAGE = ("youth", "parent")


def test_the_young_person_and_a_parent_are_of_the_matrix():
    assert set(OWN_PAGE) < PAGES["Min plan"] < OUTSIDERS < set(PRINCIPALS)
    assert not any(OUTSIDERS & who for kinds in ACTS.values() for who in kinds.values())


@pytest.mark.in_turn
@pytest.mark.once
@pytest.mark.parametrize("principal", OWN_PAGE)
def test_every_page_of_others_refuses_them(world, principal):
    """Every route, every kind of case: the view itself says no; a library's page is asked as a browser would."""
    let_in, asked = [], 0
    for row in ROWS:
        if not row.about_a_case and principal in PAGES[row.rule]:
            continue
        for kind in ACTS[row.rule] if row.about_a_case else (None,):
            for method in row.methods:
                knocking = knock if at_our_door(row) else call
                status = status_of(knocking(world, row, principal, kind, method))
                asked += 1
                if status not in (403, 404):
                    let_in.append(f"{method} {row.name} on {kind}: {status}")
    assert let_in == []
    assert asked > 800
