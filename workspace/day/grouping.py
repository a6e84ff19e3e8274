"""Lines by *overdue · today · this week · later*."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from django.utils.translation import gettext as _

from workspace.day.themes import THEMES, place_of, theme_of
from workspace.lines.line import Line, Page, Task

SHOWN_PER_GROUP = 25


@dataclass(slots=True)
class Section:
    """The lines of a group that are about the same, and how many there are with those that are not shown."""

    key: str
    title: str
    total: int
    lines: list[Line]


@dataclass(slots=True)
class Group:
    """Lines that belong together in time, and how many there are beyond those shown."""

    css: str
    title: str
    tasks: list[Task]
    total: int
    # The tasks as a page shows them.
    lines: list[Line] = field(default_factory=list)
    # The lines by what they are about, where there are several kinds.
    sections: list[Section] = field(default_factory=list)

    @property
    def hidden(self) -> int:
        """How many are not shown."""
        return self.total - len(self.tasks)


def place_in_late(task: Task) -> tuple[int, bool]:
    """The place among what is overdue: by what it is about, the law first."""
    return place_of(task), not task.statutory


def sections(tasks: list[Task], lines: list[Line]) -> list[Section]:
    """The lines, which are the first of ``tasks``, under a heading for each theme; none when there is only one."""
    made = []
    for key, mine in groupby(enumerate(tasks), key=lambda pair: theme_of(pair[1])):
        numbers = [n for n, _task in mine]
        made.append(Section(key, str(THEMES[key][0]), len(numbers), lines[numbers[0] : numbers[-1] + 1]))
    return made if len(made) > 1 else []


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
    tasks = sorted(tasks, key=lambda t: (t.due, t.born, t.kind))
    drawn = []
    for css, (title, belongs) in parts.items():
        mine = [task for task in tasks if belongs(task)]
        if css == "late":
            # What has waited longest would bury what was promised.
            mine.sort(key=place_in_late)
        shown = mine if show_all else mine[:SHOWN_PER_GROUP]
        lines = [task.line(today, page) for task in shown] if page else []
        drawn.append(
            Group(css, title, shown, len(mine), lines, sections(mine, lines) if css == "late" else [])
        )
    return drawn
