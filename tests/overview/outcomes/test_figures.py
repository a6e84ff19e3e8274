"""What each number counts, at its edges; parts add up; a past day, as known then; held as everywhere."""

import datetime as dt

import pytest

from cases.closing.actions import close, reopen
from cases.models import Case
from plans.models import Outcome
from reports.metrics.definitions import METRICS
from reports.periods.rules import Month, add_months
from tests.helpers.fates import TODAY, ago, begin, figures_on, on, reach
from tests.helpers.programmes import join, make_programme

pytestmark = pytest.mark.django_db

NUMBERS = {
    "started": 9,
    "reached": 5,
    "not_reached": 4,
    "could:3": 5,
    "held:3": 3,
    "lost:3": 2,
    "could:6": 3,
    "held:6": 1,
    "lost:6": 2,
    "could:12": 2,
    "held:12": 1,
    "lost:12": 1,
    "open": 2,
    "closed:moved": 1,
    "closed:destination": 1,
    "closed:declined": 0,
    "ended": 3,
    "back:destination": 1,
    "back:activity": 1,
    "back:case": 0,
    "back:none": 1,
    "reopened": 1,
}


def test_each_number_counts_what_it_says(fates, leader):
    figures = figures_on(leader)
    assert {key: figures.count(key) for key in NUMBERS} == NUMBERS
    assert figures.hidden == 1


def test_who_is_behind_the_numbers(fates, leader):
    figures = figures_on(leader)
    told = fates.__dict__
    reached = {name for name, case in told.items() if case.pk in figures.rows("reached")}
    assert reached == {"held", "again", "busy", "summer", "paused"}
    roads = {name: figures.roads[case.pk] for name, case in told.items() if case.pk in figures.roads}
    assert roads == {
        "held": "straight",
        "again": "unknown",
        "busy": "winding",
        "summer": "unknown",
        "paused": "winding",
    }
    assert figures.rows("back:destination") == {fates.again.pk}
    assert figures.rows("back:activity") == {fates.busy.pk}
    assert figures.rows("reopened") == {fates.back.pk}


def test_how_long_each_was_followed(fates, leader):
    followed = figures_on(leader).followed
    days = {
        name: (followed[case.pk].days, followed[case.pk].reached) for name, case in fates.__dict__.items()
    }
    assert days == {
        "held": (330, True),
        "again": (320, True),
        "busy": (480, True),
        "moved": (200, False),  # until the closing
        "back": (400, False),  # opened again: until today
        "before": (300, False),  # what began before the case is not its result
        "summer": (100, True),  # began within three months of the closing
        "late": (10, False),
        "paused": (200, True),
    }


def test_every_split_adds_up_to_the_whole(fates, leader):
    figures = figures_on(leader)
    for group, parts in figures.parts.items():
        whole = "reached" if group == "road" else "started"
        for key in (whole, *(key for key in NUMBERS if key.split(":")[0] in ("could", "held", "lost"))):
            counts = [figures.count(key, f"{group}:{part}") for part in parts]
            assert sum(counts) == figures.count(key), (group, key)
    for months in (3, 6, 12, 18, 24):
        states = [figures.count(f"{state}:{months}") for state in ("reached", "followed", "gone")]
        assert sum(states) == 9
    without = sum(figures.count(key) for key in figures.sets if key == "open" or key.startswith("closed:"))
    assert without == figures.count("not_reached")
    assert sum(figures.count(f"back:{how}") for how in ("destination", "activity", "case", "none")) == 3


def test_who_is_opened_again_after_the_destination_ended_came_back(now, guide, leader):
    case = begin(guide, 400)
    reach(case, 300, lasted=20)
    on(250, close, case, by=leader, reason="declined")
    assert figures_on(leader).rows("back:none") == {case.pk}
    on(100, reopen, case, by=leader)
    assert figures_on(leader).rows("back:case") == {case.pk}


