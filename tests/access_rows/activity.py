"""What the young person is under way with, cases that stand still, and the leader's coverage board."""

from datetime import timedelta

from core import clock
from tests.access_rows import Row


def _period(w):
    return {"period_id": w.period.pk}


def _change(w):
    return {"activity": "eud", "on": clock.today().isoformat()}


def _rest(w):
    return {"reason": "På højskole", "until": (clock.today() + timedelta(days=9)).isoformat()}


_FORM = {"methods": ("get", "post"), "ok": (200, 303, 422)}

ROWS = [
    Row("cases:activities", "read the case"),
    Row("cases:activity_change", "confirm the activity", kwargs=_period, data=_change, **_FORM),
    Row("cases:activity_end", "confirm the activity", kwargs=_period, **_FORM),
    Row("cases:stall_rest", "change the young person's facts", data=_rest, **_FORM),
    Row("overview:coverage", "leaders"),
]
