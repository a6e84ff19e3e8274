"""Tasks of one's own, about a case or about none. One query for both."""

from functools import partial

from django.db.models import Case, F, Q, QuerySet, When
from django.utils.translation import gettext as _

from core.addresses import address
from workspace.lines.line import Act, Task
from workspace.lines.source import About, Told, told
from workspace.todos.models import Todo


def todo_rows(about: About) -> QuerySet:
    """The open ones of the cases of the day, and the user's own; none over a unit, whose leader they do not concern."""
    rows = Todo.objects.open().filter(Q(case__among=about.cases) | Q(case=None, owner=about.user))
    rows = rows.seen_by(about.user, about.today)
    # Who is the deputy and can act keeps what they wrote; all else goes with the case.
    kept = Case(When(owner=F("case__deputy"), then=F("owner_id")))
    told_of = Todo.objects.none() if about.over_unit else rows
    return told("todo", told_of, case_id="case_id", day="due_on", number="pk", what="text", other=kept)


def todo_tasks(about: About, rows: list[Told]) -> list[Task]:
    """A line for each of a case: with who has the case on the day, and the deputy's own with the deputy."""
    me = (about.user.pk, about.user.name)
    return [
        _task(row, about, me if row.other == about.user.pk else None)
        for row in sorted(rows, key=lambda row: (row.day, row.number))
        if row.case_id
    ]


def own_tasks(about: About, rows: list[Told]) -> list[Task]:
    """A line for each of the user's own, which are about no case."""
    me = (about.user.pk, about.user.name)
    return [
        _task(row, about, me)
        for row in sorted(rows, key=lambda row: (row.day, row.number))
        if not row.case_id
    ]


def _task(row: Told, about: About, whose: tuple[int, str] | None) -> Task:
    case = about.cases[row.case_id] if row.case_id else None
    acts = partial(todo_acts, row.number)
    # It has a day of its own, which is moved where it stands.
    return Task(
        row.day, "todo", case, row.what, "check", acts, ref=str(row.number), can_wait=False, whose=whose
    )


def todo_acts(pk: int) -> tuple[Act, ...]:
    """Done, another day, or not after all."""
    return (
        Act(_("Done"), icon="check", how="post", href=address("workspace:todo_done", pk)),
        Act(_("Move"), how="quick", href=address("workspace:todo_move", pk)),
        Act(_("Strike"), how="post", href=address("workspace:todo_strike", pk), quiet=True),
    )
