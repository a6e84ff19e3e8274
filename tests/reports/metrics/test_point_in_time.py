"""The day that numbers speak of: which one, in which month, as known when, and how far back each limit reaches."""

import datetime as dt
from types import SimpleNamespace

import pytest

from accounts.limits.actions import add_limit
from core import clock
from core.limits import limit
from reports.metrics.fetched_rows import FetchedRows
from reports.metrics.point_in_time import PointInTime
from reports.periods.rules import Month

TODAY, DAY = dt.date(2026, 11, 21), dt.timedelta(days=1)
UNIT = SimpleNamespace(activity_fresh_days=80, contact_days=25)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def travelled():
    with clock.travel(clock.at(TODAY, 12)):
        yield


@pytest.mark.parametrize(
    ("asked", "on", "month"),
    [
        ({}, TODAY, Month(2026, 11)),
        ({"on": dt.date(2026, 10, 15)}, dt.date(2026, 10, 15), Month(2026, 10)),
        ({"period": Month(2026, 10)}, dt.date(2026, 10, 31), Month(2026, 10)),
        ({"period": Month(2026, 11)}, TODAY, Month(2026, 11)),  # no day that has not come
        ({"period": Month(2026, 12)}, TODAY, Month(2026, 12)),
        ({"period": Month(2026, 10), "on": dt.date(2026, 10, 15)}, dt.date(2026, 10, 15), Month(2026, 10)),
        ({"on": dt.date(2027, 1, 5)}, dt.date(2027, 1, 5), Month(2027, 1)),
    ],
)
def test_the_last_day_of_the_month_or_the_day_that_is_asked_about(asked, on, month):
    found = PointInTime.of(UNIT, **asked)
    assert (found.on, found.period, found.known) == (on, month, None)
    assert (found.fresh_days, found.contact_days) == (80, 25)
    assert found.silent_days == limit("stalled_days", on=on)


def test_a_halt_is_judged_by_the_limit_that_held_on_the_day(admin):
    add_limit("stalled_days", 45, by=admin, valid_from=TODAY + DAY, source="Byrådet")
    assert [PointInTime.of(UNIT, on=on).silent_days for on in (TODAY, TODAY + DAY)] == [60, 45]


def test_how_far_back_each_limit_reaches():
    when = PointInTime(TODAY, Month(2026, 11), None, fresh_days=80, contact_days=25, silent_days=60)
    assert when.fresh_since == TODAY - 80 * DAY
    assert when.contact_since == TODAY - 25 * DAY
    assert when.silent_since == TODAY - 60 * DAY


def test_today_as_known_now_is_live_and_nothing_else_is():
    assert PointInTime.of(UNIT).live is PointInTime.of(UNIT, period=Month(2026, 11)).live is True
    for asked in (
        {"on": TODAY - DAY},
        {"on": TODAY + DAY},
        {"known": clock.now()},
        {"period": Month(2026, 10)},
    ):
        assert PointInTime.of(UNIT, **asked).live is False, asked


def test_what_was_known_then_or_now():
    then = clock.at(dt.date(2026, 11, 1))
    assert PointInTime.of(UNIT, known=then).known == PointInTime.of(UNIT, known=then).moment == then
    assert PointInTime.of(UNIT).moment == clock.now()


@pytest.mark.parametrize(
    ("born", "inside"),
    [
        (dt.date(2008, 11, 21), False),
        (dt.date(2008, 11, 22), True),
        (dt.date(2011, 11, 21), True),
        (dt.date(2011, 11, 22), False),
    ],
)
def test_of_an_age_are_those_from_one_birthday_to_the_eve_of_another(born, inside):
    when = PointInTime(TODAY, Month(2026, 11), None, 80, 25, 60)
    assert (FetchedRows(["at_born"], [(born,)]).where(when.aged(15, 17)) == 1) is inside
