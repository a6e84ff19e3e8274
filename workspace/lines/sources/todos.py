"""Tasks of one's own, about a case or about none. One query for both."""

from functools import partial

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core.addresses import address
from workspace.lines.line import Act, Task
from workspace.lines.source import About
from workspace.todos.models import Todo


def todo_rows(about: About) -> QuerySet | list:
    """The open ones of the cases of the day, and the user's own; none over a unit, whose leader they do not concern."""
    if about.over_unit:
        return []
    rows = Todo.objects.open().filter(Q(case__in=about.cases) | Q(case=None, owner=about.user))
    rows = rows.seen_by(about.user, about.today)
    return rows.order_by().values_list("case_id", "due_on", "pk", "text", "owner_id", "case__deputy_id")


def todo_tasks(about: About, rows: list[tuple]) -> list[Task]:
    """A line for each of a case: with who has the case on the day, and the deputy's own with the deputy."""
    mine = (about.user.pk, about.user.name)
    return [
        _task(row, about, mine if row[4] == row[5] == about.user.pk else None)
        for row in sorted(rows, key=lambda row: row[1:3])
        if row[0] is not None
    ]


def own_tasks(about: About, rows: list[tuple]) -> list[Task]:
    """A line for each of the user's own, which are about no case."""
    mine = (about.user.pk, about.user.name)
    return [_task(row, about, mine) for row in sorted(rows, key=lambda row: row[1:3]) if row[0] is None]


def _task(row: tuple, about: About, whose: tuple[int, str] | None) -> Task:
    case_id, due, pk, text, *_rest = row
    case = about.cases[case_id] if case_id else None
    acts = partial(todo_acts, pk)
    # It has a day of its own, which is moved where it stands.
    return Task(due, "todo", case, text, "check", acts, ref=str(pk), can_wait=False, whose=whose)


def todo_acts(pk: int) -> tuple[Act, ...]:
    """Done, another day, or not after all."""
    return (
        Act(_("Done"), icon="check", how="post", href=address("workspace:todo_done", pk)),
        Act(_("Move"), how="quick", href=address("workspace:todo_move", pk)),
        Act(_("Strike"), how="post", href=address("workspace:todo_strike", pk), quiet=True),
    )
