"""Schedules for the demo, decided through the real action: quarters and years besides the months."""

from core import clock
from reports.periods.rules import Year
from reports.schedules.actions import decide, subscribe
from reports.schedules.forms import ScheduleForm
from reports.schedules.models import Schedule, What


def load(leader, guide) -> int:
    """The unit's quarter and year are made, too, partners and young people are told of a new status, and one guide of
    their month; what is decided stays.
    """
    for what in (What.UNIT_QUARTER, What.UNIT_YEAR):
        schedule = Schedule.objects.of(leader.unit)[what]
        if schedule._state.adding:
            sent = {"made": "on", "told": "leaders", "from_on": Year.of(clock.today()).first.isoformat()}
            form = ScheduleForm(sent, instance=schedule)
            if form.is_valid():
                decide(form, by=leader)
    status = Schedule.objects.of(leader.unit)[What.CASE]
    if status._state.adding:
        sent = {"made": "on", "every": 1, "step": "month", "told": "nobody", "told_outside": "on"}
        form = ScheduleForm(sent, instance=status)
        if form.is_valid():
            decide(form, by=leader)
    if not guide.report_subscriptions.exists():
        subscribe(What.GUIDE_MONTH, wanted=True, by=guide)
    return Schedule.objects.filter(unit=leader.unit).count()
