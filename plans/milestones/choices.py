"""Where a milestone is, and how it may move."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MilestoneStatus(models.TextChoices):
    """Where a milestone is."""

    PLANNED = "planned", _("Planned")
    UNDER_WAY = "under_way", _("Under way")
    REACHED = "reached", _("Reached")
    DROPPED = "dropped", _("Left behind")


MOVES: dict[str, tuple[str, ...]] = {
    MilestoneStatus.PLANNED: (MilestoneStatus.UNDER_WAY, MilestoneStatus.REACHED, MilestoneStatus.DROPPED),
    MilestoneStatus.UNDER_WAY: (MilestoneStatus.REACHED, MilestoneStatus.PLANNED, MilestoneStatus.DROPPED),
    MilestoneStatus.REACHED: (MilestoneStatus.UNDER_WAY, MilestoneStatus.PLANNED),
    MilestoneStatus.DROPPED: (MilestoneStatus.PLANNED, MilestoneStatus.UNDER_WAY),
}


OPEN_STATUSES = (MilestoneStatus.PLANNED, MilestoneStatus.UNDER_WAY)


# What a button of each move says: from where, to where.
MOVE_WORDS = {
    (MilestoneStatus.PLANNED, MilestoneStatus.UNDER_WAY): _("Begin"),
    (MilestoneStatus.PLANNED, MilestoneStatus.REACHED): _("Reached"),
    (MilestoneStatus.PLANNED, MilestoneStatus.DROPPED): _("Leave behind"),
    (MilestoneStatus.UNDER_WAY, MilestoneStatus.REACHED): _("Reached"),
    (MilestoneStatus.UNDER_WAY, MilestoneStatus.PLANNED): _("Not begun after all"),
    (MilestoneStatus.UNDER_WAY, MilestoneStatus.DROPPED): _("Leave behind"),
    (MilestoneStatus.REACHED, MilestoneStatus.UNDER_WAY): _("Not reached after all"),
    (MilestoneStatus.REACHED, MilestoneStatus.PLANNED): _("Plan it again"),
    (MilestoneStatus.DROPPED, MilestoneStatus.PLANNED): _("Take it up again"),
    (MilestoneStatus.DROPPED, MilestoneStatus.UNDER_WAY): _("Continue with it"),
}
