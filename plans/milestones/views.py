"""Milestones: add, edit, move, postpone. Each works as a page, and in place through htmx."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.access.door import case_view
from cases.access.permissions import Permission
from core.acting import perform
from core.http import acted, next_url, number_in, respond
from core.templatetags.kui import day as drawn_day
from core.versions import Conflict
from plans.milestones import actions
from plans.milestones.choices import MilestoneStatus
from plans.milestones.forms import CannotYetForm, MilestoneForm, MilestoneMoveForm, MilestonePostponeForm
from plans.milestones.models import Milestone, MilestoneMove
from plans.plan.changes import changed_together, own_changes
from plans.plan.templates import PartTemplate, begin
from plans.plan.views import plan_url, the_plan


def one_of(case, milestone_id) -> Milestone:
    """A milestone of this case, loaded through the case; 404 for anybody else's."""
    rows = Milestone.objects.filter(plan__case_id=case.pk).select_related(
        "plan", "goal", "contact__partner__category"
    )
    milestone = rows.filter(pk=milestone_id).first()
    if milestone is None:
        raise Http404
    milestone.plan.case = case
    milestone.undoable = None
    return milestone


def one_move(milestone: Milestone, request) -> MilestoneMove:
    """The move of the milestone that the request names; 404 for anything else."""
    move_id = number_in(request.POST, "move") or number_in(request.GET, "move")
    found = milestone.history.filter(pk=move_id or 0).first()
    if found is None:
        raise Http404
    return found


def _done(request, case, milestone: Milestone, words: str, *, move=None) -> HttpResponse:
    """The receipt of what was done to a milestone, with the way back when it was moved."""
    undo = ""
    if move is not None:
        undo = f"{reverse('plans:milestone_undo', args=[case.pk, milestone.pk])}?move={move.pk}"
    return acted(request, words, to=_place(case, milestone), undo=undo)


def _refused(request, case, milestone: Milestone, problem: str, status: int) -> HttpResponse:
    """Why nothing was done; the page shows how it stands."""
    return acted(request, problem, to=_place(case, milestone), level=messages.WARNING, status=status)


@case_view(needs=Permission.PLAN_READ)
def milestone(request, case, milestone_id):
    """One milestone as it stands: what an edit in place goes back to, and its history."""
    found = one_of(case, milestone_id)
    if request.htmx:
        return render(
            request,
            "plans/milestones/_milestone.html",
            {"case": case, "milestone": found, "plan": found.plan},
        )
    context = {"case": case, "milestone": found, "history": found.history.select_related("by")}
    words = own_changes(found.plan, milestone=found)
    context["words"] = [(changed_together(row, case.person.called), row.before) for row in words]
    return render(request, "plans/milestones/milestone.html", context)


@case_view(needs=Permission.PLAN_EDIT)
def milestone_add(request, case):
    """Add a milestone at the end of the plan."""
    plan = the_plan(case)
    form = begin(request, PartTemplate.Kind.MILESTONE, MilestoneForm, plan=plan, case=case)
    if form.is_valid():
        new = Milestone(plan=plan, **form.values)
        there = {"location": lambda made: _place(case, made), "took_part": form.part}
        perform(form, actions.add_milestone, new, by=request.user, **there)
    to, words = form.made and _place(case, form.made), _("Saved.")
    if form.made and request.POST.get("another"):
        to, words = reverse("plans:milestone_add", args=[case.pk]), _("Saved. Here is room for the next.")
    return respond(request, form, _form_page(request, "add"), {"case": case}, to=to, words=words)


def _form_page(request, act: str) -> str:
    """The form alone, for htmx to put in its place, or on a page."""
    return f"plans/milestones/{'_milestone_form' if request.htmx else f'milestone_{act}'}.html"


def _place(case, milestone: Milestone) -> str:
    """The milestone's place on the plan."""
    return plan_url(case, f"milestone-{milestone.pk}")