@pytest.mark.parametrize(
    ("opened", "counts"),
    [
        (dt.date(2025, 2, 28), 0),
        (dt.date(2025, 3, 1), 1),
        (dt.date(2025, 5, 31), 1),
        (dt.date(2025, 6, 1), 0),
    ],
)
def test_the_months_and_their_edges(now, guide, leader, opened, counts):
    begin(guide, (TODAY - opened).days)
    figures = figures_on(leader, first=Month(2025, 3), last=Month(2025, 5))
    assert figures.count("started") == counts


def test_without_months_the_last_two_years_count(now, guide, leader):
    begin(guide, (TODAY - dt.date(2024, 12, 1)).days)
    begin(guide, (TODAY - dt.date(2024, 11, 30)).days)
    assert figures_on(leader).count("started") == 1


def test_a_past_day_is_asked_as_it_stood(fates, leader):
    figures = figures_on(leader, ago(250))
    # Two had not begun yet, and whoever began 800 days ago lies within two years of that day.
    assert figures.count("started") == 8
    assert fates.back.pk in figures.rows(
        "closed:unknown"
    )  # closed that day; the reason went with the reopening
    assert figures.count("reopened") == 0
    assert figures.rows("reached") == {fates.held.pk, fates.again.pk, fates.paused.pk}
    assert figures.followed[fates.back.pk].days == 100


def test_what_was_not_written_down_then_is_not_known_then(now, guide, leader):
    case = begin(guide, 300)
    reach(case, 100, told=20)
    assert figures_on(leader, ago(50)).count("reached") == 1
    assert figures_on(leader, ago(50), known=ago(40)).count("reached") == 0
    assert figures_on(leader, ago(50), known=ago(20)).count("reached") == 1


def test_held_is_the_definition_of_all_reports(fates, leader, unit):
    """The months in which the destinations began, asked by the metric, come to the same."""
    figures = figures_on(leader)
    first = {row.pk for row in figures.arrived.values()}
    cases = Case.objects.filter(pk__in=figures.rows("reached"))
    for months, key in (
        (3, "destinations_held"),
        (6, "destinations_held_six"),
        (12, "destinations_held_twelve"),
    ):
        found = {}
        for month in {Month.of(row.started_on) for row in figures.arrived.values()}:
            rows = METRICS[key](unit, period=month.plus(months), cases=cases).rows.filter(pk__in=first)
            found |= {row.pk: row.started_on for row in rows}
        # A month that is not over asks about days that have not come, too.
        found = {pk for pk, day in found.items() if add_months(day, months) <= TODAY}
        mine = {figures.arrived[case].pk for case in figures.rows(f"held:{months}")}
        assert mine == found


def test_the_first_programme_before_the_destination_counts(now, guide, leader):
    first, second = (make_programme(leader, name=name, days_ago=600, lasts=590) for name in ("Ørnen", "Bro"))
    both, after, none = (begin(guide, 580) for _n in range(3))
    join(second, both, guide, begins=100, days=100)
    join(first, both, guide, begins=50, days=20)
    reach(both, 300)
    reach(after, 560)
    join(first, after, guide, begins=100)
    figures = figures_on(leader)
    assert figures.programmes == {both.pk: first.pk}
    assert list(figures.parts["programme"]) == [str(first.pk), "none"]
    assert figures.rows("started", "programme:none") == {after.pk, none.pk}


def test_an_age_that_cannot_be_is_unknown(now, guide, leader):
    case = begin(guide, 100)
    case.person.birth_date = TODAY
    case.person.save(update_fields=["birth_date"])
    assert figures_on(leader).rows("started", "age:unknown") == {case.pk}


def test_what_does_not_count_as_positive_is_no_destination(now, guide, leader):
    reach(begin(guide, 100), 50, code="fgu")
    assert figures_on(leader).count("reached") == 0
    assert Outcome.objects.count() == 1


@pytest.mark.parametrize(
    ("key", "part"),
    [("sort", ""), ("held:4", ""), ("started", "age:99"), ("started", "farve:gul"), ("closed:mistake", "")],
)
def test_a_number_that_does_not_exist(now, leader, key, part):
    with pytest.raises(KeyError):
        figures_on(leader).rows(key, part)
