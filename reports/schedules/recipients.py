"""Who is told of which report: by the unit's schedule, unless they do not want it; and those who have asked for it."""

from django.db.models import Exists, OuterRef, Q

from accounts.models import Role, User
from reports.schedules.models import Schedule, Subscription, What

_ROLES = {
    Schedule.Told.NOBODY: (),
    Schedule.Told.LEADERS: (Role.LEADER,),
    Schedule.Told.GUIDES: (Role.GUIDE,),
    Schedule.Told.BOTH: (Role.LEADER, Role.GUIDE),
}
# What a guide reads of their own.
OWN = (What.GUIDE_MONTH, What.CASE)


def may_want(user: User) -> list[str]:
    """The kinds of report that somebody can be told of: those that they may read."""
    if user.is_leader:
        return list(What)
    return list(OWN) if user.is_guide else []


def recipients(unit, what: str):
    """Those who are told of a kind of report, each of them once: whoever stands in the schedule or has asked."""
    told = Schedule.objects.of(unit)[what].told
    readers = (Role.LEADER, Role.GUIDE) if what in OWN else (Role.LEADER,)
    said = Subscription.objects.filter(user=OuterRef("pk"), what=what)
    wanted, unwanted = Exists(said.filter(wanted=True)), Exists(said.filter(wanted=False))
    rows = User.objects.filter(unit=unit, is_active=True, role__in=readers)
    return rows.filter(Q(role__in=_ROLES[told]) | Q(wanted)).exclude(unwanted).order_by("pk")


def wants(user: User) -> dict[str, bool]:
    """Every kind of report that somebody can be told of, and whether they are."""
    schedules = Schedule.objects.of(user.unit)
    said = dict(user.report_subscriptions.values_list("what", "wanted"))
    return {what: said.get(what, user.role in _ROLES[schedules[what].told]) for what in may_want(user)}
