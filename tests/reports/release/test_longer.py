"""A quarter and a year leave the unit as the sums of their months, and tell nothing that the months hide."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from reports.models import Release, ReportSnapshot
from reports.periods.rules import Month, Quarter, Year
from reports.release.actions import prepared, release_figures
from reports.release.outside import numbers_of, tables_of
from reports.release.planning import Source, narrowed, plan
from reports.release.rules import COVERAGE, DESTINATIONS, FLOW, LASTING, in_month
from tests.helpers.released import figures, frozen, in_full, months, over, words

APRIL, JUNE, SECOND = Month(2026, 4), Month(2026, 6), Quarter(2026, 2)
EDITION = Release.Kind.EDITION


def sources(data, first=APRIL):
    """The months as releases ask of them."""
    return [Source(first.plus(n), 1, one) for n, one in enumerate(data)]


def test_what_came_and_went_is_the_sum_of_the_months():
    data = [figures(came=12, closed=9, held=8, lost=6, reopened=2) for _n in range(3)]
    quarter = plan(Source(SECOND, 1, over(data, APRIL)), [])
    assert numbers_of(quarter) == {
        "covered": 210, "waiting": 20, "in_nothing": 30, "contradictory": 25, "unknown": 15, "in_unit": 300,
        "came": 36, "closed": 27, "destinations_held": 24, "destinations_three_months_ago": 42, "destinations": None,
    }  # fmt: skip
    assert set(words(quarter).values()) == {"full"}


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_without_the_report_of_a_month_nothing_is_added_up(missing):
    data = over([figures()] * 3, APRIL, opening=9)
    del data["history"][missing]
    quarter = plan(Source(SECOND, 1, data), [])
    assert {name for name, table in quarter.tables.items() if table.form is None} == {
        FLOW,
        LASTING,
        DESTINATIONS,
    }
    with_note = {table.key: table.note for table in tables_of(quarter)}
    assert "mindst én af dem mangler" in with_note[FLOW] or "one of them is missing" in with_note[FLOW]
    assert quarter.tables[COVERAGE].form is not None


def test_months_from_before_the_first_case_need_no_report():
    data = over([figures()] * 2, APRIL.next, opening=0)
    assert list(Source(SECOND, 1, data).months) == [APRIL.next, APRIL.plus(2)]
    late = over([figures()] * 2, APRIL.next, opening=3)
    assert not Source(SECOND, 1, late).months


def test_one_hidden_month_is_not_what_the_quarter_leaves_of_the_others():
    """Two months were told in full, the third hides three who came: the quarter's sum would tell them."""
    data = [figures(came=12), figures(came=12), figures(came=3, closed=9)]
    before = []
    for source in sources(data):
        before.append(plan(source, before))
    assert before[2].tables[FLOW].shown["came"] is None
    source = Source(SECOND, 1, over(data, APRIL))
    assert narrowed([*before, in_full(source)])
    quarter = plan(source, before)
    assert narrowed([*before, quarter]) == set()
    assert quarter.tables[FLOW].shown.get("came") != 27
    # Told first, the quarter is whole, and the months are what gives way.
    alone = plan(source, [])
    assert alone.tables[FLOW].shown["came"] == 27
    told = [alone]
    for source in sources(data):
        told.append(plan(source, told))
    assert narrowed(told) == set()


ORDERS = {
    "as they end": ("m0", "m1", "m2", "m3", "quarter", "year"),
    "the longest first": ("year", "quarter", "m0", "m1", "m2", "m3"),
    "the quarter first": ("m0", "quarter", "m1", "m2", "m3", "year"),
    "longer ones alone": ("quarter", "year"),
}


@pytest.mark.in_turn
def test_months_quarter_and_year_together_narrow_no_small_group():
    met = Counter()

    # What fails is shown as it was found: to look for a smaller one takes minutes.
    @settings(
        deadline=None,
        max_examples=16,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )
    @given(months(), st.sampled_from(sorted(ORDERS)))
    def tried(data, order):
        first = Month(2026, 9)
        every = {f"m{n}": source for n, source in enumerate(sources(data, first))}
        every["quarter"] = Source(Quarter(2026, 4), 1, over(data[1:], first.next, opening=5))
        every["year"] = Source(Year(2026), 1, over(data, first, opening=0))
        released = []
        for name in ORDERS[order]:
            released.append(plan(every[name], released))
        assert narrowed(released) == set(), order
        for release in released:
            for table in release.tables.values():
                met[table.word] += 1
                met["hidden"] += sum(count is None for count in table.shown.values())
                assert all(count is None or count >= 5 for count in table.shown.values())
        met["unsafe in full"] += bool(narrowed([in_full(source) for source in every.values()]))

    tried()
    assert met["hidden"] > 50 and met["full"] and met["rounded"] + met["out"], met
    assert met["unsafe in full"], "what is tried would give somebody away"


