"""Pages of what comes back: the rows with their next day, and changing them."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import role_view
from accounts.models import Role
from core import clock
from core.acting import perform
from core.http import respond, see_other
from practice.rhythm import actions
from practice.rhythm.forms import RhythmForm
from practice.rhythm.models import Rhythm
from practice.rhythm.reading import coming

HOME = "practice:rhythm_list"


def the_rhythm(request, pk) -> Rhythm:
    """One of the unit's in use that the user may keep; 404 for any other."""
    rows = Rhythm.objects.of_unit(request.user.unit_id).in_use().select_related("owner")
    row = get_object_or_404(rows, pk=pk)
    if not row.may_be_kept_by(request.user):
        raise Http404
    return row


@role_view(Role.GUIDE, Role.LEADER)
@require_GET
def rhythm_list(request):
    """What comes back, the next one first; before anything is agreed on, what is proposed."""
    found = coming(request.user.unit, clock.today())
    ready = [] if found else actions.ready_rows(request.user.unit, request.user)
    rows = [(one, one.rhythm.may_be_kept_by(request.user)) for one in found]
    return render(request, "practice/rhythm/rhythm_list.html", {"rows": rows, "ready": ready})


@role_view(Role.LEADER)
@require_POST
def rhythm_begin(request):
    """Take the ready rows into use."""
    actions.begin(request.user.unit, by=request.user)
    messages.success(request, _("The rhythm is set up. Say who sees to each."))
    return see_other(reverse(HOME))


@role_view(Role.LEADER)
@require_http_methods(["GET", "POST"])
def rhythm_add(request):
    """Agree on something more that comes back."""
    form, home = (
        RhythmForm(request.POST or None, instance=Rhythm(unit=request.user.unit), user=request.user),
        reverse(HOME),
    )
    if form.is_valid():
        perform(form, actions.add_rhythm, request.user.unit, by=request.user, location=home, **form.values)
    return respond(request, form, "practice/rhythm/rhythm_add.html", to=home, words=_("It is in the rhythm."))


@role_view(Role.GUIDE, Role.LEADER)
@require_http_methods(["GET", "POST"])
def rhythm_edit(request, pk):
    """Change one; its owner or a leader."""
    row, home = the_rhythm(request, pk), reverse(HOME)
    form = RhythmForm(request.POST or None, instance=row, user=request.user)
    if form.is_valid():
        perform(form, actions.edit_rhythm, row, form.values, by=request.user, expected_version=form.expected)
    page = "practice/rhythm/rhythm_edit.html"
    return respond(request, form, page, {"rhythm": row}, to=home, words=_("The rhythm is changed."))


@role_view(Role.GUIDE, Role.LEADER)
@require_POST
def rhythm_end(request, pk):
    """Let one come back no more."""
    row = the_rhythm(request, pk)
    actions.end_rhythm(row, by=request.user)
    messages.success(request, _("“%(what)s” is no longer in the rhythm.") % {"what": row})
    return see_other(reverse(HOME))
