"""Min dag, computed: what needs a guide, found from dates on real objects. There is no to-do table that could disagree.

Each source of lines is one function in a module of its own theme, named in `SOURCES`::

    def things_tasks(cases: dict[UUID, Case], unit: Unit, today: date, user: User) -> list[Task]: ...

``cases`` are the cases of the day by id: a guide's own, or a whole unit's. They come with ``person``, ``guide`` and the columns
of `cases.rows.LIST_COLUMNS`; a source asks the database at most once for all of them together, and never for one. Words and
buttons that cost anything are given as functions, since most lines of a large unit are counted and not shown.

`plans.day.line` has what a line is made of: `Task`, and `go`, `quick` and `post` for its buttons. A line with
``statutory=True`` stands first among what is overdue and cannot be put off.
"""

from datetime import date

from cases.models import Case
from plans.day.ages import age_tasks
from plans.day.consents import consent_tasks
from plans.day.duty import duty_tasks
from plans.day.grouping import Group, groups
from plans.day.line import Page, Task
from plans.day.milestones import milestone_tasks
from plans.day.standing import own_cases
from plans.day.talks import activity_tasks, contact_tasks, settle

__all__ = ["Group", "Page", "SOURCES", "Task", "day_of", "groups", "own_cases", "tasks_of"]

SOURCES = (
    duty_tasks,
    activity_tasks,
    contact_tasks,
    age_tasks,
    milestone_tasks,
    consent_tasks,
)


def tasks_of(cases: list[Case], unit, today: date, user) -> list[Task]:
    """Every line about these cases, from every source, in no order."""
    by_id = {case.pk: case for case in cases}
    tasks = [task for source in SOURCES for task in source(by_id, unit, today, user)]
    return settle(tasks, today)


def day_of(
    user, today: date, *, page: Page | None = None, show_all: bool = False
) -> tuple[list[Group], list[Case]]:
    """A guide's day and the cases it came from: one query for the cases, and at most one per source."""
    cases = own_cases(user)
    tasks = tasks_of(cases, user.unit, today, user)
    return groups(tasks, today, page=page, show_all=show_all), cases
