"""Answer WHO-5, tell the young person what follows, and follow up on a low answer."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.access.door import case_view
from cases.access.permissions import Permission
from core.acting import perform
from core.http import next_url, respond, see_other
from progress.measures.links import progress_url
from progress.wellbeing import actions
from progress.wellbeing.forms import FollowUpForm, WellbeingForm
from progress.wellbeing.models import WellbeingAnswer, WellbeingFollowUp
from progress.wellbeing.told import told_of


@case_view(needs=Permission.MILESTONE_UPDATE)
@require_http_methods(["GET", "POST"])
def wellbeing_answer(request, case):
    """The five questions on one page. Afterwards the page that tells the young person what follows."""
    form = WellbeingForm(request.POST or None)
    if form.is_valid():
        more = {"by": request.user, "location": lambda row: _after(case, row), **form.when}
        if form.cleaned_data["declined"]:
            perform(form, actions.decline_wellbeing, case, **more)
        else:
            perform(form, actions.record_wellbeing, case, form.answers, **more)
    context = {"case": case, "back": progress_url(case)}
    to = _after(case, form.made) if form.made else progress_url(case)
    page = "progress/wellbeing/wellbeing_answer.html"
    return respond(request, form, page, context, to=to, words=_("It is written down."))


def _after(case, row: WellbeingAnswer) -> str:
    return reverse("progress:wellbeing_told", args=[case.pk, row.pk])


@case_view(needs=Permission.MILESTONE_UPDATE)
@require_GET
def wellbeing_told(request, case, answer_id):
    """What the young person is told at the answer, to read together."""
    rows = WellbeingAnswer.objects.standing().select_related("follow_up__case")
    answer = get_object_or_404(rows, pk=answer_id, case=case)
    answer.case = case
    if answer.follow_up:
        answer.follow_up.case = case
    context = {"case": case, "answer": answer, "told": told_of(answer), "back": progress_url(case)}
    return render(request, "progress/wellbeing/wellbeing_told.html", context)


@case_view(needs=Permission.CASE_READ)
@require_http_methods(["GET", "POST"])
def wellbeing_follow_up(request, case, follow_up_id):
    """Write down what was done about a low answer. On a closed case too: it is not lost with it."""
    may = case.may
    if not (may.milestone_update or may.follow_up or may.assign):
        raise PermissionDenied
    rows = WellbeingFollowUp.objects.select_related("answer", "done_by")
    row = get_object_or_404(rows, pk=follow_up_id, case=case)
    row.case = case
    form = FollowUpForm(request.POST or None)
    if form.is_valid():
        if row.done_by == request.user and row.words == form.cleaned_data["words"]:  # a second click
            return see_other(progress_url(case))
        if not perform(form, actions.follow_up, row, by=request.user, **form.cleaned_data):
            row.refresh_from_db()  # what the page tells of who was first is no more than what they wrote
    ways = {"back": (back := progress_url(case)), "cancel_url": next_url(request, back)}
    context = {"case": case, "row": row, "answer": row.answer, **ways}
    page = "progress/wellbeing/wellbeing_follow_up.html"
    return respond(request, form, page, context, to=progress_url(case), words=_("It is written down."))
