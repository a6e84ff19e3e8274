"""Tasks of one's own: written, done, moved, struck and taken back, each in its place on Min dag or on the case."""

from datetime import date
from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import role_view
from accounts.models import Role
from cases.access.door import case_view
from cases.access.permissions import Permission
from core import clock
from core.acting import perform
from core.fields import FIRST_DAY, LAST_DAY
from core.http import acted, next_url, number_in, respond, unchanged
from core.templatetags.kui import day as drawn_day
from workspace.todos import actions
from workspace.todos.forms import TodoForm, TodoMoveForm
from workspace.todos.models import Todo

HOME = "workspace:my_day"


@role_view(Role.GUIDE, Role.LEADER)
@require_http_methods(["GET", "POST"])
def todo_add(request):
    """Write down something to do that is about no case."""
    return _add(request, None, reverse(HOME))


@case_view(needs=Permission.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def case_todo_add(request, case):
    """Write down something to do about a case."""
    return _add(request, case, f"{case.get_absolute_url()}#opgaver")


def _add(request, case, home: str):
    form = TodoForm(request.POST or None)
    if form.is_valid():
        what = (form.cleaned_data["text"], form.cleaned_data["due_on"])
        perform(form, actions.write_todo, *what, by=request.user, case=case, location=home)
    page = "workspace/todos/_todo_add.html" if request.htmx else "workspace/todos/todo_add.html"
    context = {"case": case, "next": next_url(request, home)}
    if form.made is not None and request.htmx:
        return acted(request, _("It stands on Min dag."), to=home)
    return respond(request, form, page, context, to=home, words=_("It stands on Min dag."))


def _todo(request, todo_id) -> Todo:
    """A task that is the user's to see today; 404 for anybody else's."""
    rows = Todo.objects.seen_by(request.user, clock.today()).select_related("case")
    todo = rows.filter(pk=todo_id).first()
    if todo is None or (todo.case is not None and todo.case.is_closed):
        raise Http404
    return todo


def _acted(request, todo: Todo, act, words, **undo):
    """Do it, and answer with the receipt and the way back; or say why it was left as it is."""
    try:
        act()
    except ValidationError as refused:
        return acted(request, refused.messages[0], to=reverse(HOME), level=messages.WARNING)
    back = reverse("workspace:todo_undo", args=[todo.pk])
    back = f"{back}?{urlencode({'version': todo.version, **undo})}"
    return acted(request, words, to=reverse(HOME), undo=back)


@role_view(Role.GUIDE, Role.LEADER)
@require_POST
def todo_done(request, todo_id):
    """It is done."""
    todo = _todo(request, todo_id)
    act = partial(actions.do_todo, todo, by=request.user)
    return _acted(request, todo, act, _("Done: %(what)s") % {"what": todo.text})


@role_view(Role.GUIDE, Role.LEADER)
@require_POST
def todo_strike(request, todo_id):
    """It is not to be done after all."""
    todo = _todo(request, todo_id)
    act = partial(actions.strike_todo, todo, by=request.user)
    return _acted(request, todo, act, _("Struck: %(what)s") % {"what": todo.text})


@role_view(Role.GUIDE, Role.LEADER)
@require_http_methods(["GET", "POST"])
def todo_move(request, todo_id):
    """Another day, in a dialog on the spot or on a page."""
    todo = _todo(request, todo_id)
    form = TodoMoveForm(request.POST or None)
    if form.is_valid():
        day, old = form.cleaned_data["due_on"], todo.due_on
        if day == old and todo.is_open:
            return unchanged(request, reverse(HOME))
        act = partial(actions.move_todo, todo, day, by=request.user)
        words = _("%(what)s: moved to %(day)s.") % {"what": todo.text, "day": drawn_day(day)}
        return _acted(request, todo, act, words, due=old.isoformat())
    page = "workspace/todos/_todo_move.html" if request.htmx else "workspace/todos/todo_move.html"
    context = {"todo": todo, "next": next_url(request, reverse(HOME))}
    return respond(request, form, page, context)


@role_view(Role.GUIDE, Role.LEADER)
@require_POST
def todo_undo(request, todo_id):
    """Take back what was done last. Sent again it changes nothing."""
    todo = _todo(request, todo_id)
    version = number_in(request.GET, "version")
    try:
        due = date.fromisoformat(request.GET["due"]) if "due" in request.GET else None
    except ValueError:
        raise Http404 from None
    if due is not None and not FIRST_DAY <= due <= LAST_DAY:
        raise Http404
    try:
        actions.undo_todo(todo, by=request.user, version=version or 0, due_on=due)
    except ValidationError as refused:
        return acted(request, refused.messages[0], to=reverse(HOME), level=messages.WARNING)
    return acted(request, _("Undone. It is as it was."), to=reverse(HOME))
