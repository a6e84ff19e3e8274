"""The numbers: one definition each, and everything that shows a number counts by it.

Changing what a metric counts means raising `DEFINITION_VERSION`: frozen reports keep the version they were made by. A
new metric changes none of the others: reports from before it say nothing of it.
"""

from django.utils.translation import gettext_lazy as _

from reports.metrics.definitions import cases, contact, coverage, destinations, duty, milestones, transitions
from reports.metrics.metric import Metric

# 2: activities may go on side by side; “contradictory” counts all that cannot be true together, and is apart from
# covered.
# 3: milestones and statutory limits count with who covers on the day; what the young people are in is told of running
# and paused cases alike; what had been opened when the month began, and what was reopened in it, is counted.
DEFINITION_VERSION = 3

# What a subject's numbers are headed by, in the order in which pages and reports explain them. What efforts contributed
# (`efforts`) is counted on a page of its own: neither the overview nor the frozen reports fetch efforts.
SUBJECTS = (
    (_("Young people"), cases),
    (_("Coverage"), coverage),
    (_("Contact and standstill"), contact),
    (_("Age transitions"), transitions),
    (_("Milestones"), milestones),
    (_("Destinations"), destinations),
    (_("Limits of 15–17-year-olds"), duty),
)


def numbers_of(subject) -> list[Metric]:
    """The metrics that a module of definitions defines, in its order."""
    return [found for found in vars(subject).values() if isinstance(found, Metric)]


METRICS: dict[str, Metric] = {
    found.key: found for _title, subject in SUBJECTS for found in numbers_of(subject)
}
