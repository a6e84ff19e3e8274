"""The picture of the plan is arithmetic: these tests hold it to the days it claims to show."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.people import rules
from workspace.lanes.findings import GAP_DAYS, find_busiest, find_gaps, find_pile_ups
from workspace.lanes.layout import layout
from workspace.lanes.picture import Item, Mark

TODAY = date(2026, 11, 21)


def item(key="1", start=None, due=None, done=None, state="planned", lane="Freja", title="Besøge FGU"):
    def day(n):
        return None if n is None else TODAY + timedelta(days=n)

    return Item(key, title, lane, day(start), day(due), day(done), state)


def number(text: str) -> float:
    assert text.endswith("%") and "," not in text
    return float(text[:-1])


def bars(picture):
    return [bar for lane in picture.lanes for bar in lane.bars]


def test_nothing_gives_an_empty_picture():
    picture = layout([], today=TODAY)
    assert picture.is_empty and picture.today is None


def test_undated_milestones_are_kept_apart_and_never_lost():
    picture = layout([item("1"), item("2", due=3)], today=TODAY)
    assert [i.key for i in picture.undated] == ["1"]
    assert [b.item.key for b in bars(picture)] == ["2"]


def test_only_undated_milestones_draw_no_axis():
    picture = layout([item("1")], today=TODAY)
    assert picture.is_empty and [i.key for i in picture.undated] == ["1"]


def test_parallel_milestones_of_one_lane_take_two_rows_and_serial_ones_share_a_row():
    parallel = layout([item("1", -10, 40, title="A"), item("2", -5, 45, title="B")], today=TODAY)
    assert parallel.lanes[0].rows == 2
    serial = layout([item("1", -200, -150, title="A"), item("2", 20, 60, title="B")], today=TODAY)
    assert serial.lanes[0].rows == 1


def test_two_milestones_on_the_same_day_do_not_cover_each_other():
    picture = layout([item("1", due=5), item("2", due=5)], today=TODAY)
    assert {bar.row for bar in bars(picture)} == {0, 1}
    assert len({bar.mid for bar in bars(picture)}) == 2


def test_lanes_keep_the_order_of_first_appearance():
    picture = layout(
        [item("1", due=9, lane="Freja"), item("2", due=1, lane="FGU"), item("3", due=2, lane="Freja")],
        today=TODAY,
    )
    assert [lane.name for lane in picture.lanes] == ["Freja", "FGU"]


@pytest.mark.parametrize("narrow", [False, True])
def test_a_due_date_without_start_is_a_pin_on_its_day(narrow):
    picture = layout([item("1", due=30)], today=TODAY, narrow=narrow)
    (bar,) = bars(picture)
    assert bar.shape == "pin" and number(bar.width) == 0
    assert number(bar.x) > number(picture.today.x)


def test_overdue_has_a_tail_that_ends_today():
    picture = layout([item("1", -40, -9, state="under_way")], today=TODAY)
    (bar,) = bars(picture)
    assert bar.state == "overdue"
    day = 100 / ((picture.last - picture.first).days + 1)
    assert number(bar.tail_x) + number(bar.tail_width) == pytest.approx(
        number(picture.today.x) + day / 2, abs=0.02
    )


def test_due_today_is_not_overdue():
    (bar,) = bars(layout([item("1", -40, 0, state="under_way")], today=TODAY))
    assert bar.state == "under_way" and bar.tail_x == ""


def test_reached_late_shows_the_delay_and_reached_early_ends_early():
    late = bars(layout([item("1", -60, -30, -10, "reached")], today=TODAY))[0]
    assert number(late.tail_width) > 0
    early = bars(layout([item("1", -60, -10, -30, "reached")], today=TODAY))[0]
    assert early.tail_x == ""
    assert number(early.width) < number(bars(layout([item("1", -60, -10)], today=TODAY))[0].width)


def test_gap_is_found_between_efforts_but_not_when_short():
    gap = find_gaps([item("1", -5, 10), item("2", 10 + GAP_DAYS + 1, 90)], today=TODAY)
    assert [(g.first, g.last) for g in gap] == [
        (TODAY + timedelta(days=11), TODAY + timedelta(days=10 + GAP_DAYS))
    ]
    assert find_gaps([item("1", -5, 10), item("2", 10 + GAP_DAYS, 90)], today=TODAY) == []


def test_gap_starts_today_when_nothing_runs_now_and_reached_ones_fill_nothing():
    gaps = find_gaps([item("1", -5, 100, 0, "reached"), item("2", 40, 90)], today=TODAY)
    assert gaps[0].first == TODAY and gaps[0].last == TODAY + timedelta(days=39)


def test_pile_up_needs_three_within_a_fortnight():
    assert find_pile_ups([item("1", due=1), item("2", due=5)], today=TODAY) == []
    assert find_pile_ups([item("1", due=1), item("2", due=5), item("3", due=15)], today=TODAY) == []
    (pile,) = find_pile_ups([item("1", due=1), item("2", due=5), item("3", due=14)], today=TODAY)
    assert pile.count == 3 and pile.days == 14


def test_joined_pile_ups_count_each_milestone_once():
    piles = find_pile_ups([item(str(n), due=n * 5) for n in range(6)], today=TODAY)
    assert [p.count for p in piles] == [6]


def test_busiest_counts_what_runs_at_once():
    busiest = find_busiest([item("1", 0, 20), item("2", 10, 30), item("3", 15, 18)], today=TODAY)
    assert (busiest.count, busiest.first) == (3, TODAY + timedelta(days=15))
    assert find_busiest([item("1", 0, 20), item("2", 60, 70)], today=TODAY) is None


def test_marks_outside_the_picture_are_left_out():
    marks = [Mark(TODAY + timedelta(days=10), "18 år"), Mark(TODAY + timedelta(days=4000), "25 år")]
    picture = layout([item("1", due=20)], today=TODAY, marks=marks)
    assert [mark.label for mark in picture.marks] == ["18 år"]


def test_29_february_has_a_place_of_its_own():
    leap = date(2028, 2, 29)
    one = Item("1", "x", "a", date(2028, 2, 29), date(2028, 3, 1))
    picture = layout([one], today=leap)
    assert picture.first == date(2028, 2, 1)
    (bar,) = bars(picture)
    assert 0 <= number(bar.x) <= 100


def test_a_slip_in_the_year_still_gives_a_picture():
    for year in (1, 1950, 2206, 9999):
        one = Item("1", "x", "a", None, date(year, 12, 31), state="reached", done=date(year, 12, 31))
        picture = layout([one], today=TODAY)
        assert len(bars(picture)) == 1 and len(picture.ticks) < 30


days = st.one_of(st.none(), st.integers(-900, 900))


@st.composite
def items(draw):
    made = []
    for n in range(draw(st.integers(0, 30))):
        start, due = draw(days), draw(days)
        if start is not None and due is not None and start > due:
            start, due = due, start
        state = draw(st.sampled_from(["planned", "under_way", "cannot_yet", "reached", "dropped"]))
        done = draw(st.integers(-900, 0)) if state in ("reached", "dropped") else None
        title = draw(st.text("abc æøå", max_size=80))
        made.append(item(str(n), start, due, done, state, draw(st.sampled_from("ABC")), title))
    return made


@settings(deadline=None)
@given(items(), st.booleans())
def test_every_dated_milestone_is_drawn_once_inside_the_picture_and_none_overlap(made, narrow):
    picture = layout(made, today=TODAY, narrow=narrow)
    drawn = [bar.item.key for bar in bars(picture)]
    assert sorted(drawn + [i.key for i in picture.undated]) == sorted(i.key for i in made)
    for lane in picture.lanes:
        rows = {}
        for bar in lane.bars:
            begin, end = number(bar.x), number(bar.x) + number(bar.width)
            assert -0.01 <= begin and end <= 100.02
            rows.setdefault(bar.row, []).append((begin, end))
        for spans in rows.values():
            spans.sort()
            assert all(a[1] <= b[0] + 0.02 for a, b in pairwise(spans))
    heights = [int(lane.y) for lane in picture.lanes]
    assert heights == sorted(heights) and all(h < int(picture.height) for h in heights)


@settings(deadline=None)
@given(items())
def test_gaps_hold_no_open_milestone(made):
    for gap in find_gaps(made, today=TODAY):
        assert gap.days >= GAP_DAYS
        assert not [i for i in made if i.is_open and i.due and gap.first <= i.due <= gap.last]


AGES = ("18 år", "15 år", "16 år", "17½ år", "18½ år", "23 år", "25 år", "30 år")
BORN = date(2010, 3, 9)


def age_days():
    months = {words: round(12 * float(words.split()[0].replace("½", ".5"))) for words in AGES}
    return [Mark(rules.birthday(BORN, months[words]), words) for words in AGES]


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("years", [1, 3, 5, 8, 12, 16, 25])
@pytest.mark.parametrize("began", [date(2024, 10, 1), date(2026, 11, 1), date(2028, 2, 1)])
def test_the_words_of_marks_never_run_into_each_other_or_a_line(narrow, years, began):
    last = began + timedelta(days=365 * years)
    items = [Item("1", "Praktik", "Freja", began, last)]
    picture = layout(items, today=began, marks=age_days(), narrow=narrow)
    px, boxes, lines = (288 if narrow else 880), [], []
    for mark in picture.marks:
        x = number(mark.x) * px / 100
        lines.append((x, int(mark.top)))
        if mark.label:
            wide = len(mark.label) * 6.8
            left = x + int(mark.dx) - (wide if mark.anchor == "end" else 0)
            boxes.append((left, left + wide, int(mark.y) - 10, int(mark.y)))
    assert all(left >= 0 and right <= px for left, right, _top, _foot in boxes)
    for n, (left, right, top, foot) in enumerate(boxes):
        assert not any(left < x < right and begins < foot for x, begins in lines), "through a line"
        for other_left, other_right, other_top, other_foot in boxes[n + 1 :]:
            apart = right <= other_left or other_right <= left or foot <= other_top or other_foot <= top
            assert apart, "two words upon each other"
    shown = {mark.label for mark in picture.marks}
    assert "18 år" in shown or not picture.first <= rules.birthday(BORN, rules.OF_AGE) <= picture.last
    assert len(picture.marks) == sum(picture.first <= mark.on <= picture.last for mark in age_days())
