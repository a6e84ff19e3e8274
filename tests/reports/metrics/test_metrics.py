"""Every number equals the length of its list, whatever day it is asked about."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.activity.actions import set_activity
from cases.duty import actions as duty_actions
from cases.models import Case
from cases.network import actions as network_actions
from cases.people.rules import birthday
from core import clock
from plans.models import Destination, Outcome
from reports.metrics.definitions import DEFINITION_VERSION, METRICS
from reports.metrics.definitions.coverage import ADULT_COVERAGE, COVERAGE
from reports.metrics.definitions.destinations import LASTING
from reports.metrics.unit_metrics import UnitMetrics
from reports.periods.rules import Month, add_months
from tests.helpers.daily import tries
from tests.helpers.factories import PartnerCategoryFactory, PartnerFactory, make_case, make_milestone

TODAY = dt.date(2026, 11, 21)  # the day the caseload lives in


OCTOBER = Month(2026, 10)


DAYS = {
    "today": {},
    "october": {"period": OCTOBER},
    "october as known on 1 November": {"period": OCTOBER, "known": clock.at(dt.date(2026, 11, 1))},
    "september": {"period": Month(2026, 9)},
    "before anything": {"on": dt.date(2026, 1, 1)},
}


@pytest.mark.parametrize("day", DAYS)
def test_number_is_the_length_of_its_list(day, unit, caseload):
    metrics = UnitMetrics(unit, **DAYS[day])
    for key in METRICS:
        rows = metrics.rows_of(key)
        assert metrics.count(key) == rows.count() == len(rows) == METRICS[key](unit, **DAYS[day]).value, key
        assert {row["pk"] for row in metrics.counted(key)} == {row.pk for row in rows}, key


@pytest.mark.parametrize("day", DAYS)
def test_parts_are_their_lists_and_add_up(day, unit, caseload):
    metrics = UnitMetrics(unit, **DAYS[day])
    for key, group in [("running", "age"), ("in_care", "activity"), ("in_unit", "age"), ("overdue", "delay")]:
        parts = metrics.split(key, group)
        assert sum(count for _name, _label, count in parts) == metrics.count(key)
        for name, _label, count in parts:
            assert count == metrics.rows_of(key, f"{group}:{name}").count()


@pytest.mark.parametrize("day", DAYS)
def test_guides_are_their_lists_and_add_up(day, unit, caseload):
    metrics = UnitMetrics(unit, **DAYS[day])
    for key in METRICS:
        by_guide = metrics.count_by(key, "at_guide")
        assert sum(by_guide.values()) == metrics.count(key)
        for guide in by_guide.keys() - {None}:
            counted = metrics.rows_of(key, guide=guide).count()
            assert by_guide[guide] == counted == metrics.narrowed(guide).count(key), key


def test_who_looks_at_today_gets_the_rows_of_the_ordinary_query_sets(
    unit, guide, colleague, leader, caseload
):
    """The front page counts what its reader may see: of every reader on every day as the query sets say."""
    make_case(colleague, shielded=True)
    duty_actions.report_breach(make_case(guide, birth_date=dt.date(2010, 5, 1)), by=guide, how="school")
    met = set()
    for day in (TODAY, dt.date(2026, 12, 31), dt.date(2028, 2, 29), TODAY):
        with clock.travel(day):
            for reader in (leader, guide, colleague):
                asked = UnitMetrics(unit, reader=reader)
                ordinary = UnitMetrics(unit, cases=Case.objects.visible_to(reader))
                for source in ("cases", "milestones", "outcomes", "duty"):
                    rows = asked.fetch(source).rows
                    assert len(rows) == len(set(rows)) and set(rows) == set(ordinary.fetch(source).rows)
                    met |= {source} if rows else set()
                assert asked.counts(METRICS) == ordinary.counts(METRICS)
                assert asked.guides == ordinary.guides
    assert met == {"cases", "milestones", "outcomes", "duty"}


def test_columns_of_today_agree_with_the_dated_rows(unit, caseload):
    """The front page reads the columns that `cases` keeps; a report reads the rows.

    Asked about the same day they agree.
    """
    live, dated = UnitMetrics(unit), UnitMetrics(unit, on=TODAY, known=clock.now())
    assert live.when.live and not dated.when.live
    for key in METRICS:
        assert {r.pk for r in live.rows_of(key)} == {r.pk for r in dated.rows_of(key)}, key
        assert live.count_by(key, "at_guide") == dated.count_by(key, "at_guide"), key


def test_today_it_is_known_who_was_recorded_as_unknown_and_of_whom_nothing_was(unit, guide, caseload):
    """As on any other day: the column of the case alone does not tell them apart."""
    set_activity(caseload["adult_idle"], "unknown", by=guide)
    live, dated = UnitMetrics(unit), UnitMetrics(unit, on=TODAY, known=clock.now())
    causes = {key: count for key, _label, count in live.split("unknown", "cause")}
    assert causes["said"] == 1 and causes["never"] > 0
    assert live.split("unknown", "cause") == dated.split("unknown", "cause")
    assert [row.pk for row in live.rows_of("unknown", "cause:said")] == [caseload["adult_idle"].pk]


def test_coverage_is_a_partition(unit, caseload):
    for day in DAYS.values():
        counts = UnitMetrics(unit, **day).counts(METRICS)
        assert sum(counts[key] for key in COVERAGE) == counts["in_unit"]
        assert sum(counts[key] for key in ADULT_COVERAGE) == counts["adults"]
        assert counts["in_unit"] == counts["running"] + counts["paused"] + counts["waiting"]
        assert counts["unplanned"] <= counts["contradictory"]


def _names(number):
    return sorted(row.person.first_name.lower() for row in number.rows)


def test_october_says_what_happened_in_october(unit, caseload):
    def names(key):
        return _names(METRICS[key](unit, period=OCTOBER))

    assert names("new") == ["adult_idle", "paused"]
    assert names("closed") == ["closed"], "who was reopened in the month is not closed"
    assert names("running") == ["adult_idle", "busy", "idle", "reopened", "stale"]
    assert names("paused") == ["paused"]
    assert names("waiting") == [], "who came in November was not there"
    assert names("in_nothing") == ["adult_idle", "idle"]
    assert names("adults_in_nothing") == ["adult_idle"]
    assert names("covered") == ["busy", "paused", "reopened", "stale"], (
        "stale was confirmed later, so it is known by now"
    )
    assert names("no_contact") == ["idle", "reopened", "stale"]
    assert METRICS["reached"](unit, period=OCTOBER).value == 1
    assert METRICS["due"](unit, period=OCTOBER).value == 2
    assert METRICS["overdue"](unit, period=OCTOBER).value == 1, "due on the last day is not overdue on it"
    assert METRICS["destinations"](unit, period=OCTOBER).value == 1
    assert METRICS["destinations_three_months_ago"](unit, period=OCTOBER).value == 2
    assert METRICS["destinations_held"](unit, period=OCTOBER).value == 1, (
        "one day short of three months is short"
    )


@pytest.mark.parametrize("months", [3, 6, 12])
@pytest.mark.parametrize(("short_by", "held"), [(0, 1), (1, 0), (None, 1)])
def test_a_destination_held_when_it_lasted_to_the_very_day(unit, guide, now, months, short_by, held):
    """Begun on the last day of a long month: its mark is the last day of a shorter one."""
    began, asked = dt.date(2025, 8, 31), Month(2025, 8).plus(months)
    case = make_case(guide, on=dt.date(2025, 1, 1))
    mark = add_months(began, months)
    ended = None if short_by is None else mark - dt.timedelta(days=short_by)
    positive = Destination.objects.filter(counts_as_positive="yes").first()
    Outcome.objects.create(
        case=case, destination=positive, started_on=began, ended_on=ended, recorded_by=guide,
        recorded_at=clock.at(began),
    )  # fmt: skip
    could, lasted = LASTING[months]
    for month, expected in ((asked, (1, held)), (asked.next, (0, 0)), (asked.previous, (0, 0))):
        assert METRICS[could](unit, period=month).value == expected[0]
        assert METRICS[lasted](unit, period=month).value == expected[1]


def test_what_was_known_then_is_computed_again(unit, caseload):
    """On 1 November nobody had confirmed what "stale" does; that we learnt it later does not change what we knew."""
    then = clock.at(dt.date(2026, 11, 1))
    assert _names(METRICS["unknown"](unit, period=OCTOBER, known=then)) == ["stale"]
    assert _names(METRICS["unknown"](unit, period=OCTOBER)) == []


def test_a_case_recorded_late_counts_only_once_it_is_known(unit, guide, now):
    late = make_case(guide, on=dt.date(2026, 10, 30), first_name="Late")
    assert _names(METRICS["new"](unit, period=OCTOBER)) == ["late"]
    assert METRICS["new"](unit, period=OCTOBER, known=clock.at(dt.date(2026, 11, 20))).value == 0
    assert late.opened_on in OCTOBER


def test_guide_of_the_day_is_who_carried_it_then(unit, guide, colleague, caseload):
    assert caseload["busy"] in UnitMetrics(unit, period=OCTOBER).rows_of("running", guide=guide.pk)
    assert caseload["busy"] in UnitMetrics(unit).rows_of("running", guide=colleague.pk)


def test_numbers_are_of_the_unit_only(unit, stranger, caseload):
    before = UnitMetrics(unit).counts(METRICS)
    make_milestone(make_case(stranger), due_on=clock.today() - dt.timedelta(days=3))
    assert UnitMetrics(unit).counts(METRICS) == before


def test_shielded_cases_count_only_for_those_who_may_see_them(unit, guide, leader, now):
    make_case(guide)
    make_case(guide, shielded=True)
    seen = UnitMetrics(unit, cases=Case.objects.visible_to(leader))
    assert (seen.count("running"), UnitMetrics(unit).count("running")) == (1, 2)


@pytest.mark.parametrize(
    "day", [dt.date(2028, 2, 29), dt.date(2026, 10, 25), dt.date(2026, 3, 29), dt.date(2026, 12, 31)]
)
@pytest.mark.parametrize("hour", [0, 23])
def test_any_midnight_will_do(day, hour, unit, guide):
    """Leap day, both changes of the clock, New Year: a case of that very day is new in its month, and not before."""
    with clock.travel(clock.at(day, hour, 59 if hour else 0)):
        make_case(guide, on=day)
        assert METRICS["new"](unit).value == METRICS["running"](unit).value == 1
        assert METRICS["new"](unit, period=Month.of(day).previous).value == 0
        assert METRICS["running"](unit, on=day - dt.timedelta(days=1)).value == 0


@pytest.mark.parametrize(
    "born", ["2008-02-29", "2008-05-21", "2008-05-22", "2008-11-21", "2008-11-22", "2009-05-21", "2009-05-22"]
)
def test_turning_18_is_the_next_six_months(born, unit, guide, now):
    born = dt.date.fromisoformat(born)
    make_case(guide, birth_date=born)
    expected = TODAY < birthday(born, 18 * 12) <= dt.date(2027, 5, 21)
    assert METRICS["turning_18"](unit).value == int(expected)
    assert METRICS["adults"](unit).value == int(birthday(born, 18 * 12) <= TODAY)


def test_every_metric_says_what_it_counts():
    for each in METRICS.values():
        assert len(str(each.definition)) > 20 and each.__doc__ == str(each.definition)
        assert len(str(each.why)) > 20 and set(each.of) <= set(METRICS)
        assert all(1 <= each.since < version <= DEFINITION_VERSION for version in each.changed)


def test_no_number_costs_a_query_of_its_own(unit, caseload, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):  # cases, milestones, outcomes, and two for the clocks of the duty
        metrics = UnitMetrics(unit)
        metrics.counts(METRICS)
        metrics.split("running", "age")


@settings(deadline=None, max_examples=tries(8), suppress_health_check=list(HealthCheck))
@given(
    day=st.dates(dt.date(2026, 6, 1), dt.date(2026, 11, 20)),
    known=st.dates(dt.date(2026, 6, 1), dt.date(2026, 11, 20)),
)
def test_any_day_known_on_any_other(day, known, unit, caseload):
    """Python's reading of every condition and the database's are the same, for all days and states of knowledge."""
    metrics = UnitMetrics(unit, on=day, known=clock.at(known))
    for key in METRICS:
        assert {r["pk"] for r in metrics.counted(key)} == set(
            metrics.rows_of(key).values_list("pk", flat=True)
        ), key


def test_who_turns_18_with_nobody_from_the_adult_side(unit, guide, now):
    soon = dt.date(2008, 12, 24)
    met, alone, late = (
        make_case(guide, birth_date=soon, on=dt.date(2026, 9, 1), first_name=n)
        for n in ("Met", "Alone", "Late")
    )
    job_centre = PartnerFactory(
        unit=unit, category=PartnerCategoryFactory(code="employment", side="internal")
    )
    network_actions.add_participation(met, job_centre, by=guide, on=dt.date(2026, 9, 9))
    network_actions.add_participation(late, job_centre, by=guide, on=dt.date(2026, 11, 9))
    network_actions.add_participation(alone, PartnerFactory(unit=unit), by=guide, on=dt.date(2026, 9, 9))
    assert _names(METRICS["turning_18"](unit)) == ["alone", "late", "met"]
    assert _names(METRICS["turning_18_alone"](unit)) == ["alone"]
    assert _names(METRICS["turning_18_alone"](unit, period=OCTOBER)) == ["alone", "late"]
