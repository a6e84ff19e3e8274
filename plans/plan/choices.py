"""Where a goal is and how it may move, and whether the young person took part in a change."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class GoalStatus(models.TextChoices):
    """Where a goal is."""

    NOW = "now", _("Now")
    LATER = "later", _("Later")
    REACHED = "reached", _("Reached")
    REMOVED = "removed", _("Removed")


# What is worked for comes first: what is for later becomes a goal of now before it can be reached.
GOAL_MOVES: dict[str, tuple[str, ...]] = {
    GoalStatus.NOW: (GoalStatus.REACHED, GoalStatus.LATER, GoalStatus.REMOVED),
    GoalStatus.LATER: (GoalStatus.NOW, GoalStatus.REMOVED),
    GoalStatus.REACHED: (GoalStatus.NOW,),
    GoalStatus.REMOVED: (GoalStatus.NOW, GoalStatus.LATER),
}


STANDING_GOALS = (GoalStatus.NOW, GoalStatus.LATER)


# What each move is called, from where to where.
GOAL_MOVE_WORDS = {
    (GoalStatus.NOW, GoalStatus.REACHED): _("It is reached"),
    (GoalStatus.NOW, GoalStatus.LATER): _("It can wait until later"),
    (GoalStatus.NOW, GoalStatus.REMOVED): _("Remove it from the plan"),
    (GoalStatus.LATER, GoalStatus.NOW): _("Work for it now"),
    (GoalStatus.LATER, GoalStatus.REMOVED): _("Remove it from the plan"),
    (GoalStatus.REACHED, GoalStatus.NOW): _("It is not reached after all"),
    (GoalStatus.REMOVED, GoalStatus.NOW): _("Take it up again now"),
    (GoalStatus.REMOVED, GoalStatus.LATER): _("Take it up again, for later"),
}


class TookPart(models.TextChoices):
    """Whether the young person took part in a change of the plan."""

    MEETING = "meeting", _("Yes, we sat together")
    PHONE = "phone", _("Yes, on the phone")
    WROTE = "wrote", _("Yes, they wrote it themselves")
    SELF = "self", _("Yes, on their own page")
    YES = "yes", _("Yes")  # how was not asked once
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not known")


# How a young person's own words change: only like this.
WITH_THEM = (TookPart.MEETING, TookPart.PHONE, TookPart.WROTE, TookPart.SELF)
# What nobody else says for them, and what is no longer asked.
NOT_ASKED = (TookPart.SELF, TookPart.YES)
