"""What a release shows beside everything released before it, and the forms that a table may take."""

from dataclasses import replace

import pytest

from reports.metrics.definitions.coverage import COVERAGE as PARTS
from reports.periods.rules import Month
from reports.release import rules
from reports.release.actions import IN_A_FILE
from reports.release.keeping import as_plain, from_plain
from reports.release.outside import numbers_of
from reports.release.planning import Released, Source, narrowed, plan, reader_of, telling_late
from reports.release.rules import AGES, COVERAGE, DESTINATIONS, FLOW, LASTING, in_month
from reports.snapshots.canonical import canonical
from tests.helpers.released import BANDS, figures, in_full, words

MAY = Month(2026, 5)


def two_months(came=3, closed=0):
    """Two months of which the second differs by who came and left alone."""
    first = Source(MAY, 1, figures())
    second = Source(MAY.next, 1, figures((210, 20, 30, 25, 15 + came - closed), came=came, closed=closed))
    return first, second


@pytest.mark.parametrize(
    ("came", "closed", "unsafe"), [(3, 0, True), (4, 4, False), (2, 8, False), (1, 0, True)]
)
def test_two_months_laid_side_by_side_do_not_tell_how_many_came(came, closed, unsafe):
    """Three more young people than last month: at least three have come, though the number is hidden."""
    first, second = two_months(came, closed)
    before = plan(first, [])
    assert bool(narrowed([before, in_full(second)])) is unsafe
    after = plan(second, [before])
    assert narrowed([before, after]) == set()
    assert after.tables[FLOW].shown == {"came": None, "closed": None}
    assert (words(after) == words(in_full(second))) is not unsafe


@pytest.mark.parametrize(
    ("late", "unsafe"),
    [(0, False), (1, True), (2, True), (4, True), (5, False), (-1, True), (-4, True), (-5, False)],
)
def test_two_months_do_not_tell_that_a_few_were_written_down_late(late, unsafe):
    """All numbers are large; but who is there now, less who was there, came and left, are those written down late."""
    first = Source(MAY, 1, figures())
    parts = (210, 20, 30, 25, 17 + late)
    second = Source(MAY.next, 1, figures(parts, came=12, closed=10))
    before = plan(first, [])
    assert narrowed([before, in_full(second)]) == set()
    assert bool(telling_late([before, in_full(second)])) is unsafe
    after = plan(second, [before])
    assert telling_late([before, after]) == narrowed([before, after]) == set()
    assert (words(after) == words(in_full(second))) is not unsafe
    if unsafe:
        assert words(after)[COVERAGE] == "full" and words(after)[FLOW] in ("rounded", "out")
    # The later one first: then it is the earlier one that gives way.
    later = plan(second, [])
    assert telling_late([later, plan(first, [later])]) == set()


def test_three_months_later_it_is_not_told_that_a_few_destinations_were_written_down_late():
    may = plan(Source(MAY, 1, figures(destinations={"eud": 9, "job": 8, "hf": 3, "fgu": 2})), [])
    august = Source(MAY.plus(3), 1, figures(held=14, lost=9))
    assert telling_late([may, in_full(august)])
    after = plan(august, [may])
    assert telling_late([may, after]) == set() and words(after)[LASTING] == "out"


def test_the_total_of_a_later_month_does_not_give_an_earlier_ones_small_row():
    """Who began three months ago is who reached a destination then: its one hidden row would be the difference."""
    began = {"eud": 9, "job": 8, "hf": 3, "fgu": 2}
    may = plan(Source(MAY, 1, figures(destinations=began)), [])
    assert may.tables[DESTINATIONS].shown == {"eud": 9, "job": 8, "other": 5}
    small = {"eud": 9, "job": 8, "hf": 3}
    may = plan(Source(MAY, 1, figures(destinations=small)), [])
    assert may.tables[DESTINATIONS].shown == {"eud": 9, "job": None, "other": None}
    august = plan(Source(MAY.plus(3), 1, figures(held=12, lost=8)), [may])
    assert narrowed([may, august]) == set()


