"""Where an effort is on a day, and when it is asked what it contributed: the rules alone, at their borders."""

from datetime import UTC, date, datetime, timedelta

import pytest

from plans.efforts.rules import asked_on, may_be_taken_back, state_on

pytestmark = pytest.mark.once

ON, DAY = date(2028, 2, 29), timedelta(days=1)


@pytest.mark.parametrize("broken_off", [False, True])
@pytest.mark.parametrize(
    ("begins", "until", "ended", "state"),
    [
        (1, None, None, "planned"),
        (1, 5, None, "planned"),
        (0, None, None, "under_way"),
        (-5, None, None, "under_way"),
        (-5, 0, None, "under_way"),
        (-5, -1, None, "ended"),
        (-5, 3, 0, "over"),  # said to have ended before its last planned day
        (-5, -1, 0, "over"),
        (-5, None, -1, "over"),
        (-5, -1, 1, "under_way"),  # said to end tomorrow, after its last planned day
        (1, None, 0, "over"),  # broken off before it began
        (1, 5, 2, "planned"),
    ],
)
def test_where_an_effort_is(begins, until, ended, state, broken_off):
    begins, until, ended = (None if n is None else ON + n * DAY for n in (begins, until, ended))
    expected = ("broken_off" if broken_off else "ended") if state == "over" else state
    assert state_on(begins, until, ended, broken_off, ON) == expected


@pytest.mark.parametrize(
    ("until", "ended", "contribution", "judged", "asked"),
    [
        (None, None, "", None, None),
        (ON, None, "", None, date(2028, 3, 1)),
        (ON, None, "too_early", ON, date(2028, 3, 1)),
        (ON, ON, "", None, None),
        (ON, ON, "decisive", ON, None),
        (ON, ON, "too_early", None, None),
        (ON, ON, "too_early", ON, date(2028, 5, 30)),  # 91 days
    ],
)
def test_from_when_it_is_asked(until, ended, contribution, judged, asked):
    assert asked_on(until, ended, contribution, judged) == asked


@pytest.mark.parametrize(("seconds", "may"), [(0, True), (3599, True), (3600, False), (3601, False)])
def test_what_was_written_by_mistake_is_taken_back_for_an_hour(seconds, may):
    then = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # the clocks go back meanwhile
    assert may_be_taken_back(then, then + timedelta(seconds=seconds)) is may
