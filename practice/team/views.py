"""Pages of the unit's meetings: what the next is about, that it was held, and what was said."""

from copy import copy

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import role_view
from accounts.models import Role, User
from core import clock
from core.acting import perform
from core.http import respond
from practice.iglo.models import Step
from practice.rhythm.actions import correct_minutes, hold_meeting
from practice.rhythm.models import TeamMeeting
from practice.rhythm.reading import Coming, coming
from practice.team.agenda import proposed_agenda
from practice.team.forms import CorrectForm, HoldForm


def _coming(request, pk) -> Coming:
    """One of the unit's that is a meeting with an agenda; 404 for any other."""
    for one in coming(request.user.unit, clock.today()):
        if one.rhythm.pk == pk and one.rhythm.has_agenda:
            return one
    raise Http404


@role_view(Role.GUIDE, Role.LEADER)
@require_GET
def team_agenda(request, pk):
    """What the next meeting is proposed to be about."""
    one = _coming(request, pk)
    context = {
        "coming": one,
        "agenda": proposed_agenda(request.user, one, clock.today()),
        "may_hold": one.rhythm.may_be_kept_by(request.user),
    }
    return render(request, "practice/team/team_agenda.html", context)


@role_view(Role.GUIDE, Role.LEADER)
@require_http_methods(["GET", "POST"])
def team_hold(request, pk):
    """Say that it was held, with short minutes; its owner or a leader."""
    one, user = _coming(request, pk), request.user
    if not one.rhythm.may_be_kept_by(user):
        raise Http404
    colleagues = User.objects.filter(unit=user.unit_id).order_by().values_list("name", flat=True)
    form = HoldForm(request.POST or None, colleagues=colleagues)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("held_on", "minutes")}
        perform(form, hold_meeting, one.rhythm, by=user, field="held_on", location=_address, **said)
    to = _address(form.made) if getattr(form, "made", None) else reverse("practice:team_list")
    context = {"coming": one, "agenda": proposed_agenda(user, one, clock.today())}
    words = _("Held. Agree on the steps that follow from it.")
    return respond(request, form, "practice/team/team_hold.html", context, to=to, words=words)


def _address(meeting: TeamMeeting) -> str:
    return reverse("practice:team_detail", args=[meeting.pk])


def _held(request):
    rows = TeamMeeting.objects.filter(rhythm__unit=request.user.unit_id)
    return rows.select_related("rhythm", "by", "corrected_by")


@role_view(Role.GUIDE, Role.LEADER)
@require_GET
def team_list(request):
    """The meetings that were held, the latest first."""
    page = Paginator(_held(request), 20).get_page(request.GET.get("page"))
    return render(request, "practice/team/team_list.html", {"meetings": page})


@role_view(Role.GUIDE, Role.LEADER)
@require_GET
def team_detail(request, pk):
    """One that was held: its minutes, and the steps agreed on at it."""
    meeting = get_object_or_404(_held(request), pk=pk)
    steps = Step.objects.filter(meeting=meeting).select_related("owner", "question__statement")
    context = {
        "meeting": meeting,
        "steps": steps,
        "earlier": meeting.earlier.select_related("by"),
        "may_correct": meeting.may_be_corrected_by(request.user),
    }
    return render(request, "practice/team/team_detail.html", context)


@role_view(Role.GUIDE, Role.LEADER)
@require_http_methods(["GET", "POST"])
def team_correct(request, pk):
    """Correct the minutes; who wrote them, the owner or a leader."""
    meeting, user = get_object_or_404(_held(request), pk=pk), request.user
    if not meeting.may_be_corrected_by(user):
        raise Http404
    colleagues = User.objects.filter(unit=user.unit_id).order_by().values_list("name", flat=True)
    form, to = CorrectForm(request.POST or None, instance=meeting, colleagues=colleagues), _address(meeting)
    if form.is_valid():
        said = {"minutes": form.cleaned_data["minutes"], "expected_version": form.expected}
        perform(form, correct_minutes, copy(meeting), by=user, field="minutes", **said)
    context, words = {"meeting": meeting}, _("The minutes are corrected.")
    return respond(request, form, "practice/team/team_correct.html", context, to=to, words=words)
