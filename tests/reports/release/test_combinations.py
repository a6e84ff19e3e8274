"""No combination of what was released narrows a group of fewer than five to less than 0–4: random months."""

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.periods.rules import Month
from reports.release.actions import IN_A_FILE
from reports.release.planning import Source, narrowed, plan, telling_late
from tests.helpers.daily import tries
from tests.helpers.released import in_full, months

MAY = Month(2026, 5)


def test_no_releases_together_narrow_a_small_group():
    met = Counter()

    @settings(deadline=None, max_examples=tries(20), suppress_health_check=list(HealthCheck))
    @given(months(), st.sampled_from(["edition first", "file first"]), st.booleans())
    def tried(data, order, corrected):
        released, month = [], MAY
        for one in data:
            source = Source(month, 1, one)
            makes = [{}, {"tables": IN_A_FILE, "exact": False}]
            for which in makes if order == "edition first" else reversed(makes):
                released.append(plan(source, released, **which))
            month = month.next
        if corrected:
            released.append(plan(Source(MAY.next, 2, data[0]), released, exact=False))
        assert narrowed(released) == set() and telling_late(released) == set()
        for release in released:
            for table in release.tables.values():
                met[table.word] += 1
                met["hidden"] += sum(count is None for count in table.shown.values())
                assert all(count is None or count >= 5 for count in table.shown.values())
        together = [in_full(Source(MAY.plus(n), 1, one)) for n, one in enumerate(data)]
        met["full months are unsafe together"] += bool(narrowed(together))

    tried()
    assert met["hidden"] > 100 and met["full"] and met["rounded"] and met["merged"], met
    assert met["full months are unsafe together"], "the months that are tried would give somebody away"
