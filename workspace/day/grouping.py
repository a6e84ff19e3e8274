"""Lines by *overdue · today · this week · later*."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from workspace.day.themes import THEMES, place_of, theme_of
from workspace.lines.line import Line, Page, Task

SHOWN_PER_GROUP = 25
# Of what is overdue, so many lines of each theme go before the rest: one long theme hides no other.
SHOWN_PER_THEME = 3


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


def first_of_each(tasks: list[Task]) -> list[Task]:
    """As many of ``tasks``, which stand theme by theme, as a page can bear: the first of every theme, the second, the
    third, and then the rest in their order; as they stood.
    """
    turn, seen = [], Counter()
    for n, task in enumerate(tasks):
        theme = theme_of(task)
        turn.append((min(seen[theme], SHOWN_PER_THEME), n))
        seen[theme] += 1
    return [tasks[n] for n in sorted(n for _turn, n in sorted(turn)[:SHOWN_PER_GROUP])]


def sections(tasks: list[Task], shown: list[Task], lines: list[Line]) -> list[Section]:
    """The lines, which are those of ``shown``, under a heading for each theme of ``tasks``; none when there is only
    one.
    """
    totals, of_theme = Counter(map(theme_of, tasks)), defaultdict(list)
    for task, line in zip(shown, lines, strict=False):  # without a page there are no lines
        of_theme[theme_of(task)].append(line)
    made = [Section(key, str(THEMES[key][0]), total, of_theme[key]) for key, total in totals.items()]
    return made if len(made) > 1 else []


def groups(
    tasks: list[Task], today: date, *, page: Page | None = None, show_all: bool = False
) -> list[Group]:
    """The lines by *overdue · today · this week · later*, each group cut to what a page can bear.

    Without a ``page`` they are only counted, and no lines are made.
    """
    left = 6 - today.weekday()
    week = today + timedelta(days=max(left, 1))
    parts = {
        "late": (_("Overdue"), lambda t: t.due < today),
        "today": (_("Today"), lambda t: t.due == today),
        "week": (_("This week") if left else _("Tomorrow"), lambda t: today < t.due <= week),
        "later": (_("Later"), lambda t: t.due > week),
    }
    tasks = sorted(tasks, key=lambda t: (t.due, t.born, t.kind))
    drawn = []
    for css, (title, belongs) in parts.items():
        mine = [task for task in tasks if belongs(task)]
        if css == "late":
            # What has waited longest would bury what was promised.
            mine.sort(key=place_in_late)
        shown = mine
        if not show_all:
            shown = first_of_each(mine) if css == "late" else mine[:SHOWN_PER_GROUP]
        lines = [task.line(today, page) for task in shown] if page else []
        by_theme = sections(mine, shown, lines) if css == "late" else []
        drawn.append(Group(css, title, shown, len(mine), lines, by_theme))
    return drawn