def test_a_table_that_no_form_makes_safe_is_left_out_and_the_others_stay():
    """What left the house before there was a check: every destination but a small one."""
    source = Source(MAY, 1, figures(destinations={"eud": 9, "job": 8, "hf": 3}))
    form = source.forms()[DESTINATIONS][0]
    careless = Released(source, {DESTINATIONS: rules.Told(form, {"eud": 9, "job": 8, "other": None})})
    assert narrowed([careless]) == set()
    august = Source(MAY.plus(3), 1, figures(held=12, lost=8))
    others = tuple(source.named(["destination:hf", "destination:"]))
    assert others in narrowed([careless, in_full(august)])
    after = plan(august, [careless])
    assert narrowed([careless, after]) == set()
    assert words(after) == {
        AGES: "full",
        DESTINATIONS: "merged",
        LASTING: "out",
        FLOW: "full",
        COVERAGE: "full",
    }


def test_a_correction_between_two_months_is_no_news_of_anybody():
    """Nobody was told of at first, one who began was written down later: what nobody was shown narrows nobody."""
    may = plan(Source(MAY, 1, figures(destinations={})), [])
    august = Source(MAY.plus(3), 1, figures(held=0, lost=1))
    assert words(plan(august, [may]))[LASTING] == "full"


def test_what_was_given_away_before_leaves_nothing_out_in_vain():
    source = Source(MAY, 1, figures(parts=(210, 3, 30, 25, 15)))
    form = source.forms()[COVERAGE][0]
    shown = dict(zip(PARTS, (210, None, 30, 25, 15), strict=True)) | {"in_unit": 283}
    careless = Released(source, {COVERAGE: rules.Told(form, shown)})
    assert narrowed([careless]) == {tuple(source.named(["waiting"]))}
    after = plan(Source(MAY.plus(5), 1, figures()), [careless])
    assert words(after)[COVERAGE] == words(after)[AGES] == "full"


def test_a_file_and_an_edition_of_one_report_hold_together():
    source = Source(MAY, 1, figures(parts=(13, 9, 4, 0, 7), ages=(0, 3, 9, 8, 7, 6, 0)))
    edition = plan(source, [])
    file = plan(source, [edition], tables=IN_A_FILE, exact=False)
    assert narrowed([edition, file]) == set()
    assert set(numbers_of(file).values()) - {None} <= set(range(5, 100, 5))


def test_rounded_is_not_safe_by_itself():
    """13 of whom 9 are under a plan, rounded to 15 and 10: whoever else there is, is at least one."""
    source = Source(MAY, 1, figures(parts=(9, 4, 0, 0, 0), ages=(0, 0, 9, 4, 0, 0, 0)))
    form = rules.Form({"covered": ("covered",), "others": ("waiting",)}, "in_unit", base=5)
    shown = rules.Told(form, {"covered": 10, "others": None, "in_unit": 15})
    reader = reader_of([Released(source, {COVERAGE: shown})])
    waiting = tuple(source.named(["waiting"]))
    assert reader.interval(waiting) == (1, 9) and reader.narrowed(waiting, 5)


def test_ages_are_merged_before_they_are_left_out_and_the_ends_always_stand():
    released = plan(Source(MAY, 1, figures(ages=(0, 0, 120, 90, 90, 0, 0))), [])
    assert [*released.tables[AGES].shown] == ["0-14", "15-17", "18-19", "20-22", "23-120"]
    forms = rules.age_forms(BANDS, exact=True)
    assert [table and [*table.cells] for table in forms] == [
        ["0-14", "15-17", "18-19", "20-22", "23-120"],
        ["0-17", "18-22", "23-120"],
        ["0-17", "18-120"],
        ["0-17", "18-22", "23-120"],
        ["0-17", "18-120"],
        None,
    ]
    assert [rules.told(form, Source(MAY, 1, figures()).counts).word for form in forms] == [
        "full", "merged", "merged", "rounded", "rounded", "out",
    ]  # fmt: skip


