"""What the case page and the page of activities show: what goes on, and the picture of the last two years."""

from collections.abc import Iterable

from cases.activity import picture as activity_picture
from cases.activity import rules as activity_rules
from cases.activity.models import ActivityPeriod
from cases.activity.picture import Doing, Picture
from cases.casefile.models import Activity, Case
from core import clock

_LABELS = dict(Activity.choices)


def periods_of(case: Case) -> list[ActivityPeriod]:
    """Everything we hold to be true about the case's activities, in one query."""
    return list(case.activity_periods.current().select_related("partner", "confirmed_by"))


def present_of(periods: Iterable[ActivityPeriod]) -> list[ActivityPeriod]:
    """Those that go on, what counts most first."""
    return sorted((row for row in periods if row.until_on is None), key=activity_rules.weight)


def picture_of(case: Case, periods: Iterable[ActivityPeriod]) -> Picture:
    """The picture; a row that ended the day it began was a slip, and is left out."""
    doings = [
        Doing(
            ", ".join(filter(None, [str(_LABELS[row.activity]), row.place])),
            row.from_on,
            row.until_on,
            row.confirmed_on,
            row.activity in (Activity.NONE, Activity.UNKNOWN),
        )
        for row in periods
        if row.until_on is None or row.until_on > row.from_on
    ]
    return activity_picture.draw(doings, today=clock.today(), fresh_days=case.unit.activity_fresh_days)


def now_of(case: Case, periods: list[ActivityPeriod]) -> dict:
    """The context of ``cases/activity/_now.html``. No query."""
    present = present_of(periods)
    return {
        "present": present,
        "known": any(row.activity != Activity.UNKNOWN for row in present),
        "picture": picture_of(case, periods),
    }
