"""The agenda: proposed in one click, and then each point by hand."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from cases.access.door import case_view
from cases.access.permissions import Permission
from core.acting import perform
from core.http import respond, see_other
from meetings.agenda import actions
from meetings.agenda.forms import AgendaItemForm
from meetings.agenda.models import AgendaItem
from meetings.planning.views import meeting_url, one_of

AGENDA = "dagsorden"


def point_of(meeting, item_id) -> AgendaItem:
    """A point of this meeting; 404 for another's."""
    found = meeting.agenda.filter(pk=item_id).first()
    if found is None:
        raise Http404
    found.meeting = meeting
    return found


@require_POST
@case_view(needs=Permission.PLAN_EDIT)
def agenda_propose(request, case, meeting_id):
    """Put on the agenda what is known to need talking about."""
    found = one_of(case, meeting_id)
    try:
        new = len(actions.propose_agenda(found, by=request.user))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        words = ngettext("%(n)s point is proposed.", "%(n)s points are proposed.", new) % {"n": new}
        messages.success(request, words if new else _("Nothing new: all that is known stands there."))
    return see_other(meeting_url(found, AGENDA))


@case_view(needs=Permission.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def agenda_add(request, case, meeting_id):
    """Put a point of one's own on the agenda, or one that the young person or a partner brought."""
    found = one_of(case, meeting_id)
    form = AgendaItemForm(request.POST or None)
    to = meeting_url(found, AGENDA)
    if form.is_valid():
        said = {**form.values, "source": form.cleaned_data["source"] or AgendaItem.Source.OWN}
        perform(form, actions.add_item, found, by=request.user, location=to, **said)
    context, words = {"case": case, "meeting": found}, _("The point is on the agenda.")
    return respond(request, form, "meetings/agenda/agenda_add.html", context, to=to, words=words)


@case_view(needs=Permission.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def agenda_edit(request, case, meeting_id, item_id):
    """Change a point."""
    found = one_of(case, meeting_id)
    item = point_of(found, item_id)
    form = AgendaItemForm(request.POST or None, instance=item)
    if form.is_valid():
        changed = {"expected_version": form.expected, "values": form.values}
        perform(form, actions.edit_item, item, by=request.user, **changed)
    context = {"case": case, "meeting": found, "item": item}
    to = meeting_url(found, AGENDA)
    return respond(request, form, "meetings/agenda/agenda_edit.html", context, to=to, words=_("Saved."))


def _done(request, case, meeting_id, item_id, act: Callable[[AgendaItem], object], words):
    found = one_of(case, meeting_id)
    try:
        act(point_of(found, item_id))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        if words:
            messages.success(request, words)
    return see_other(meeting_url(found, AGENDA))


@require_POST
@case_view(needs=Permission.PLAN_EDIT)
def agenda_remove(request, case, meeting_id, item_id):
    """Take a point off the agenda."""

    def remove(item):
        actions.remove_item(item, by=request.user)

    return _done(request, case, meeting_id, item_id, remove, _("The point is taken off."))


@require_POST
@case_view(needs=Permission.PLAN_EDIT)
def agenda_park(request, case, meeting_id, item_id):
    """Put a point off to the next meeting, or take that back."""
    parked = request.POST.get("til") != "denne"

    def park(item):
        actions.park_item(item, by=request.user, parked=parked)

    words = _("The next meeting takes the point up.") if parked else _("The point is talked about here.")
    return _done(request, case, meeting_id, item_id, park, words)


@require_POST
@case_view(needs=Permission.PLAN_EDIT)
def agenda_shift(request, case, meeting_id, item_id):
    """One place up or down."""
    step = -1 if request.POST.get("direction") == "up" else 1

    def shift(item):
        actions.shift_item(item, step, by=request.user)

    return _done(request, case, meeting_id, item_id, shift, "")
