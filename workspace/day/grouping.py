"""Lines by *overdue · today · this week · later*."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from workspace.day.line import Line, Page, Task

SHOWN_PER_GROUP = 25


# Among what is overdue, the law comes first, then dates that were agreed, then these.
FOLLOW_UP = {"confirm", "activity", "contact", "both", "consent"}


@dataclass(slots=True)
class Group:
    """Lines that belong together in time, and how many there are beyond those shown."""

    css: str
    title: str
    tasks: list[Task]
    total: int
    # The tasks as a page shows them.
    lines: list[Line] = field(default_factory=list)

    @property
    def hidden(self) -> int:
        """How many are not shown."""
        return self.total - len(self.tasks)


def weight(task: Task) -> int:
    """The place among what is overdue: 0 the law, 1 a date that was agreed, 2 follow-up."""
    return 0 if task.statutory else 2 if task.kind in FOLLOW_UP else 1


def groups(
    tasks: list[Task], today: date, *, page: Page | None = None, show_all: bool = False
) -> list[Group]:
    """The lines by *overdue · today · this week · later*, each group cut to what a page can bear.

    Without a ``page`` they are only counted, and no lines are made.
    """
    week = today + timedelta(days=max(6 - today.weekday(), 1))
    parts = {
        "late": (_("Overdue"), lambda t: t.due < today),
        "today": (_("Today"), lambda t: t.due == today),
        "week": (_("This week"), lambda t: today < t.due <= week),
        "later": (_("Later"), lambda t: t.due > week),
    }
    tasks = sorted(tasks, key=lambda t: (t.due, t.case.person.birth_date, t.kind))
    drawn = []
    for css, (title, belongs) in parts.items():
        mine = [task for task in tasks if belongs(task)]
        if css == "late":
            # What has waited longest would bury what was promised.
            mine.sort(key=weight)
        shown = mine if show_all else mine[:SHOWN_PER_GROUP]
        lines = [task.line(today, page) for task in shown] if page else []
        drawn.append(Group(css, title, shown, len(mine), lines))
    return drawn
