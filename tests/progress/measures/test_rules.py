"""Whose answer it is, when to ask again, and where a line is broken."""

from datetime import date

import pytest

from progress.measures.rules import answered_as, ask_again_on, is_broken_between


@pytest.mark.parametrize(
    ("voice", "is_staff", "how"),
    [
        ("youth", True, "self_told"),
        ("youth", False, "self"),
        ("guide", True, "guide"),
        ("guide", False, None),
    ],
)
def test_whose_answer_it_is_follows_from_who_writes(voice, is_staff, how):
    assert answered_as(voice, is_staff=is_staff) == how


@pytest.mark.parametrize(
    ("last", "again"),
    [
        (date(2026, 1, 15), date(2026, 4, 15)),
        (date(2025, 11, 30), date(2026, 2, 28)),
        (date(2023, 11, 30), date(2024, 2, 29)),
        (date(2024, 2, 29), date(2024, 5, 29)),
    ],
)
def test_to_be_asked_again_three_months_later(last, again):
    assert ask_again_on(last, 3) == again


def test_a_line_is_broken_where_a_measure_was_missed():
    first = date(2026, 1, 1)
    assert not is_broken_between(first, date(2026, 5, 16), 3)  # 1 April and 45 days
    assert is_broken_between(first, date(2026, 5, 17), 3)
    assert not is_broken_between(first, date(2026, 5, 17), 4)
