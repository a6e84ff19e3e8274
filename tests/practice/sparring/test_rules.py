"""Which case is taken first, and that the reasons say the whole of it."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practice.sparring.rules import Facts, Why, place, reasons, weeks_waited

DAY = date(2026, 11, 26)


def ago(days):
    return DAY - timedelta(days=days)


def test_the_order_is_limit_silence_waiting_weight_and_who_was_first():
    ordered = [
        Facts(DAY, 1, limit_on=DAY),
        Facts(DAY, 3, limit_on=DAY + timedelta(days=1)),
        Facts(DAY, 1, silent_since=ago(90)),
        Facts(ago(70), 3, silent_since=ago(89)),
        Facts(ago(14), 1),
        Facts(ago(13), 3),
        Facts(ago(7), 1),
        Facts(ago(6), 1),
        Facts(ago(5), 1),
    ]
    places = [place(facts, DAY) for facts in ordered]
    assert all(first < second for first, second in pairwise(places))


@pytest.mark.parametrize(("days", "weeks"), [(0, 0), (6, 0), (7, 1), (13, 1), (14, 2)])
def test_waiting_is_counted_in_whole_weeks(days, weeks):
    assert weeks_waited(Facts(ago(days), 1), DAY) == weeks


def test_reasons_stand_in_their_order_with_their_numbers():
    facts = Facts(ago(15), 3, limit_on=DAY + timedelta(days=2), silent_since=ago(61))
    assert reasons(facts, DAY) == [(Why.LIMIT, 2), (Why.SILENT, 61), (Why.WAITED, 2), (Why.WEIGHT, 3)]


@pytest.mark.parametrize(
    ("weight", "said"), [(1, [(Why.MARKED, 0)]), (2, [(Why.WEIGHT, 2)]), (3, [(Why.WEIGHT, 3)])]
)
def test_a_case_is_heavy_from_two(weight, said):
    assert reasons(Facts(DAY, weight), DAY) == said


def test_a_limit_that_has_passed_counts_below_zero():
    assert reasons(Facts(DAY, 1, limit_on=ago(3)), DAY) == [(Why.LIMIT, -3)]


days = st.integers(0, 200)


@given(st.tuples(days, st.integers(1, 3), st.none() | days, st.none() | days),
       st.tuples(days, st.integers(1, 3), st.none() | days, st.none() | days))  # fmt: skip
def test_nothing_but_the_reasons_decides(one, other):
    """Two cases that say the same reasons stand alike, but for who was marked first within the week."""
    facts = [
        Facts(
            ago(marked),
            weight,
            None if limit is None else ago(limit),
            None if silent is None else ago(silent),
        )
        for marked, weight, limit, silent in (one, other)
    ]
    said = [(reasons(found, DAY), found.weight) for found in facts]
    alike = place(facts[0], DAY)[:-1] == place(facts[1], DAY)[:-1]
    assert alike is (said[0] == said[1])
