"""From what age Min plan is one's own, until when a parent comes in, and how long a closed one is read."""

from datetime import date, timedelta

import pytest

from participation.access import rules

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("born", "thirteen"),
    [
        (date(2010, 5, 10), date(2023, 5, 10)),
        (date(2012, 2, 29), date(2025, 2, 28)),
        (date(2010, 12, 31), date(2023, 12, 31)),
    ],
)
def test_min_plan_is_for_those_who_are_13_from_the_birthday_itself(born, thirteen):
    assert rules.may_enter_at(born, thirteen - DAY, youngest=13) is False
    assert rules.may_enter_at(born, thirteen, youngest=13) is True


@pytest.mark.parametrize(
    ("born", "of_age"),
    [(date(2009, 3, 14), date(2027, 3, 14)), (date(2008, 2, 29), date(2026, 2, 28))],
)
def test_a_parent_comes_in_until_the_18th_birthday(born, of_age):
    assert rules.parents_enter_until(born) == of_age


def test_a_closed_case_is_read_for_thirty_days():
    closed_on = date(2028, 2, 1)
    until = rules.readable_until(closed_on)
    assert until == date(2028, 3, 2)
    for days in range(60):
        on = closed_on + days * DAY
        assert (closed_on > rules.closed_since(on)) is (on < until), on
