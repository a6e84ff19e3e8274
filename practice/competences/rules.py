"""How a qualification stands, and until when somebody who has been on a course is to share it. Pure rules."""

from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# Whoever has been on a course shares it with colleagues within so many days.
COURSE_SHARE_DAYS = 14
# So long before its last day a course may have begun.
COURSE_DAYS = 7
# … unless it is written down so long after that it was shared, or never will be.
OLD_DAYS = 60


class Standing(TextChoices):
    """How the qualification for guidance stands that the law asks for (vejledningsbekendtgørelsen)."""

    NONE = "none", _("not qualified")
    UNDER_WAY = "under_way", _("under way")
    LATE = "late", _("under way, and past the day")
    STATED = "stated", _("the paper is not seen yet")
    CONFIRMED = "confirmed", _("the paper is seen")


def standing(*, title: str, until_on: date | None, seen_title: str, on: date) -> Standing:
    """How it stands on the day: ``title`` is what somebody is qualified as, ``until_on`` the last day by which one who
    is under way is to be done, and ``seen_title`` what the paper said that a leader saw.

    Another title than the one that was seen is one that nobody has seen.
    """
    if title:
        return Standing.CONFIRMED if seen_title == title else Standing.STATED
    if until_on is None:
        return Standing.NONE
    return Standing.LATE if until_on < on else Standing.UNDER_WAY


def is_told_of(held_on: date, course_on: date) -> bool:
    """Whether a report that gives ``course_on`` as the day of the course is of one whose last day was ``held_on``: a
    course of several days may be called by any of its last week.
    """
    return timedelta(0) <= held_on - course_on < timedelta(days=COURSE_DAYS)


def share_by(held_on: date, written_on: date) -> date | None:
    """The last day on which a course whose last day was ``held_on`` is shared in time; None for one that was over more
    than `OLD_DAYS` before it was written down: nothing is asked of it.
    """
    if held_on + timedelta(days=OLD_DAYS) < written_on:
        return None
    return held_on + timedelta(days=COURSE_SHARE_DAYS)
