"""What stands in a sheet: somebody to call, a goal, a step, and what the young person answered. Plain values."""

from dataclasses import dataclass
from datetime import date

from plans.milestones.choices import MilestoneStatus
from plans.plan.choices import GoalStatus


@dataclass(frozen=True)
class Who:
    """Somebody to call."""

    name: str
    role: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class GoalLine:
    """A goal in its words, which say so when it is a wish."""

    text: str
    status: str = GoalStatus.NOW
    key: str = ""


@dataclass(frozen=True)
class Step:
    """A milestone as it stands on the road. `number` counts from the reader's feet to the horizon."""

    number: int
    own_words: str
    professional: str
    who: str
    due_on: date | None
    start_on: date | None
    reached_on: date | None
    status: str
    theirs: bool = False  # carried by the partner for whom the sheet is made
    mine: bool = False  # carried by the young person
    aims: tuple[str, ...] = ()
    # What waits for somebody's decision is a wish, and says so: empty for what is promised.
    wish: str = ""
    # Why it cannot be done yet; empty when it can, and to others when it was the young person who said so.
    cannot_because: str = ""
    key: str = ""

    @property
    def reached(self) -> bool:
        """Whether it lies behind."""
        return self.reached_on is not None

    @property
    def cannot_yet(self) -> bool:
        """Whether its day does not count for now."""
        return self.status == MilestoneStatus.CANNOT_YET

    @property
    def under_way(self) -> bool:
        """Whether somebody is at it now."""
        return self.status == MilestoneStatus.UNDER_WAY


@dataclass(frozen=True)
class Asked:
    """What the young person answered when they were asked whether the plan is theirs.

    ``because`` is told to nobody but themselves; ``changed`` is whether the plan says something else by now.
    """

    answer: str
    on: date
    because: str
    changed: bool
