"""Writing down something to do, doing it, moving it to another day, striking it, and taking each of these back."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from cases.casefile.holding import hold
from cases.models import Case
from core import clock
from core.constraints import Taken
from workspace.todos.models import Todo


@transaction.atomic
def write_todo(text: str, due_on: date, *, by, case: Case | None = None) -> Todo:
    """Write down something to do on the day ``due_on``, about a case or about none.

    Raises ValidationError for no words, for a day that has passed, and for a case that is closed.
    """
    if not text.strip():
        raise ValidationError({"text": _("Write what is to be done.")})
    _not_passed(due_on)
    if case is not None:
        hold(case)
    todo = Todo(case=case, owner=by, text=text.strip(), due_on=due_on, recorded_at=clock.now())
    todo.clean_fields(exclude=["case", "owner"])
    todo.save(force_insert=True)
    _record("todo.written", todo, by=by, due_on=[None, due_on])
    return todo


def _not_passed(day: date) -> None:
    if day < clock.today():
        raise ValidationError({"due_on": _("That day has passed. Choose today or a day to come.")})


def _record(action: str, todo: Todo, *, by, **changes) -> None:
    """On the trail, without its words: they are the writer's own."""
    trail.record(action, by=by, case_id=todo.case_id, obj=todo, changes=changes)


def _change(todo: Todo, expected_version: int, **values) -> None:
    """Write values over the version that was seen. Raises `Taken` when somebody was first."""
    rows = Todo.objects.filter(pk=todo.pk, version=expected_version)
    if not rows.update(version=expected_version + 1, **values):
        raise Taken(_("Something has happened to it since. It was left as it is."))
    for name, value in values.items():
        setattr(todo, name, value)
    todo.version = expected_version + 1


@transaction.atomic
def do_todo(todo: Todo, *, by) -> None:
    """It is done. Raises ValidationError when it is not open any more."""
    _still_open(todo)
    _change(todo, todo.version, done_at=clock.now())
    _record("todo.done", todo, by=by)


@transaction.atomic
def strike_todo(todo: Todo, *, by) -> None:
    """It is not to be done after all. Raises ValidationError when it is not open any more."""
    _still_open(todo)
    _change(todo, todo.version, struck_at=clock.now())
    _record("todo.struck", todo, by=by)


@transaction.atomic
def move_todo(todo: Todo, due_on: date, *, by) -> None:
    """Give it another day. Raises ValidationError for a day that has passed, and when it is not open any more."""
    _still_open(todo)
    _not_passed(due_on)
    old = todo.due_on
    _change(todo, todo.version, due_on=due_on)
    _record("todo.moved", todo, by=by, due_on=[old, due_on])


def _still_open(todo: Todo) -> None:
    if not todo.is_open:
        raise ValidationError(_("It is not open any more."))


@transaction.atomic
def undo_todo(todo: Todo, *, by, version: int, due_on: date | None = None) -> None:
    """Take back what brought the task to ``version``: it is open again, on the day ``due_on`` if that is given.

    Raises `Taken` when something happened to it since.
    """
    values = {"done_at": None, "struck_at": None, "due_on": due_on or todo.due_on}
    _change(todo, version, **values)
    _record("todo.undone", todo, by=by)


@transaction.atomic
def hand_on(todo: Todo, to, *, by) -> None:
    """Give somebody's own task to whoever takes over from them."""
    old = todo.owner_id
    _change(todo, todo.version, owner=to)
    _record("todo.handed_on", todo, by=by, owner=[old, to.pk])
