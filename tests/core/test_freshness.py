"""How long what somebody confirmed counts as known: at its border, for one day and for the database."""

from datetime import date, timedelta

import pytest

from core.freshness import fresh_since, fresh_until, is_fresh

pytestmark = pytest.mark.once

ON = date(2028, 2, 29)


@pytest.mark.parametrize(("days", "fresh"), [(0, True), (89, True), (90, True), (91, False)])
def test_what_was_confirmed_counts_for_so_many_days(days, fresh):
    confirmed = ON - timedelta(days=days)
    assert is_fresh(confirmed, ON, 90) is fresh
    assert (confirmed >= fresh_since(ON, 90)) is fresh and (fresh_until(confirmed, 90) >= ON) is fresh


def test_what_was_never_confirmed_does_not_count():
    assert is_fresh(None, ON, 90) is False


def test_the_days_are_those_of_the_calendar():
    assert (fresh_until(ON, 90), fresh_since(ON, 90)) == (date(2028, 5, 29), date(2027, 12, 1))
