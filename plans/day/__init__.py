"""Min dag, computed: what needs a guide, found from dates on real objects. There is no to-do table that could disagree.

Each source of lines is one function in a module of its own theme, named in `SOURCES`::

    def things_tasks(cases: dict[UUID, Case], unit: Unit, today: date, user: User) -> list[Task]: ...

``cases`` are the cases of the day by id: a guide's own, or a whole unit's. They come with ``person``, ``guide`` and the columns
of `cases.rows.LIST_COLUMNS`; a source asks the database at most once for all of them together, and never for one. Words and
buttons that cost anything are given as functions, since most lines of a large unit are counted and not shown.

`plans.day.line` has what a line is made of: `Task`, and `go`, `quick` and `post` for its buttons. A line with
``statutory=True`` stands first among what is overdue and cannot be put off.
"""

from dataclasses import dataclass
from datetime import date

from cases.models import Case
from plans.day import putting_off
from plans.day.activity import clash_tasks, only_stalled, stalled_tasks
from plans.day.ages import age_tasks
from plans.day.closing import closing_tasks, follow_up_tasks
from plans.day.consents import consent_tasks
from plans.day.duty import duty_tasks
from plans.day.grouping import Group, groups
from plans.day.inquiries import inquiry_tasks
from plans.day.line import Page, Task
from plans.day.mentions import mention_tasks
from plans.day.milestones import milestone_tasks
from plans.day.putting_off import PutOff
from plans.day.standing import own_cases, with_columns
from plans.day.talks import activity_tasks, contact_tasks, settle
from plans.day.transfers import taken_over_tasks

__all__ = ["Day", "Group", "Page", "SOURCES", "Task", "day_of", "groups", "lines_of", "own_cases", "tasks_of"]

SOURCES = (
    duty_tasks,
    activity_tasks,
    contact_tasks,
    age_tasks,
    milestone_tasks,
    consent_tasks,
    taken_over_tasks,
    closing_tasks,
    follow_up_tasks,
    inquiry_tasks,
    mention_tasks,
    clash_tasks,
    stalled_tasks,
)


@dataclass(slots=True)
class Day:
    """A guide's day: the lines in their groups, those put off, and the cases they came from."""

    groups: list[Group]
    put_off: list[PutOff]
    cases: list[Case]


def tasks_of(cases: list[Case], unit, today: date, user) -> tuple[list[Task], list[PutOff]]:
    """Every line about these cases, from every source, in no order: those that stand, and those put off."""
    by_id = {case.pk: case for case in cases}
    tasks = [task for source in SOURCES for task in source(by_id, unit, today, user)]
    about = {task.case.pk for task in tasks}  # closed cases too, which are looked back at
    standing, away = putting_off.part(tasks, about, today)
    return settle(only_stalled(standing), today), away


def day_of(user, today: date, *, page: Page | None = None, show_all: bool = False) -> Day:
    """A guide's day: one query for the cases, one for what is put off, and at most one per source."""
    cases = own_cases(user)
    standing, away = tasks_of(cases, user.unit, today, user)
    return Day(groups(standing, today, page=page, show_all=show_all), away, cases)


def lines_of(case: Case, user, today: date) -> tuple[list[Task], list[PutOff]]:
    """The lines about one case on the day of ``user``."""
    rows = with_columns(Case.objects.visible_to(user).filter(pk=case.pk))
    standing, away = tasks_of(list(rows), case.unit, today, user)
    return [task for task in standing if task.case.pk == case.pk], away
