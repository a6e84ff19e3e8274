"""The unit's steps: agreed on from what a round showed, and ended with what came of them."""

import re

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import role_view
from accounts.models import Role
from core import clock
from core.acting import perform
from core.http import number_in, respond, see_other
from practice.barometer.models import Question
from practice.barometer.results import results
from practice.iglo import actions
from practice.iglo.forms import StepEndForm, StepForm
from practice.iglo.models import Level, Step
from practice.reflection.models import Reflection
from practice.rhythm.models import TeamMeeting

HOME = "practice:step_list"
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@role_view(Role.GUIDE, Role.LEADER)
@require_GET
def step_list(request):
    """The open steps by level, and how the others ended."""
    steps = Step.objects.of_unit(request.user.unit_id).select_related(
        "owner", "question__statement", "prompt__station"
    )
    running = list(steps.open())
    context = {
        "levels": [(level, [step for step in running if step.level == level]) for level in Level],
        "ended": Paginator(steps.exclude(pk__in=[step.pk for step in running]).order_by("-pk"), 20).get_page(
            request.GET.get("page")
        ),
    }
    return render(request, "practice/iglo/step_list.html", context)


def _question(request) -> Question | None:
    """The statement whose answers the step is about; one of the unit's, whose result may be read."""
    pk = number_in(request.GET, "udsagn")
    if pk is None:
        return None
    rows = Question.objects.filter(round__unit=request.user.unit_id).select_related("statement", "round")
    question = get_object_or_404(rows, pk=pk)
    if question.round.is_open(clock.today()):
        raise Http404
    return question


def _reflection(request) -> Reflection | None:
    """The text of a reflection that the step comes from; one of the unit's that may be read."""
    pk = request.GET.get("refleksion")
    if not pk:
        return None
    if not _UUID.fullmatch(pk):
        raise Http404
    rows = Reflection.objects.filter(prompt__station__occasion__unit=request.user.unit_id)
    row = get_object_or_404(rows.select_related("prompt__station__occasion", "by"), pk=pk)
    if not row.prompt.station.occasion.is_readable(clock.today()):
        raise Http404
    return row


def _meeting(request) -> TeamMeeting | None:
    """The unit's meeting at which the step is agreed on, if it was one."""
    pk = number_in(request.GET, "moede")
    return (
        get_object_or_404(TeamMeeting, pk=pk, rhythm__unit=request.user.unit_id) if pk is not None else None
    )


@role_view(Role.GUIDE, Role.LEADER)
@require_http_methods(["GET", "POST"])
def step_add(request):
    """Agree on a step, from a statement's answers, from what was written at a station, or from anything else."""
    form = StepForm(request.POST or None, user=request.user)
    question, reflection, meeting = _question(request), _reflection(request), _meeting(request)
    home = reverse("practice:team_detail", args=[meeting.pk]) if meeting else reverse(HOME)
    if form.is_valid():
        what = {name: form.cleaned_data[name] for name in ("level", "text", "sign", "owner", "due_on")}
        perform(
            form,
            actions.agree_step,
            unit=request.user.unit,
            by=request.user,
            question=question,
            prompt=reflection and reflection.prompt,
            meeting=meeting,
            location=home,
            **what,
        )
    found = results(question.round, clock.today()) if question else []
    result = next((result for result in found if result.question.pk == question.pk), None)
    context = {"result": result, "reflection": reflection, "meeting": meeting, "back": home}
    return respond(
        request, form, "practice/iglo/step_add.html", context, to=home, words=_("The step is agreed on.")
    )


@role_view(Role.GUIDE, Role.LEADER)
@require_http_methods(["GET", "POST"])
def step_end(request, pk):
    """Say how a step ended; its owner may, and who leads the unit."""
    steps = Step.objects.of_unit(request.user.unit_id).select_related("owner")
    step = get_object_or_404(steps, pk=pk)
    if not (request.user.is_leader or request.user.pk == step.owner_id):
        raise Http404
    form, home = StepEndForm(request.POST or None), reverse(HOME)
    if request.method == "GET" and not step.is_open:
        messages.info(request, _("The step has ended already."))
        return see_other(home)
    if form.is_valid():
        how = {name: form.cleaned_data[name] for name in ("done", "outcome")}
        perform(form, actions.end_step, step, by=request.user, location=home, **how)
    words = _("It stands with what came of it.")
    return respond(request, form, "practice/iglo/step_end.html", {"step": step}, to=home, words=words)
