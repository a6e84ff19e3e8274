"""The demo's unit has its quarters and years made."""

from reports.models import Schedule, Subscription
from reports.schedules import demo


def test_the_demo_decides_once(leader, guide):
    assert demo.load(leader, guide) == demo.load(leader, guide) == 2
    assert {row.what for row in Schedule.objects.all() if row.made} == {"unit-quarter", "unit-year"}
    assert Subscription.objects.get().user == guide
