"""How it goes and how they feel, answered by the young person themselves."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.access.permissions import Permission
from core import clock
from core.acting import perform
from core.http import respond
from portal.myacts import actions
from portal.myplan.door import my_plan_view
from progress.measures.models import Voice
from progress.models import ScaleRound, WellbeingAnswer
from progress.scales.forms import ScalesForm
from progress.scales.reading import last_of_each_area
from progress.wellbeing.forms import WellbeingForm
from progress.wellbeing.told import told_of

ANSWERED = "portal/myacts/my_answered.html"


def _answered_today(model, case) -> bool:
    """Whether their voice has answered today: once a day is enough, and of two nobody could say which holds."""
    rows = model.objects.standing().filter(case=case, voice=Voice.YOUTH, measured_on=clock.today())
    return rows.exists()


@my_plan_view(Permission.MY_PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def my_scales(request, case):
    """Each part of life on the scale from 1 to 10; none must be answered."""
    to = reverse("portal:my_plan")
    if request.method == "GET" and _answered_today(ScaleRound, case):
        return render(request, ANSWERED, {"case": case})
    form = ScalesForm(request.POST or None, by_self=True, last=last_of_each_area(case, Voice.YOUTH))
    if form.is_valid():
        perform(form, actions.answer_scales, case, form.answers, by=request.user, location=to)
    words = _("Thank you. Your guide can see what you answered.")
    return respond(request, form, "portal/myacts/my_scales.html", {"case": case}, to=to, words=words)


@my_plan_view(Permission.MY_PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def my_wellbeing(request, case):
    """The five questions of WHO-5, and then at once what follows."""
    if request.method == "GET" and _answered_today(WellbeingAnswer, case):
        return render(request, ANSWERED, {"case": case})
    form = WellbeingForm(request.POST or None, by_self=True)
    if form.is_valid():
        perform(form, actions.answer_wellbeing, case, form.answers, by=request.user, location=_told)
    to = _told(form.made) if form.made else reverse("portal:my_plan")
    return respond(request, form, "portal/myacts/my_wellbeing.html", {"case": case}, to=to)


def _told(row: WellbeingAnswer) -> str:
    return reverse("portal:my_wellbeing_told", args=[row.pk])


@my_plan_view(Permission.MY_PLAN_ALONE)
@require_GET
def my_wellbeing_told(request, case, answer_id):
    """Where there is help at once, and who calls when."""
    rows = WellbeingAnswer.objects.standing().filter(case=case, by=request.user)
    answer = get_object_or_404(rows.select_related("follow_up"), pk=answer_id)
    answer.case = case
    if answer.follow_up:
        answer.follow_up.case = case
    context = {"case": case, "told": told_of(answer)}
    return render(request, "portal/myacts/my_wellbeing_told.html", context)