def test_a_frozen_quarter_is_what_its_frozen_months_say(unit, caseload):
    for number in (7, 8, 9):
        ReportSnapshot.objects.take(unit, Month(2026, number), paper=False)
    quarter = ReportSnapshot.objects.take(unit, Quarter(2026, 3), paper=False)
    source = prepared(quarter, Release.Kind.EDITION).source
    assert [str(month) for month in source.months] == ["2026-07", "2026-08", "2026-09"]
    for number in (7, 8, 9):
        month = ReportSnapshot.objects.get(kind="unit", span="month", period=Month(2026, number).first)
        alone = prepared(month, Release.Kind.EDITION).source
        for group in ("came", "closed", "held", "lost"):
            name = f"{group}@2026-{number:02}"
            assert source.counts[name] == alone.counts[name]
        assert source.counts[f"began@2026-{number:02}"] == sum(
            count for name, count in alone.counts.items() if name.startswith("destination:")
        )


@pytest.mark.parametrize("longer_first", [False, True], ids=["month, quarter", "quarter, month"])
def test_what_was_corrected_in_between_is_no_difference_of_a_month_and_its_quarter(
    unit, leader, longer_first
):
    """One who came in June was written down late: exact, the two would tell that it was one."""
    as_released = [figures((210, 20, 30, 25, 16))] * 3
    late = figures((211, 20, 30, 25, 16), came=13)
    if longer_first:
        first, second = frozen(unit, over(as_released, APRIL), SECOND), frozen(unit, late, JUNE, revision=2)
    else:
        first = frozen(unit, as_released[2], JUNE)
        second = frozen(unit, over([*as_released[:2], late], APRIL), SECOND)
    assert set(words(prepared(second, EDITION)).values()) <= {"full", "merged"}
    release_figures(first, EDITION, by=leader)
    told = prepared(second, EDITION)
    assert {table.form.base for table in told.tables.values() if table.form} == {5}
    assert numbers_of(told)["in_unit"] == 300 and numbers_of(told)["came"] in (15, 35)


def test_a_month_and_its_quarter_that_say_the_same_are_both_exact(unit, leader):
    data = [figures()] * 3
    release_figures(frozen(unit, data[2], JUNE), EDITION, by=leader)
    told = prepared(frozen(unit, over(data, APRIL), SECOND), EDITION)
    assert words(told)[COVERAGE] == words(told)[FLOW] == "full"


def test_a_correction_tells_nothing_through_a_longer_period_of_other_months(unit, leader):
    """What the quarter and the year say of June differs; that both are of other months, too, hides no difference."""
    first = frozen(unit, over([figures()] * 3, APRIL), SECOND)
    release_figures(first, EDITION, by=leader)
    data = [figures()] * 2 + [figures(came=13)] + [figures()] * 6
    told = prepared(frozen(unit, over(data, APRIL, opening=0), Year(2026)), EDITION)
    assert {table.form.base for table in told.tables.values() if table.form} == {5}


@pytest.mark.parametrize("longer_first", [False, True])
def test_a_month_within_a_quarter_is_bound_to_its_last_day_by_the_months_between(longer_first):
    """300 at the end of April and 310 at that of June, though the quarter tells seven more who came than who left: in
    April three more left than came, of whom neither is told.
    """
    data = [figures(came=1, closed=4)]
    data += [figures((210 + more, 20, 30, 25, 15), came=13, closed=8) for more in (5, 10)]
    april, quarter = Source(APRIL, 1, data[0]), Source(SECOND, 1, over(data, APRIL))
    first, second = (quarter, april) if longer_first else (april, quarter)
    before = plan(first, [])
    closed = tuple(april.named([in_month("closed", APRIL)]))
    assert closed in narrowed([in_full(april), in_full(quarter)], [closed])
    told = [before, plan(second, [before])]
    assert narrowed(told) == set()
    assert {words(one)[FLOW] for one in told} != {"full"} or {words(one)[COVERAGE] for one in told} != {
        "full"
    }
