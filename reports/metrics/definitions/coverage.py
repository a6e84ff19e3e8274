"""The coverage: who is under way with something according to a plan, and who is not."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.activity.rules import BUSY_KINDS
from cases.models import Activity
from cases.people.rules import OF_AGE
from reports.metrics.definitions.cases import CARRIED_SINCE_3, IN_CARE
from reports.metrics.metric import metric
from reports.metrics.sources import CASES

# Every open case is in exactly one of these, and every young person of 18 or more in care in one of the adults'.
COVERAGE = ("covered", "waiting", "in_nothing", "contradictory", "unknown")


ADULT_COVERAGE = ("adults_covered", "adults_in_nothing", "adults_contradictory", "adults_unknown")

_CLASH = Q(at_clash__in=("nothing", "hours"))


_UNPLANNED = Q(at_planned=False) | Q(at_under_plan=False)


def fresh(when):
    return Q(at_confirmed_on__gte=when.fresh_since)


def _busy(when):
    return fresh(when) & Q(at_activity__in=BUSY_KINDS)


def not_known(when):
    stale = Q(at_confirmed_on__isnull=True) | Q(at_confirmed_on__lt=when.fresh_since)
    return stale | Q(at_activity__isnull=True) | Q(at_activity=Activity.UNKNOWN)


def _adult(when):
    return when.aged(OF_AGE // 12, 120)


@metric(
    CASES,
    _("In something under a plan"),
    _(
        "Running or paused cases with an open plan, where an activity other than “nothing” has been "
        "confirmed recently enough, one of the present activities is part of the plan, and they do not "
        "contradict each other."
    ),
    why=_("The unit's task in one number: everybody is in something that the plan knows of."),
    limits=_("It says nothing of how well it goes."),
    of=("in_unit",),
    changed=CARRIED_SINCE_3
    | {2: _("What cannot be true together no longer counts here, but as contradictory.")},
)
def covered(when):
    return IN_CARE & _busy(when) & Q(at_planned=True, at_under_plan=True, at_clash="")


@metric(
    CASES,
    _("Contradictory"),
    _(
        "Running or paused cases with a recently confirmed activity that cannot be the whole truth: "
        "“nothing” stands beside something, two full-time activities go on at once, no plan is open or the "
        "plan knows nothing of it, or a positive destination has been reached and lasts while the young "
        "person is said to be in nothing."
    ),
    why=_("What is recorded cannot be the whole truth: somebody is to look and put it right."),
    of=("in_unit",),
    since=2,
    changed=CARRIED_SINCE_3,
)
def contradictory(when):
    idle = fresh(when) & Q(at_activity=Activity.NONE, at_arrived=True)
    return IN_CARE & (_busy(when) & (_CLASH | _UNPLANNED) | idle)


@metric(
    CASES,
    _("In something, but without a plan"),
    _(
        "The part of the contradictory where a recently confirmed activity goes on, but no plan is open or "
        "the plan knows nothing of it."
    ),
    why=_("What goes on outside the plan cannot be followed up there."),
    of=("contradictory",),
    changed=CARRIED_SINCE_3
    | {2: _("A part of the contradictory; before, it stood beside the other parts of the coverage.")},
)
def unplanned(when):
    return IN_CARE & _busy(when) & Q(at_clash="") & _UNPLANNED


@metric(
    CASES,
    _("In nothing"),
    _(
        "Running or paused cases where it is recently confirmed that the young person is in nothing, and "
        "no destination reached says otherwise."
    ),
    why=_("Those who are confirmed to be in nothing are the first to help."),
    of=("in_unit",),
    changed=CARRIED_SINCE_3
    | {2: _("Whoever is said to be in nothing while a destination lasts is contradictory instead.")},
)
def in_nothing(when):
    return IN_CARE & fresh(when) & Q(at_activity=Activity.NONE, at_arrived=False)


@metric(
    CASES,
    _("Activity unknown"),
    _(
        "Running or paused cases where nobody has confirmed the activity within the unit's limit, or it is "
        "recorded as unknown."
    ),
    why=_("What nobody has confirmed is not known, and is never told as if it were."),
    limits=_("It rises when confirmations are forgotten, whatever the young people do."),
    of=("in_unit",),
    changed=CARRIED_SINCE_3,
)
def unknown(when):
    return IN_CARE & not_known(when)


@metric(
    CASES,
    _("Over 18"),
    _("Running or paused cases where the young person is 18 or more on the day."),
    why=_("No duty to learn holds those over 18: they drop out of sight most easily."),
    of=("in_care",),
    changed=CARRIED_SINCE_3,
)
def adults(when):
    return IN_CARE & _adult(when)


@metric(
    CASES,
    _("Over 18, in something under a plan"),
    _("The part of those over 18 who are in something under a plan."),
    why=_("The coverage of those whom no school holds."),
    of=("adults",),
    changed=CARRIED_SINCE_3,
)
def adults_covered(when):
    return covered.condition(when) & _adult(when)


@metric(
    CASES,
    _("Over 18 and in nothing"),
    _("The part of those over 18 who are confirmed to be in nothing."),
    why=_("Those over 18 and in nothing: the first whom the unit talks about."),
    of=("adults",),
    changed=CARRIED_SINCE_3,
)
def adults_in_nothing(when):
    return in_nothing.condition(when) & _adult(when)


@metric(
    CASES,
    _("Over 18, contradictory"),
    _("The part of those over 18 whose activity contradicts something."),
    why=_("What is recorded of an adult and cannot be the whole truth."),
    of=("adults",),
    since=2,
    changed=CARRIED_SINCE_3,
)
def adults_contradictory(when):
    return contradictory.condition(when) & _adult(when)


@metric(
    CASES,
    _("Over 18, activity unknown"),
    _("The part of those over 18 whose activity is unknown."),
    why=_("The adults of whom nobody knows what they do."),
    of=("adults",),
    changed=CARRIED_SINCE_3,
)
def adults_unknown(when):
    return unknown.condition(when) & _adult(when)
