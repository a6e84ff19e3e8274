"""The pictures: two voices apart, gaps where nobody asked, and nothing drawn that nobody said."""

from datetime import date, timedelta

import pytest

from progress.chart.frame import EFFORT, MEETING, Mark, frame_of
from progress.chart.picture import Point, Scale, Series, draw

JAN = date(2026, 1, 10)
SCALE = Scale(1, 10)


def frame(*days, marks=(), months=3, today=date(2026, 12, 1)):
    return frame_of(list(days), today, months=months, youth=False, marks=marks)


def picture(points, css="youth", **more):
    days = [point.on for point in points]
    return draw(frame(*days, **more), SCALE, [Series(css, tuple(points))], title="Skole")


def months(*numbers):
    return [Point(JAN + timedelta(days=30 * month), value) for month, value in numbers]


def test_measures_in_time_are_joined():
    svg = picture(months((0, 4), (3, 6), (6, 7)))
    assert svg.count("<polyline") == 1 and svg.count("<circle") == 3


def test_a_measure_that_was_missed_breaks_the_line_and_is_never_made_up():
    svg = picture(months((0, 4), (3, 6), (9, 7), (11, 8)))
    assert svg.count("<polyline") == 2 and svg.count("<circle") == 4
    for line in svg.split("<polyline")[1:]:
        assert len(line.split('points="')[1].split('"')[0].split()) == 2


def test_one_who_would_not_answer_is_no_nought_and_breaks_the_line():
    svg = picture(months((0, 4), (3, None), (6, 7)))
    assert "<polyline" not in svg and svg.count("pp-declined") == 1 and svg.count("<circle") == 2


def test_voices_differ_by_shape_and_dash():
    youth, guide = (picture(months((0, 4), (3, 6)), css=css) for css in ("youth", "guide"))
    assert "<circle" in youth and "stroke-dasharray" not in youth.split("<polyline")[1].split("/>")[0]
    assert "<circle" not in guide and guide.count("<rect") >= 2
    assert "stroke-dasharray" in guide.split("<polyline")[1].split("/>")[0]


def test_it_is_an_image_with_a_name_and_holds_no_link_style_or_script():
    svg = picture(months((0, 4), (3, 6)))
    assert 'role="img"' in svg and 'aria-label="Skole"' in svg
    assert not any(word in svg for word in ("<a ", "style=", "<script", "href"))


def test_efforts_lie_below_each_other_and_marks_outside_the_time_are_left_out():
    marks = [Mark(EFFORT, JAN, "a", JAN + timedelta(days=90)), Mark(EFFORT, JAN + timedelta(days=30), "b")]
    marks += [
        Mark(MEETING, JAN - timedelta(days=700), "før"),
        Mark(EFFORT, JAN - timedelta(days=800), "c", JAN - timedelta(days=700)),
    ]
    days = [JAN, JAN + timedelta(days=90)]
    made = frame(*days, marks=marks)
    assert [mark.words for mark in made.marks] == ["a", "b"]
    assert picture([Point(day, 5) for day in days], marks=marks).count("pp-effort") == 2


@pytest.mark.parametrize("span", [0, 1, 40, 200, 800, 4000])
def test_any_length_of_time_has_ticks_that_do_not_crowd(span):
    first = date(2026, 12, 1) - timedelta(days=span)
    svg = picture([Point(first, 5)])
    assert 1 <= svg.count('text-anchor="middle"') <= 7


def test_on_one_time_the_same_day_lies_at_the_same_place():
    made = frame(JAN, date(2026, 11, 1))
    spots = set()
    for value in (2, 9):
        svg = draw(made, SCALE, [Series("youth", (Point(JAN, value),))], title="x")
        spots.add(svg.split('cx="')[1].split('"')[0])
    assert len(spots) == 1
