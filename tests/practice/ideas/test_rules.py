"""When ideas are shown, when an answer is late, and what looks like a name: the rules alone, at their borders."""

import random
from datetime import date, timedelta

import pytest

from practice.ideas.rules import is_late, month_of, shown_from


def test_an_idea_is_kept_by_its_month_alone():
    assert month_of(date(2028, 2, 29)) == month_of(date(2028, 2, 1)) == date(2028, 2, 1)


@pytest.mark.parametrize(
    ("counts", "on", "shown"),
    [
        # Three in a month are shown from the first midnight after it.
        ({(2026, 10): 3}, date(2026, 10, 31), {}),
        ({(2026, 10): 3}, date(2026, 11, 1), {(2026, 10): ((2026, 10), date(2026, 11, 1))}),
        # Two wait for a third, and are shown as of its month.
        ({(2026, 9): 2}, date(2026, 10, 1), {}),
        ({(2026, 9): 2, (2026, 10): 1}, date(2026, 10, 31), {}),
        (
            {(2026, 9): 2, (2026, 10): 1},
            date(2026, 11, 1),
            {(2026, 9): ((2026, 10), date(2026, 11, 1)), (2026, 10): ((2026, 10), date(2026, 11, 1))},
        ),
        # One alone is shown when the third month after it begins, over a turn of the year and in a leap year.
        ({(2026, 11): 1}, date(2027, 1, 31), {}),
        ({(2026, 11): 1}, date(2027, 2, 1), {(2026, 11): ((2026, 11), date(2027, 2, 1))}),
        ({(2027, 12): 1}, date(2028, 2, 29), {}),
        ({(2027, 12): 1}, date(2028, 3, 1), {(2027, 12): ((2027, 12), date(2028, 3, 1))}),
        # Months that were shown are done with: the next begin anew, whether by number or by age.
        (
            {(2026, 1): 3, (2026, 2): 1, (2026, 5): 2},
            date(2026, 5, 31),
            {(2026, 1): ((2026, 1), date(2026, 2, 1)), (2026, 2): ((2026, 2), date(2026, 5, 1))},
        ),
        # What is shown by its age takes along those of the months that are over by then.
        (
            {(2026, 6): 1, (2026, 8): 1, (2026, 9): 1},
            date(2026, 9, 1),
            {(2026, 6): ((2026, 8), date(2026, 9, 1)), (2026, 8): ((2026, 8), date(2026, 9, 1))},
        ),
    ],
)
def test_when_ideas_are_shown(counts, on, shown):
    months = [date(year, month, 1) for (year, month), count in counts.items() for _ in range(count)]
    wanted = {date(*month, 1): (date(*last, 1), since) for month, (last, since) in shown.items()}
    assert shown_from(months, on) == wanted


def test_over_any_year_nothing_shown_is_hidden_again_and_nothing_is_shown_alone_in_its_month():
    alone = grown = 0
    for seed in range(200):
        chance = random.Random(seed)
        months = sorted(date(2026, chance.randint(1, 12), 1) for _ in range(chance.randint(1, 14)))
        before: dict = {}
        for day in range(0, 500, 3):
            on = date(2026, 1, 1) + timedelta(days=day)
            now = shown_from([month for month in months if month <= on], on)
            assert before.items() <= now.items(), (months, on)
            assert all(since <= on and month <= last < on for month, (last, since) in now.items())
            grown += len(now) > len(before)
            before = now
        assert set(before) == set(months)
        alone += any(months.count(month) < 3 for month in months)
    assert alone and grown


@pytest.mark.parametrize(("days", "is_so"), [(13, False), (14, True)])
def test_an_answer_is_late_after_a_fortnight(days, is_so):
    assert is_late(date(2026, 11, 1), date(2026, 11, 1) + timedelta(days=days)) is is_so
