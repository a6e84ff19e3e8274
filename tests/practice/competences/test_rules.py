"""Which report is of which course, at the borders of its last week."""

from datetime import date, timedelta

import pytest

from practice.competences.rules import is_told_of

HELD = date(2026, 11, 20)


@pytest.mark.parametrize(("before", "told"), [(-1, False), (0, True), (6, True), (7, False)])
def test_a_course_is_called_by_any_day_of_its_last_week(before, told):
    assert is_told_of(HELD, HELD - timedelta(days=before)) is told
