"""How far a plan has come, counted once for page, row and hand-over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from partners.models import Side
from plans.milestones.choices import DUE_STATUSES, MilestoneStatus
from plans.milestones.models import Milestone


@dataclass(frozen=True)
class Progress:
    """Counts over a plan's milestones. What was left behind counts in nothing but ``dropped``.

    ``total`` is reached and open together; ``by_department`` and ``by_partner`` are how many of ``total`` a part of the
    municipality, or any partner at all, carries. ``upcoming`` is the milestone to be done with the
    least due date.
    """

    milestones: tuple[Milestone, ...]
    total: int
    reached: int
    under_way: int
    planned: int
    cannot_yet: int
    dropped: int
    overdue: int
    by_partner: int
    by_department: int
    upcoming: Milestone | None

    @property
    def is_done(self) -> bool:
        """Whether there were milestones and all are reached."""
        return self.total > 0 and self.reached == self.total

    @property
    def segments(self) -> list[tuple[str, str, str]]:
        """``(state, x, width)`` per live milestone for the strip, in per cent, what is reached first."""
        states = ["reached"] * self.reached + ["under_way"] * self.under_way + ["planned"] * self.planned
        states += ["cannot_yet"] * self.cannot_yet
        each = 100 / self.total if self.total else 0
        return [(state, f"{n * each:.2f}%", f"{each:.2f}%") for n, state in enumerate(states)]


def summarise(milestones: Sequence[Milestone], *, on: date) -> Progress:
    """Count ``milestones`` (with contact and partner at hand, or queries follow) as of the day ``on``."""
    live = [m for m in milestones if m.status != MilestoneStatus.DROPPED]
    partners = [
        m.contact.partner for m in live if m.responsible == Milestone.Responsible.PARTNER and m.contact
    ]
    upcoming = min(
        (m for m in live if m.status in DUE_STATUSES and m.due_on),
        key=lambda m: (m.due_on, m.position),
        default=None,
    )
    return Progress(
        milestones=tuple(milestones),
        total=len(live),
        reached=sum(m.status == MilestoneStatus.REACHED for m in live),
        under_way=sum(m.status == MilestoneStatus.UNDER_WAY for m in live),
        planned=sum(m.status == MilestoneStatus.PLANNED for m in live),
        cannot_yet=sum(m.status == MilestoneStatus.CANNOT_YET for m in live),
        dropped=len(milestones) - len(live),
        overdue=sum(m.is_overdue(on) for m in live),
        by_partner=len(partners),
        by_department=sum(partner.side == Side.INTERNAL for partner in partners),
        upcoming=upcoming,
    )
