"""The demo's unit has its quarters and years made."""

from reports.models import Schedule, Subscription
from reports.schedules import demo


def test_the_demo_decides_once(leader, guide):
    assert demo.load(leader, guide) == demo.load(leader, guide) == 3
    assert {row.what for row in Schedule.objects.all() if row.made} == {"unit-quarter", "unit-year", "case"}
    assert Schedule.objects.get(what="case").told_outside
    assert Subscription.objects.get().user == guide
