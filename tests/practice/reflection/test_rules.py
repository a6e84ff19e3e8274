"""When an occasion takes answers, when they are read, and how many it holds."""

from datetime import date, timedelta

import pytest

from practice.reflection.rules import MOST_ANSWERS, MOST_PEOPLE, has_room, may_be_read, takes_answers

FIRST, LAST = date(2026, 11, 23), date(2026, 11, 25)


@pytest.mark.parametrize(("days", "takes"), [(-1, False), (0, True), (2, True), (3, False)])
def test_it_takes_answers_from_its_first_day_to_its_last(days, takes):
    assert takes_answers(FIRST, LAST, None, FIRST + timedelta(days=days)) is takes


def test_what_is_closed_takes_none_on_its_days():
    assert not takes_answers(FIRST, LAST, FIRST, FIRST)


@pytest.mark.parametrize(
    ("names", "closed_on", "on", "read"),
    [
        (True, None, FIRST, True),
        (False, None, FIRST, False),
        (False, None, LAST, False),
        (False, None, LAST + timedelta(days=1), True),
        (False, FIRST, FIRST, True),
    ],
)
def test_without_names_it_is_read_when_it_is_over(names, closed_on, on, read):
    assert may_be_read(names, LAST, closed_on, on) is read


def test_the_last_answer_has_room_and_the_next_has_none():
    assert (MOST_ANSWERS, MOST_PEOPLE) == (2_000, 99)
    assert has_room(MOST_ANSWERS - 1, 1)
    assert not has_room(MOST_ANSWERS - 1, 2)
    assert not has_room(MOST_ANSWERS, 1)