TWO_MONTHS = [MAY, MAY.next]
OF_TWO = {
    name: (in_month(name, MAY), in_month(name, MAY.next))
    for name in ("began", "came", "closed", "held", "lost")
}


@pytest.mark.parametrize(
    ("made", "full"),
    [
        (rules.began_forms, rules.Form({"destinations": OF_TWO["began"]}, linked=True)),
        (
            rules.flow_forms,
            rules.Form({"came": OF_TWO["came"], "closed": OF_TWO["closed"]}, linked=True),
        ),
        (
            rules.lasting_forms,
            rules.Form(
                {"destinations_held": OF_TWO["held"], "destinations_lost": OF_TWO["lost"]},
                "destinations_three_months_ago",
                silent=("destinations_lost",),
            ),
        ),
    ],
)
def test_what_happened_in_several_months_is_told_as_a_sum_or_rounded_or_not_at_all(made, full):
    rounds = replace(full, base=5)
    assert made(TWO_MONTHS, exact=True) == [full, rounds, None]
    assert made(TWO_MONTHS, exact=False) == [rounds, None]
    assert made([], exact=True) == made([], exact=False) == [None]


def test_the_coverage_is_told_in_full_or_rounded_or_rounded_without_its_total_or_not_at_all():
    full = rules.Form({"covered": ("covered",), "waiting": ("waiting",)}, "in_unit")
    rounds = [replace(full, base=5), replace(full, base=5, shows_total=False), None]
    assert rules.coverage_forms(["covered", "waiting"], exact=True) == [full, *rounds]
    assert rules.coverage_forms(["covered", "waiting"], exact=False) == rounds


@pytest.mark.parametrize(
    ("exact", "merged"), [(True, [False, True, True, True, True]), (False, [True, True])]
)
def test_the_ages_are_told_finely_then_put_together_then_rounded_then_not_at_all(exact, merged):
    *forms, last = rules.age_forms(BANDS, exact=exact)
    assert last is None and [form.merged for form in forms] == merged
    assert [form.base for form in forms][-2:] == [5, 5] and {form.base for form in forms[:-2]} <= {1}
    assert {(form.total, form.shows_total, form.linked, form.silent) for form in forms} == {
        ("in_unit", False, False, ())
    }
    assert forms[-2].cells == {
        "0-17": ("age:0-12", "age:13-14", "age:15-17"),
        "18-22": ("age:18-19", "age:20-22"),
        "23-120": ("age:23-25", "age:26-120"),
    }
    assert forms[-1].cells == {
        "0-17": ("age:0-12", "age:13-14", "age:15-17"),
        "18-120": ("age:18-19", "age:20-22", "age:23-25", "age:26-120"),
    }
    assert rules.age_forms(BANDS[1:], exact=exact) == [None], "ages that are split otherwise"


def test_destinations_of_fewer_than_five_are_one_row_in_every_form():
    full = rules.Form(
        {"eud": ("destination:eud",), "other": ("destination:hf", "destination:fgu", "destination:")},
        "destinations",
        shows_total=False,
        merged=True,
    )
    rounds = replace(full, base=5)
    counts = {"eud": 5, "hf": 4, "fgu": 0}
    assert rules.destination_forms(counts, exact=True) == [full, rounds, None]
    assert rules.destination_forms(counts, exact=False) == [rounds, None]


@pytest.mark.parametrize(("count", "shown"), [(4, None), (5, 5)])
def test_five_are_shown_and_four_are_not(count, shown):
    source = Source(MAY, 1, figures(parts=(210, count, 30, 25, 15)))
    assert plan(source, []).tables[COVERAGE].shown["waiting"] == shown
    assert plan(source, []).tables[COVERAGE].shown["in_unit"] == 280 + count


