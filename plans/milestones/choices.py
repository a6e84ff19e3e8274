"""Where a milestone is, and how it may move."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MilestoneStatus(models.TextChoices):
    """Where a milestone is."""

    PLANNED = "planned", _("Planned")
    UNDER_WAY = "under_way", _("Under way")
    CANNOT_YET = "cannot_yet", _("Cannot be done yet")
    REACHED = "reached", _("Reached")
    DROPPED = "dropped", _("Left behind")


MOVES: dict[str, tuple[str, ...]] = {
    MilestoneStatus.PLANNED: (
        MilestoneStatus.UNDER_WAY,
        MilestoneStatus.REACHED,
        MilestoneStatus.CANNOT_YET,
        MilestoneStatus.DROPPED,
    ),
    MilestoneStatus.UNDER_WAY: (
        MilestoneStatus.REACHED,
        MilestoneStatus.PLANNED,
        MilestoneStatus.CANNOT_YET,
        MilestoneStatus.DROPPED,
    ),
    MilestoneStatus.CANNOT_YET: (
        MilestoneStatus.UNDER_WAY,
        MilestoneStatus.PLANNED,
        MilestoneStatus.DROPPED,
    ),
    MilestoneStatus.REACHED: (MilestoneStatus.UNDER_WAY, MilestoneStatus.PLANNED),
    MilestoneStatus.DROPPED: (
        MilestoneStatus.PLANNED,
        MilestoneStatus.UNDER_WAY,
        MilestoneStatus.CANNOT_YET,
    ),
}


# Neither reached nor left behind.
OPEN_STATUSES = (MilestoneStatus.PLANNED, MilestoneStatus.UNDER_WAY, MilestoneStatus.CANNOT_YET)
# Open, and its day counts: what cannot be done yet keeps its day, and is not late.
DUE_STATUSES = (MilestoneStatus.PLANNED, MilestoneStatus.UNDER_WAY)


# So many days after it was said last that a milestone cannot be done yet, it is asked about again: a month, so that
# what waits for somebody else does not wait unseen from one talk to the next.
CANNOT_YET_DAYS = 30


# What a button of each move says: from where, to where.
MOVE_WORDS = {
    (MilestoneStatus.PLANNED, MilestoneStatus.UNDER_WAY): _("Begin"),
    (MilestoneStatus.PLANNED, MilestoneStatus.REACHED): _("Reached"),
    (MilestoneStatus.PLANNED, MilestoneStatus.CANNOT_YET): _("Cannot be done yet"),
    (MilestoneStatus.PLANNED, MilestoneStatus.DROPPED): _("Leave behind"),
    (MilestoneStatus.UNDER_WAY, MilestoneStatus.REACHED): _("Reached"),
    (MilestoneStatus.UNDER_WAY, MilestoneStatus.PLANNED): _("Not begun after all"),
    (MilestoneStatus.UNDER_WAY, MilestoneStatus.CANNOT_YET): _("Cannot be done yet"),
    (MilestoneStatus.UNDER_WAY, MilestoneStatus.DROPPED): _("Leave behind"),
    (MilestoneStatus.CANNOT_YET, MilestoneStatus.UNDER_WAY): _("It can be done now: begin"),
    (MilestoneStatus.CANNOT_YET, MilestoneStatus.PLANNED): _("It can be done now"),
    (MilestoneStatus.CANNOT_YET, MilestoneStatus.DROPPED): _("Leave behind"),
    (MilestoneStatus.REACHED, MilestoneStatus.UNDER_WAY): _("Not reached after all"),
    (MilestoneStatus.REACHED, MilestoneStatus.PLANNED): _("Plan it again"),
    (MilestoneStatus.DROPPED, MilestoneStatus.PLANNED): _("Take it up again"),
    (MilestoneStatus.DROPPED, MilestoneStatus.UNDER_WAY): _("Continue with it"),
    (MilestoneStatus.DROPPED, MilestoneStatus.CANNOT_YET): _("Take it up again: it cannot be done yet"),
}