@case_view(needs=Permission.PLAN_EDIT)
def milestone_edit(request, case, milestone_id):
    """Change a milestone, in its place in the list or on a page of its own."""
    found = one_of(case, milestone_id)
    form = MilestoneForm(request.POST or None, instance=found, plan=found.plan, case=case)
    if form.is_valid():
        reason = form.cleaned_data.get("reason", "")
        changed = {"expected_version": form.expected, "values": form.values, "reason": reason}
        changed |= {"took_part": form.part}
        if perform(form, actions.edit_milestone, found, by=request.user, **changed):
            words = _("Saved.") if form.made else _("Nothing was changed.")
            return _done(request, case, found, form.receipt(words, request.user, case.pk))
    return respond(request, form, _form_page(request, "edit"), {"case": case, "milestone": found})


def moved(request, case, milestone: Milestone, move, words, *, undo=True):
    """The milestone after ``move()``; or as it stands now, when it could not be moved or somebody was faster."""
    try:
        made = move()
    except ValidationError as error:
        return _refused(request, case, milestone, error.messages[0], 204)
    except Conflict:
        problem = _("It was changed meanwhile. This is how it stands now.")
        return _refused(request, case, milestone, problem, 409)
    return _done(request, case, milestone, words(), move=made if undo else None)


@require_POST
@case_view(needs=Permission.MILESTONE_UPDATE)
def milestone_move(request, case, milestone_id):
    """Move a milestone, in one tap. Sent again it changes nothing; who comes second sees where it stands."""
    found = one_of(case, milestone_id)
    form = MilestoneMoveForm(request.POST, milestone=found)
    if not form.is_valid():
        problem = " ".join(message for errors in form.errors.values() for message in errors)
        return _refused(request, case, found, problem, 422)
    data = form.cleaned_data
    if data["status"] == found.status:
        return _done(request, case, found, _said(found))
    move = partial(actions.move_milestone, found, by=request.user, **data)
    return moved(request, case, found, move, lambda: _said(found))


def _said(milestone: Milestone) -> str:
    """Where a milestone stands, in words."""
    return f"{milestone.get_status_display()}: {milestone.own_words}"


@case_view(needs=Permission.MILESTONE_UPDATE)
def milestone_postpone(request, case, milestone_id):
    """Give a milestone another day; a later one needs a reason."""
    found = one_of(case, milestone_id)
    if not found.is_open:
        return _refused(request, case, found, _("It is not open any more."), 204)
    form = MilestonePostponeForm(request.POST or None, milestone=found)
    if form.is_valid():
        data = form.cleaned_data
        if data["due_on"] == found.due_on:
            return _done(request, case, found, _("Nothing was changed."))
        found.version = form.expected
        said = {"reason": data["reason"], "by": request.user}
        if perform(form, actions.postpone_milestone, found, data["due_on"], **said):
            told = {"milestone": found.own_words, "day": drawn_day(data["due_on"])}
            words = _("%(milestone)s: the day is moved to %(day)s.") % told
            return _done(request, case, found, form.receipt(words, request.user, case.pk), move=form.made)
    page = "_milestone_postpone" if request.htmx else "milestone_postpone"
    context = {"case": case, "milestone": found, "next": next_url(request, _place(case, found))}
    return respond(request, form, f"plans/milestones/{page}.html", context)


@case_view(needs=Permission.MILESTONE_UPDATE)
def milestone_cannot(request, case, milestone_id):
    """Say why a milestone cannot be done yet; or that it still cannot, which is asked once a month."""
    found = one_of(case, milestone_id)
    stands = found.status == MilestoneStatus.CANNOT_YET
    if not found.is_open:
        return _refused(request, case, found, _("It is not open any more."), 204)
    form = CannotYetForm(request.POST or None, initial={"reason": found.cannot_because})
    if form.is_valid():
        said = {"by": request.user, "reason": form.cleaned_data["reason"]}
        move = partial(actions.move_milestone, found, MilestoneStatus.CANNOT_YET, **said)
        if stands:
            move = partial(actions.still_cannot, found, **said)
        return moved(request, case, found, move, lambda: _said(found), undo=not stands)
    page = "_milestone_cannot" if request.htmx else "milestone_cannot"
    context = {"case": case, "milestone": found, "next": next_url(request, _place(case, found))}
    return respond(request, form, f"plans/milestones/{page}.html", context)
