"""What may leave the unit."""

from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.models import AuditEvent
from reports.metrics.definitions.coverage import COVERAGE
from reports.metrics.definitions.destinations import LASTING
from reports.models import ReportSnapshot
from reports.periods.rules import Month, Quarter, Year
from reports.snapshots.outside import months_in, outside_figures, told_in_all
from reports.snapshots.suppression import may_tell

OCTOBER = Month(2026, 10)


def test_whether_they_held_for_longer_stays_inside_the_unit(unit, caseload):
    data = ReportSnapshot.objects.take(unit, OCTOBER, paper=False).data
    kept = set(outside_figures(data)["numbers"])
    longer = {key for months in (6, 12) for key in LASTING[months]}
    assert longer <= set(data["numbers"])
    assert not longer & kept


SMALL = st.integers(0, 12)


@settings(deadline=None, max_examples=200, suppress_health_check=list(HealthCheck))
@given(
    parts=st.lists(SMALL, min_size=5, max_size=5),
    flows=st.tuples(SMALL, SMALL, SMALL),
    held=st.tuples(SMALL, SMALL),
    ages=st.lists(SMALL, min_size=7, max_size=7),
)
def test_nothing_small_leaves_the_unit(parts, flows, held, ages):
    names = COVERAGE
    numbers = dict(zip(names, parts, strict=True)) | {
        "new": flows[0],
        "closed": flows[1],
        "reopened": flows[2],
    }
    numbers |= {"destinations_held": held[0], "destinations_three_months_ago": sum(held)}
    # The ages are those of the same young people.
    ages[0] = ages[6] = 0
    ages[1] += max(0, sum(parts) - sum(ages))
    numbers["in_unit"] = sum(parts)
    keys = ["0-12", "13-14", "15-17", "18-19", "20-22", "23-25", "26-120"]
    by_age = [{"key": key, "count": count} for key, count in zip(keys, ages, strict=True)]
    safe = outside_figures({"numbers": numbers, "by_age": by_age, "by_destination": []})
    released = [*safe["numbers"].values(), *(row["count"] for row in safe["by_age"])]
    assert all(value is None or value >= 5 for value in released)
    # Open before + what came − closed = open now: apart, the reopened would follow by subtraction.
    assert not {"new", "reopened", "opening"} & safe["numbers"].keys()
    assert safe["numbers"]["came"] in (None, flows[0] + flows[2])
    for total, group in [
        (safe["numbers"]["in_unit"], [safe["numbers"][name] for name in names]),
        (safe["by_age_total"], [row["count"] for row in safe["by_age"]]),
        (safe["numbers"]["destinations_three_months_ago"], [safe["numbers"]["destinations_held"]]),
    ]:
        if total is not None:
            assert total - sum(value for value in group if value is not None) not in range(1, 5)


def test_the_edition_for_outsiders_names_no_guide(as_leader, report, caseload):
    url = reverse("reports:export", args=[report.pk, "csv"])
    text = as_leader.get(url, {"udgave": "ekstern"}).content.decode("utf-8-sig")
    assert "Gitte" not in text and "Kim" not in text and "vises ikke" in text
    assert AuditEvent.objects.filter(action="report.downloaded", purpose="csv outside").exists()


def month(came, closed=None):
    return (came,) if closed is None else (came, closed)


def test_a_quarter_is_told_beside_months_that_are_all_told_and_not_beside_one_that_is_hidden():
    assert may_tell([[month(5), month(6), month(7)]])
    assert not may_tell([[month(4), month(6), month(7)]]), "the one hidden would follow"
    assert not may_tell([[month(2), month(2), month(7)]]), "together they are still a small number"
    assert may_tell([[month(2), month(3), month(7)]])
    assert not may_tell([[month(1), month(1), month(2)]]), "the whole is small itself"
    assert not may_tell([[]]) and not may_tell([])
    assert not may_tell([[month(9, 1), month(9, 2), month(9, 9)]]), (
        "hidden together, each must be large enough"
    )
    assert may_tell([[month(9, 2), month(9, 3), month(9, 9)]])


def test_a_year_is_told_beside_its_quarters_too():
    told, one, two = [month(6)] * 3, [month(2), month(6), month(6)], [month(2), month(3), month(6)]
    assert may_tell([told] * 4)
    assert not may_tell([one, told, told, told]), "the quarter that is not told has one month hidden"
    assert not may_tell([one, two, told, told]), "what the second quarter hides is told by its sum"
    assert may_tell([one, [month(3), month(6), month(6)], told, told])


@settings(deadline=None, max_examples=300, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=1, max_size=4))
def test_no_subtraction_of_what_is_told_of_months_quarters_and_year_gives_a_small_number(year):
    """Each month, each quarter and the year is told or hidden: what is left of every told whole is no small number."""
    quarters = [[month(count) for count in quarter] for quarter in year]
    told = [may_tell([quarter]) for quarter in quarters]
    wholes = [(quarter, []) for quarter, shown in zip(year, told, strict=True) if shown]
    if may_tell(quarters):
        hidden = [count for quarter, shown in zip(year, told, strict=True) if not shown for count in quarter]
        wholes.append((hidden, []))
    for counts, _none in wholes:
        left = [count for count in counts if count < 5]
        assert not left or (len(left) > 1 and sum(left) >= 5), counts


def test_what_came_and_went_in_a_quarter_is_the_sum_of_its_months():
    row = {"new": 5, "reopened": 1, "closed": 5, "destinations": 2}
    row |= {"destinations_three_months_ago": 9, "destinations_held": 3}
    lines = [dict(row) | {"came": 6, "lost": 6} for _n in range(3)]
    assert told_in_all([lines]) == {
        "came": 18, "closed": 15, "destinations": 6, "destinations_three_months_ago": 27, "destinations_held": 9,
    }  # fmt: skip
    one = [lines[0] | {"destinations": 2}, lines[1] | {"destinations": 8}, lines[2] | {"destinations": 8}]
    assert told_in_all([one])["destinations"] is None


def test_the_outside_edition_of_a_quarter_tells_no_split_of_destinations(unit, caseload):
    for number in (7, 8, 9):
        ReportSnapshot.objects.take(unit, Month(2026, number), paper=False)
    data = ReportSnapshot.objects.take(unit, Quarter(2026, 3), paper=False).data
    made = outside_figures(data, Quarter(2026, 3))
    assert "by_destination" not in made and "by_destination_total" not in made
    assert all(value is None or value >= 5 for value in made["numbers"].values())
    assert {"came", "closed", "destinations"} <= made["numbers"].keys()
    assert outside_figures(data, Year(2026))["numbers"]["came"] is None


def test_what_came_and_went_is_not_told_where_a_month_has_no_report(unit, caseload):
    for number in (5, 6, 8):
        ReportSnapshot.objects.take(unit, Month(2026, number), paper=False)
    third = ReportSnapshot.objects.take(unit, Quarter(2026, 3), paper=False).data
    assert months_in(third, Quarter(2026, 3)) == []
    second = ReportSnapshot.objects.take(unit, Quarter(2026, 2), paper=False).data
    (told,) = months_in(second, Quarter(2026, 2))
    assert [month["new"] for month in told] == [1, 0], "in April the unit had nobody yet"
    without_may = second | {"history": second["history"][1:]}
    assert months_in(without_may, Quarter(2026, 2)) == []
