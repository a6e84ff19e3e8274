"""What a partner may propose about a promise, why, and what follows when the guide says yes."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from plans.milestones.choices import MilestoneStatus

# So many days without a sign of life, and both sides are told that nothing has happened.
QUIET_DAYS = 30
# So many days a question may wait for the partner before the guide is told that it is not answered.
PROMISE_ANSWER_DAYS = 7


class ProposalKind(models.TextChoices):
    """What a partner may propose about its promise."""

    EXTEND = "extend", _("More time")
    OTHER_DAY = "other_day", _("Another day")
    END = "end", _("End it")
    NOT_RIGHT = "not_right", _("It does not suit the young person")


class ProposalReason(models.TextChoices):
    """Why, from a short list. “Other” needs words."""

    DONE = "done", _("What was agreed is done")
    NEEDS_LONGER = "needs_longer", _("It takes longer than we thought")
    YOUTH_WISH = "youth_wish", _("The young person wishes it")
    YOUTH_CANNOT = "youth_cannot", _("The young person cannot at the moment")
    NO_ROOM = "no_room", _("We have no place or no time")
    NO_CONTACT = "no_contact", _("We cannot get hold of the young person")
    WRONG_OFFER = "wrong_offer", _("Something else would help more")
    OTHER = "other", _("Other")


R = ProposalReason

# Which reasons go with which kind.
REASONS: Mapping[str, tuple[ProposalReason, ...]] = {
    ProposalKind.EXTEND: (R.NEEDS_LONGER, R.YOUTH_WISH, R.YOUTH_CANNOT, R.NO_ROOM, R.OTHER),
    ProposalKind.OTHER_DAY: (R.YOUTH_WISH, R.YOUTH_CANNOT, R.NO_ROOM, R.OTHER),
    ProposalKind.END: (R.DONE, R.YOUTH_WISH, R.NO_CONTACT, R.NO_ROOM, R.OTHER),
    ProposalKind.NOT_RIGHT: (R.WRONG_OFFER, R.YOUTH_WISH, R.YOUTH_CANNOT, R.OTHER),
}

# The kinds that give the milestone another day.
WITH_A_DAY = (ProposalKind.EXTEND, ProposalKind.OTHER_DAY)


def leads_to(kind: str, reason: str) -> MilestoneStatus | None:
    """Where the milestone is moved when the guide accepts; None where it only gets another day."""
    if kind in WITH_A_DAY:
        return None
    reached = kind == ProposalKind.END and reason == ProposalReason.DONE
    return MilestoneStatus.REACHED if reached else MilestoneStatus.DROPPED


class ReportKind(models.TextChoices):
    """What a partner reports about a promise. That somebody did not come is the guide's to read."""

    ATTENDED = "attended", _("Came as agreed")
    ABSENT = "absent", _("Did not attend")
    CONTACT = "contact", _("We were in contact")
    UNDER_WAY = "under_way", _("Still under way")


def quiet_days(heard_at: datetime, start_on: date | None, today: date) -> int | None:
    """For how many days nothing has been heard of a promise that has begun, when that is long enough to tell of."""
    days = (today - clock.local_date(heard_at)).days
    return days if days >= QUIET_DAYS and (start_on is None or start_on <= today) else None
