"""Young people by what became of them, told by the real verbs on the days on which it happened."""

import datetime as dt
from types import SimpleNamespace

from cases.activity.actions import set_activity
from cases.casefile.actions import set_status
from cases.closing.actions import close, reopen
from cases.models import Status
from core import clock
from overview.outcomes.asked import Asked
from plans.models import Destination
from plans.plan.actions import end_outcome, record_outcome
from reports.moments.moment import Moment
from tests.helpers.factories import make_case

TODAY = dt.date(2026, 11, 21)


def ago(days):
    return TODAY - dt.timedelta(days=days)


def on(days, act, *args, **kwargs):
    with clock.travel(ago(days)):
        return act(*args, **kwargs)


def reach(case, days, *, code="eud", lasted=None, told=None):
    """A positive destination that began so many days ago, told then, or so many days ago."""
    row = on(
        days if told is None else told,
        record_outcome,
        case,
        Destination.objects.get(code=code),
        by=case.guide,
        started_on=ago(days),
    )
    if lasted is not None:
        on(days - lasted, end_outcome, row, by=case.guide, on=ago(days - lasted))
    return row


def begin(guide, days, *, born=dt.date(2008, 5, 1), **fields):
    return on(days, make_case, guide, on=ago(days), birth_date=born, **fields)


def ten_fates(guide, leader):
    """Ten young people by what became of them."""
    held = begin(guide, 700)
    on(690, set_activity, held, "fgu", by=guide)
    reach(held, 370)
    again = begin(guide, 690)
    reach(again, 370, lasted=120)
    reach(again, 200, code="ordinary_job")
    busy = begin(guide, 600, born=dt.date(2005, 5, 1))
    on(590, set_activity, busy, "school", by=guide)
    on(300, set_activity, busy, "internship", by=guide)
    reach(busy, 120, code="ordinary_job", lasted=80)
    on(10, set_activity, busy, "course", by=guide)
    moved = begin(guide, 500)
    on(300, close, moved, by=leader, reason="moved")
    back = begin(guide, 400)
    on(300, close, back, by=leader, reason="declined")
    on(200, reopen, back, by=leader)
    before = begin(guide, 300)
    reach(before, 310, told=290)
    summer = begin(guide, 200)
    on(150, close, summer, by=leader, reason="destination")
    reach(summer, 100)
    late = begin(guide, 190)
    on(180, close, late, by=leader, reason="destination")
    reach(late, 60)
    paused = begin(guide, 500)
    on(450, set_activity, paused, "fgu", by=guide)
    on(400, set_status, paused, Status.PAUSED, by=guide)
    on(350, set_status, paused, Status.RUNNING, by=guide)
    reach(paused, 300, lasted=30)
    mistake = begin(guide, 100)
    on(90, close, mistake, by=leader, reason="mistake")
    begin(guide, 800)
    begin(guide, 50, shielded=True)
    return SimpleNamespace(
        held=held, again=again, busy=busy, moved=moved, back=back, before=before, summer=summer, late=late,
        paused=paused,
    )  # fmt: skip


def figures_on(user, day=None, *, known=None, first=None, last=None):
    return Asked.of(Moment(day, known), first, last).figures(user)
