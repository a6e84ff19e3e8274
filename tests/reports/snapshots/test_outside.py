"""What may leave the unit."""

from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.models import AuditEvent
from reports.metrics.definitions.coverage import COVERAGE
from reports.metrics.definitions.destinations import LASTING
from reports.metrics.periods import Month
from reports.models import ReportSnapshot
from reports.snapshots.outside import outside_figures

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
