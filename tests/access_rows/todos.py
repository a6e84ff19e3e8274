"""Tasks of one's own: about a case, and about none."""

from datetime import timedelta

from core import clock
from tests.access_rows import Row
from workspace.todos.models import Todo


def extend(w):
    """The owner has one about each kind of case, and one about none."""
    day = clock.today() + timedelta(days=2)
    owner = w.people["owner"]
    w.todo = Todo.objects.create(owner=owner, text="Køb kage til torsdag", due_on=day)
    for made in w.kinds.values():
        made.todo = Todo.objects.create(case=made.case, owner=owner, text="Ring til skolen", due_on=day)


def sow(w):
    """The words of tasks are read by who has the case, and those about none by who wrote them."""
    words = {w.todo: "knregenopgave"} | {
        w.kinds[kind].todo: f"knropgave{n}" for n, kind in enumerate(w.kinds)
    }
    for todo, word in words.items():
        Todo.objects.filter(pk=todo.pk).update(text=word)
        for principal in w.foreign:
            if principal != "owner":
                w.foreign[principal][word] = "a task of the owner's"


def _todo(w):
    return {"todo_id": w.todo.pk}


def _day():
    return (clock.today() + timedelta(days=3)).isoformat()


def _act(name, data=lambda w: {}, **more):
    return Row(
        f"workspace:{name}",
        "guides and leaders",
        methods=("post",),
        kwargs=_todo,
        data=data,
        only=frozenset({"owner"}),
        ok=(204, 303),
        **more,
    )


ROWS = [
    Row(
        "workspace:todo_add",
        "guides and leaders",
        methods=("get", "post"),
        data=lambda w: {"text": "Læs op", "due_on": _day()},
        ok=(200, 204, 303),
    ),
    Row(
        "workspace:case_todo_add",
        "change the young person's facts",
        methods=("get", "post"),
        data=lambda w: {"text": "Ring til mor", "due_on": _day()},
        ok=(200, 204, 303),
    ),
    _act("todo_done"),
    _act("todo_strike"),
    _act("todo_move", data=lambda w: {"due_on": _day()}),
    _act("todo_undo", query="?version=2"),
]
