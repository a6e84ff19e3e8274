"""A quarter and a year leave the unit as the sums of their months, and tell nothing that the months hide."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from reports.models import Release, ReportSnapshot
from reports.periods.rules import Month, Quarter, Year
from reports.release.actions import prepared
from reports.release.outside import numbers_of, tables_of
from reports.release.planning import Source, narrowed, plan
from reports.release.rules import COVERAGE, DESTINATIONS, FLOW, LASTING
from tests.helpers.released import figures, in_full, months, over, words

APRIL, SECOND = Month(2026, 4), Quarter(2026, 2)


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
