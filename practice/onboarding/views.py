"""Lists for who begins and who leaves, and the template that they begin with."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import role_view
from accounts.models import Role
from accounts.tables import save_row
from core import clock
from core.acting import perform
from core.http import acted, respond, see_other
from practice.onboarding import actions
from practice.onboarding.forms import StartForm, TemplatePointEditForm, TemplatePointForm
from practice.onboarding.models import Introduction, TemplatePoint
from practice.onboarding.offboarding import carried_by
from practice.onboarding.rules import Direction

HOME, TEMPLATE = "practice:introduction_list", "practice:template_list"


@role_view(Role.GUIDE, Role.LEADER)
@require_GET
def introduction_list(request):
    """The lists one may open: those that run, and those that have ended."""
    today = clock.today()
    late = Count("points", filter=Q(points__ticked_on=None, points__due_on__lt=today))
    rows = Introduction.objects.seen_by(request.user).select_related("user", "mentor")
    rows = rows.annotate(total=Count("points"), done=Count("points__ticked_on"), late=late)
    ended = Paginator(rows.exclude(ended_on=None).order_by("-ended_on", "-pk"), 20)
    context = {"running": rows.running(), "ended": ended.get_page(request.GET.get("page"))}
    return render(request, "practice/onboarding/introduction_list.html", context)


@role_view(Role.LEADER)
@require_http_methods(["GET", "POST"])
def introduction_start(request):
    """Start a list for somebody who begins or leaves."""
    form = StartForm(request.POST or None, by=request.user)
    if form.is_valid():
        data = form.cleaned_data
        said = {name: data[name] for name in ("direction", "day", "mentor", "welcome")}
        perform(form, actions.start_list, data["user"], by=request.user, location=_page, **said)
    to = _page(form.made) if form.made else reverse(HOME)
    ready = set(_template(request).filter(is_active=True).values_list("direction", flat=True))
    context = {"missing": [one for one in Direction if one not in ready]}
    page = "practice/onboarding/introduction_start.html"
    return respond(request, form, page, context, to=to, words=_("The list is started."))


def _page(one: Introduction) -> str:
    return reverse("practice:introduction_detail", args=[one.pk])


def _introduction(request, pk: int) -> Introduction:
    """A list that one may open; 404 for another's."""
    rows = Introduction.objects.seen_by(request.user).select_related("user", "mentor", "started_by")
    return get_object_or_404(rows, pk=pk)


@role_view(Role.GUIDE, Role.LEADER)
@require_GET
def introduction_detail(request, pk):
    """The list, with what is done and what is late; of who leaves, first of all what still lies with them."""
    one, today = _introduction(request, pk), clock.today()
    points = list(one.points.select_related("ticked_by"))
    context = {
        "one": one,
        "points": [(point, point.is_late(today)) for point in points],
        "done": sum(point.ticked_on is not None for point in points),
        "asks_to_give_over": one.is_leaving,
        "carried": carried_by(one.user, today) if one.is_leaving else [],
    }
    return render(request, "practice/onboarding/introduction_detail.html", context)


@role_view(Role.GUIDE, Role.LEADER)
@require_POST
def point_tick(request, pk, point_id):
    """Tick a point, or with ``fortryd`` take the tick away; any of those who see the list may."""
    one = _introduction(request, pk)
    point = get_object_or_404(one.points.select_related("introduction"), pk=point_id)
    done = "fortryd" not in request.GET
    try:
        actions.tick(point, by=request.user, done=done)
    except ValidationError as refused:
        return acted(request, " ".join(refused.messages), to=_page(one), level=messages.WARNING)
    undo = f"{request.path}?fortryd=1" if done else ""
    return acted(request, _("Done.") if done else _("It is open again."), to=_page(one), undo=undo)


@role_view(Role.LEADER)
@require_http_methods(["GET", "POST"])
def introduction_end(request, pk):
    """End a list; asked first, with what is open on it and what still lies with who leaves."""
    one = _introduction(request, pk)
    if request.method == "GET" and not one.is_running:
        return see_other(_page(one))
    if request.method == "GET":
        carried = carried_by(one.user, clock.today()) if one.is_leaving else []
        context = {"one": one, "points": one.points.filter(ticked_on=None), "carried": carried}
        return render(request, "practice/onboarding/introduction_end.html", context)
    try:
        actions.end_list(one, by=request.user)
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    else:
        messages.success(request, _("The list has ended."))
    return see_other(_page(one))


@role_view(Role.LEADER)
@require_POST
def introduction_reopen(request, pk):
    """Open a list again that was ended by mistake."""
    one = _introduction(request, pk)
    try:
        actions.reopen_list(one, by=request.user)
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    else:
        messages.success(request, _("The list is open again."))
    return see_other(_page(one))


def _template(request):
    return TemplatePoint.objects.filter(unit=request.user.unit_id)


@role_view(Role.LEADER)
@require_GET
def template_list(request):
    """What lists begin with, for who begins and for who leaves."""
    rows = list(_template(request))
    parts = [(one, [row for row in rows if row.direction == one]) for one in Direction]
    context = {"parts": parts, "is_empty": not rows}
    return render(request, "practice/onboarding/template_list.html", context)


@role_view(Role.LEADER)
@require_POST
def template_begin(request):
    """Begin with the proposed points."""
    if actions.begin_template(request.user.unit, by=request.user):
        messages.success(request, _("The points stand here. Make them your own."))
    else:
        messages.info(request, _("There are points already. Nothing was changed."))
    return see_other(reverse(TEMPLATE))


@role_view(Role.LEADER)
@require_http_methods(["GET", "POST"])
def template_add(request):
    """Add a point to the template."""
    form, to = TemplatePointForm(request.POST or None), reverse(TEMPLATE)
    if form.is_valid():
        what = {name: form.cleaned_data[name] for name in ("direction", "text", "days", "link")}
        perform(form, actions.add_template_point, by=request.user, location=to, **what)
    return respond(request, form, "practice/onboarding/template_add.html", to=to, words=_("Saved."))


@role_view(Role.LEADER)
@require_http_methods(["GET", "POST"])
def template_edit(request, pk):
    """Change a point of the template, or take it out of use."""
    row = get_object_or_404(_template(request), pk=pk)
    form, to = TemplatePointEditForm(request.POST or None, instance=row), reverse(TEMPLATE)
    if form.is_valid():
        perform(form, save_row, form, by=request.user, action="introduction.template_edited")
    context = {"row": row}
    return respond(request, form, "practice/onboarding/template_edit.html", context, to=to, words=_("Saved."))
