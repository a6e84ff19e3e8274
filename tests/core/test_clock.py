"""One clock: Copenhagen dates around midnight and on the nights when the hour changes."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core import clock


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 21, 22, 59, 59, tzinfo=UTC), date(2026, 11, 21)),
        (datetime(2026, 11, 21, 23, 0, 0, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 7, 1, 21, 59, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 22, 0, 0, tzinfo=UTC), date(2026, 7, 2)),
    ],
)
def test_today_is_a_copenhagen_date(moment, day):
    with clock.travel(moment):
        assert clock.today() == day


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)]
)
def test_a_day_is_as_long_as_it_is(day, hours):
    assert clock.end_of_day(day) - clock.at(day) == timedelta(hours=hours)


def test_the_day_ends_at_midnight_and_not_before():
    end = clock.end_of_day(date(2026, 3, 29))
    assert clock.local_date(end - timedelta(seconds=1)) == date(2026, 3, 29)
    assert clock.local_date(end) == date(2026, 3, 30)


def test_travel_comes_back():
    with clock.travel(date(2024, 2, 29)), pytest.raises(ZeroDivisionError):
        assert clock.today() == date(2024, 2, 29)
        raise ZeroDivisionError
    assert clock.today() > date(2026, 1, 1)


def test_a_moment_without_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"), clock.travel(datetime(2026, 1, 1)):
        pass
