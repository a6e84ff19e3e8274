"""Everything that has passed about one promise, in the order in which it is read."""

from dataclasses import dataclass, field
from datetime import date

from plans.milestones.models import Milestone
from plans.promises.models import PromiseQuestion, PromiseReport, Proposal
from plans.promises.querysets import promises, with_signs
from plans.promises.rules import quiet_days


@dataclass(slots=True)
class Passed:
    """What passed between the guide and the partner about one milestone."""

    # Undecided ones first, then newest first.
    proposals: list[Proposal] = field(default_factory=list)
    questions: list[PromiseQuestion] = field(default_factory=list)
    reports: list[PromiseReport] = field(default_factory=list)
    # For how many days nothing was heard of it, when that is long.
    quiet: int | None = None


def passed(milestone: Milestone, today: date, *, partner=None) -> Passed:
    """What passed about the milestone; with ``partner`` only what passed with that one. Four queries."""

    def of(model):
        rows = model.objects.filter(milestone=milestone)
        return rows.filter(partner=partner) if partner else rows

    proposals = list(of(Proposal).select_related("by", "decided_by", "partner"))
    questions = list(of(PromiseQuestion).select_related("asked_by", "answered_by", "partner"))
    for row in [*proposals, *questions]:
        row.milestone = milestone
    proposals.sort(key=lambda row: not row.waits)
    questions.sort(key=lambda row: not row.waits)
    return Passed(
        proposals,
        questions,
        list(of(PromiseReport).select_related("by", "partner")),
        quiet_of(milestone, today),
    )


def quiet_of(milestone: Milestone, today: date) -> int | None:
    """For how many days nothing was heard of the promise, when that is long enough to tell of; one query."""
    found = with_signs(promises().filter(pk=milestone.pk)).values_list("heard_at", flat=True).first()
    return quiet_days(found, milestone.start_on, today) if found else None