def test_a_row_of_few_does_not_tell_by_being_there():
    """No destination of fewer than five is named, and the row of the others stands also when nobody is in it."""
    nobody = plan(Source(MAY, 1, figures(destinations={"eud": 9, "job": 7})), [])
    one = plan(Source(MAY, 1, figures(destinations={"eud": 9, "job": 7, "hf": 1})), [])
    assert nobody.tables[DESTINATIONS].shown == one.tables[DESTINATIONS].shown
    assert nobody.tables[DESTINATIONS].shown["other"] is None


def test_the_same_figures_give_the_same_release_whatever_order_they_came_in():
    first, second = two_months()
    before = plan(first, [])
    made = [canonical(as_plain(plan(second, [before]).tables)) for _n in range(3)]
    assert len({*made}) == 1
    other = plan(Source(MAY.plus(-1), 1, figures()), [])
    either = [plan(second, rows) for rows in ([before, other], [other, before])]
    assert words(either[0]) == words(either[1])


def test_what_is_kept_is_read_back_as_it_was_told():
    released = plan(two_months()[1], [plan(two_months()[0], [])])
    plain = as_plain(released.tables)
    assert {*plain} == {"coverage", "flow", "lasting", "by_age", "by_destination"}, (
        "what stands in older rows"
    )
    assert from_plain(plain) == released.tables
    assert as_plain({AGES: rules.Told(None)}) == {AGES: None} and from_plain({AGES: None}) == {
        AGES: rules.Told(None)
    }


@pytest.mark.parametrize(("count", "shown"), [(None, None), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15)])
def test_rounded_to_the_nearest_five(count, shown):
    assert rules.rounded(count) == shown
    assert shown is None or type(rules.rounded(count)) is int, "a whole number, as it is written"
    assert rules.rounded(count, 1) == count


def test_a_number_rounded_to_an_even_one_is_rounded_too():
    assert [rules.rounded(count, 2) for count in (2, 3, 4)] == [2, 4, 4]
    assert [rules.Told(rules.Form({}, base=base)).word for base in (1, 2, 5)] == [
        "full",
        "rounded",
        "rounded",
    ]


def test_a_small_number_is_never_rounded():
    with pytest.raises(ValueError, match="^4$"):
        rules.rounded(4)


def test_guarded_are_the_few_of_a_group_and_of_a_cell_and_of_all_together():
    cells, few = {"a": ("x",), "b": ("y", "z")}, {"x": 1, "y": 1, "z": 2}
    each = [("x",), ("y",), ("y", "z"), ("z",)]
    assert rules.guarded(rules.Form(cells), few) == each, "what has no total has none to guard"
    assert rules.guarded(rules.Form(cells, "all"), few) == sorted([*each, ("x", "y", "z")])
    assert rules.guarded(rules.Form(cells, "all"), few | {"x": 2}) == each, "five together are not few"
    assert rules.guarded(rules.Form(cells, "all"), {"x": 5, "y": 5, "z": 4}) == [("z",)]


def test_what_a_rounded_number_says_is_within_two_and_never_under_five():
    form = rules.Form({"a": ("a",), "b": ("b",)}, base=5)
    known = rules.knowledge(rules.Told(form, {"a": 5, "b": 20}))
    assert [(one.terms, one.low, one.high) for one in known] == [((("a", 1),), 5, 7), ((("b", 1),), 18, 22)]


def test_months_released_out_of_order_hold_together_too():
    """The later month first: then it is the earlier one that shows less."""
    first, second = two_months()
    later = plan(second, [])
    assert words(later)[COVERAGE] == "full"
    earlier = plan(first, [later])
    assert narrowed([later, in_full(first)]) and narrowed([later, earlier]) == set()


def test_an_interval_of_a_released_month_reaches_over_nought_to_four():
    source = Source(MAY, 1, figures(parts=(210, 3, 30, 25, 15)))
    released = plan(source, [])
    reader = reader_of([released])
    low, high = reader.interval(source.named(["waiting"]))
    assert low == 0 and high >= 4
    assert reader.interval(source.named(["covered"])) == (210, 210)
