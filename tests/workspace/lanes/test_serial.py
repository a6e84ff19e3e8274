"""Efforts over time: side by side, one after the other, gaps, pile-ups, and the queue that could be short courses."""

from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string

from workspace.lanes.findings import find_busiest, find_pile_ups, find_queue, find_serial, find_waits
from workspace.lanes.layout import layout
from workspace.lanes.picture import Item, Serial, Span

TODAY = date(2026, 3, 1)


def effort(key, start, due, kind="Kursus", state="under_way"):
    return Item(key=key, title=key, lane="Indsatser", start=start, due=due, state=state, kind=kind)


def day(n):
    return TODAY + timedelta(days=n)


@pytest.mark.parametrize(("pause", "waits"), [(30, 0), (31, 1)])
def test_a_wait_is_more_than_thirty_days(pause, waits):
    rows = [effort("A", day(-60), day(-50)), effort("B", day(-50 + pause + 1), day(90))]
    found = find_waits(rows, today=TODAY)
    assert len(found) == waits
    assert all((wait.before, wait.after, wait.days) == ("A", "B", pause) for wait in found)


def test_nobody_waits_between_two_kinds_nor_beside_a_third_that_covers_the_pause():
    apart = [effort("A", day(0), day(5)), effort("B", day(60), day(70), kind="Praktik")]
    assert find_waits(apart, today=TODAY) == []
    covered = [effort("A", day(0), day(100)), effort("B", day(2), day(5)), effort("C", day(90), day(120))]
    assert find_waits(covered, today=TODAY) == []


def test_one_past_wait_is_no_queue_two_are():
    past = [effort("A", day(-200), day(-190)), effort("B", day(-150), day(-140))]
    assert find_queue(past, today=TODAY) == []
    assert len(find_queue([*past, effort("C", day(-100), day(-90))], today=TODAY)) == 2


@pytest.mark.parametrize(("begins", "queue"), [(0, 0), (1, 1)])
def test_one_wait_that_is_still_ahead_is_enough(begins, queue):
    rows = [effort("A", day(-60), day(-50)), effort("B", day(begins), day(90))]
    assert len(find_queue(rows, today=TODAY)) == queue


def test_parallel_gap_and_pile_up_of_efforts():
    rows = [
        effort("A", day(-10), day(10)),
        effort("B", day(0), day(20), kind="Mentor"),
        *(effort(key, day(60), day(80), kind=key, state="planned") for key in "CDE"),
    ]
    found = find_serial(rows, today=TODAY)
    assert found.parallel.count == 3
    assert [(gap.first, gap.last) for gap in found.gaps] == [(day(21), day(59))]
    assert [pile.count for pile in found.pile_ups] == [3]


@pytest.mark.parametrize(("pause", "gaps"), [(20, 0), (21, 1)])
def test_a_gap_is_three_weeks(pause, gaps):
    rows = [effort("A", day(0), day(5)), effort("B", day(5 + pause + 1), day(90), kind="Mentor")]
    assert len(find_serial(rows, today=TODAY).gaps) == gaps


def test_a_pause_that_has_passed_is_no_gap():
    rows = [effort("A", day(-90), day(-60)), effort("B", day(-10), day(10))]
    assert find_serial(rows, today=TODAY).gaps == ()


def test_efforts_that_end_are_not_milestones_that_are_due():
    rows = [effort(key, day(0), day(10)) for key in "ABC"]
    assert find_pile_ups(rows, today=TODAY) == [] and find_busiest(rows, today=TODAY) is None


def test_efforts_stand_above_milestones_each_in_a_row_of_its_own_when_side_by_side():
    rows = [effort("A", day(-10), day(30)), effort("B", day(0), day(20), kind="Mentor")]
    picture = layout([*rows, Item("m", "Milepæl", "Sofie", due=day(5))], today=TODAY)
    assert [lane.name for lane in picture.lanes] == ["Indsatser", "Sofie"]
    assert picture.lanes[0].rows == 2
    assert picture.efforts.parallel.count == 2


def test_without_efforts_nothing_is_said_of_them():
    assert layout([Item("m", "Milepæl", "Sofie", due=day(5))], today=TODAY).efforts is None


@pytest.mark.parametrize(("days", "spans"), [(0, False), (3, True)])
def test_a_single_day_is_told_as_one(days, spans):
    serial = Serial(parallel=Span(TODAY, day(days), 2), gaps=(), pile_ups=(), queue=())
    said = render_to_string("workspace/plan/_efforts_say.html", {"serial": serial})
    assert "2 indsatser kører samtidig" in said
    assert (" fra " in said and " til " in said) is spans
