"""Fingerprint and difference of frozen figures."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.snapshots.canonical import canonical, fingerprint
from reports.snapshots.diff import MISSING, Change, diff, flatten

# Unicode tables are built on first use, which is slow on a busy machine.
steady = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
VALUE = st.one_of(st.integers(0, 600), st.booleans(), st.none(), st.text(max_size=5))
ROWS = st.dictionaries(st.text("abcø", min_size=1, max_size=2), st.integers(0, 9), max_size=4).map(
    lambda d: [{"key": key, "count": count} for key, count in d.items()]
)
FIGURES = st.dictionaries(st.text("xyzå", min_size=1, max_size=3), st.one_of(VALUE, ROWS), max_size=5)


def test_a_row_that_joins_is_one_addition():
    before = {"by_guide": [{"key": "7", "running": 60}, {"key": "9", "running": 61}]}
    after = {
        "by_guide": [{"key": "8", "running": 3}, {"key": "7", "running": 60}, {"key": "9", "running": 58}]
    }
    assert diff(before, after) == [
        Change(("by_guide", "8", "key"), MISSING, "8"),
        Change(("by_guide", "8", "running"), MISSING, 3),
        Change(("by_guide", "9", "running"), 61, 58),
    ]
    assert diff(before, after)[2].step == -3


def test_one_is_not_true():
    assert len(diff({"a": 1}, {"a": True})) == 1
    assert diff({"a": 1}, {"a": True})[0].step is None


@steady
@given(FIGURES)
def test_same_figures_have_no_difference_and_one_fingerprint(figures):
    shuffled = dict(reversed(figures.items()))
    assert diff(figures, shuffled) == []
    assert fingerprint(figures) == fingerprint(shuffled) == fingerprint(json.loads(canonical(figures)))


@steady
@given(FIGURES, FIGURES)
def test_before_and_difference_give_after(before, after):
    leaves = dict(flatten(before))
    for change in diff(before, after):
        if change.removed:
            del leaves[change.path]
        else:
            leaves[change.path] = change.after
    assert leaves == dict(flatten(after))


@steady
@given(FIGURES, FIGURES)
def test_fingerprints_differ_when_leaves_do(before, after):
    if diff(before, after):
        assert fingerprint(before) != fingerprint(after)
