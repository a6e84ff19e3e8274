"""What happened on the way, for below the pictures of how a young person develops: milestones, meetings, efforts and
destinations. It stands beside the measures on the same time; nobody reckons the one from the other.
"""

from cases.models import Case
from core import clock
from meetings.models import Meeting
from plans.models import Effort, Milestone, Outcome
from progress.chart.frame import DESTINATION, EFFORT, MEETING, MILESTONE, Mark


def marks_of(case: Case) -> tuple[Mark, ...]:
    """What happened, the first first; four queries."""
    found = [
        Mark(MILESTONE, row.reached_on, row.own_words)
        for row in Milestone.objects.filter(plan__case=case, reached_on__isnull=False)
    ]
    found += [
        Mark(MEETING, clock.local_date(row.starts_at), str(row.type))
        for row in Meeting.objects.filter(case=case, state=Meeting.State.HELD).select_related("type")
    ]
    found += [
        Mark(EFFORT, row.from_on, row.name, row.last_on)
        for row in Effort.objects.standing().filter(plan__case=case, from_on__lte=clock.today())
    ]
    found += [
        Mark(DESTINATION, row.started_on, str(row.destination))
        for row in Outcome.objects.filter(case=case).select_related("destination")
    ]
    return tuple(sorted(found, key=lambda mark: (mark.on, mark.kind, mark.words)))
