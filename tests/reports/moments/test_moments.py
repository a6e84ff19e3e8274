"""A day, and the day of which the knowledge is asked: what is let through, how it stands in an address."""

import datetime as dt

import pytest

from core import clock
from reports.metrics.definitions import METRICS
from reports.models import ReportSnapshot
from reports.moments.forms import EARLIEST, MomentForm, TwoMomentsForm
from reports.moments.moment import Moment
from reports.periods.rules import Month
from reports.questions.answering import answer
from reports.questions.asked import Asked
from reports.questions.models import Span

TODAY = dt.date(2026, 11, 21)


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        ({}, set()),
        ({"pr": "2026-11-21"}, set()),
        ({"pr": "2026-11-22"}, {"pr"}),
        ({"pr": "2026-10-31", "kendt": "2026-10-31"}, set()),
        ({"pr": "2026-10-31", "kendt": "2026-10-30"}, {"kendt"}),
        ({"pr": "2026-10-31", "kendt": "2026-11-21"}, set()),
        ({"pr": "2026-10-31", "kendt": "2026-11-22"}, {"kendt"}),
        ({"kendt": "2026-10-31"}, {"pr"}),
        ({"pr": "i går"}, {"pr"}),
        ({"pr": "2010-01-01"}, set()),
        ({"pr": "2009-12-31"}, {"pr"}),
    ],
)
def test_which_days_may_be_asked_about(asked, wrong, now):
    assert set(MomentForm(asked).errors) == wrong


def test_without_a_second_day_a_day_is_compared_with_what_is_known_of_it_now(now):
    def moments(**asked):
        form = TwoMomentsForm(asked)
        assert form.is_valid(), form.errors
        return form.moments()

    day, known = dt.date(2026, 10, 31), dt.date(2026, 11, 1)
    assert moments(pr="2026-10-31", kendt="2026-11-01") == (Moment(day, known), Moment(day))
    assert moments(pr="2026-10-31") == (Moment(day), Moment())
    assert moments(pr="2026-10-31", til="2026-11-10", til_kendt="2026-11-11")[1] == Moment(
        dt.date(2026, 11, 10), dt.date(2026, 11, 11)
    )


def test_a_moment_in_an_address_and_in_words(now):
    then = Moment(dt.date(2026, 10, 31), dt.date(2026, 11, 1))
    assert then.params() == {"pr": "2026-10-31", "kendt": "2026-11-01"}
    assert str(then) == "31. oktober 2026, som kendt 1. november 2026"
    assert then.known == clock.at(dt.date(2026, 11, 2)) - dt.timedelta(microseconds=1)
    assert not then.is_now
    assert Moment().params() == {} and Moment().is_now and Moment(TODAY, TODAY).is_now
    assert str(Moment()) == "21. november 2026, som kendt nu"


def test_a_report_is_the_moment_on_which_its_figures_rest(unit, leader, caseload):
    report = ReportSnapshot.objects.take(unit, Month(2026, 10), paper=False)
    moment = Moment(report=report)
    assert (moment.day, moment.known) == (dt.date(2026, 10, 31), report.known_on)
    assert moment.params() == {"rapport": str(report.pk)}
    assert moment.whole(leader).counts(["running", "overdue"]) == {
        key: report.data["numbers"][key] for key in ("running", "overdue")
    }


def test_the_earliest_day_has_its_numbers(leader, now):
    first = Moment(EARLIEST)
    assert set(first.metrics(leader).counts(METRICS).values()) == {0}
    assert answer(Asked("new", span=Span.YEAR, on=EARLIEST), leader).total == 0
