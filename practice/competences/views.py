"""Who knows what in the unit, one's own card, and courses."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import role_view
from accounts.models import Role, User
from core import clock
from core.acting import perform
from core.http import next_url, respond, see_other
from core.templatetags.kui import day as drawn
from practice.competences import actions, reading
from practice.competences.forms import CompetenceForm, CourseForm, CourseShareForm
from practice.competences.models import Course

HOME = "practice:competence_list"


@role_view(Role.GUIDE, Role.LEADER)
@require_GET
def competence_list(request):
    """Everybody's fields, education, qualification and courses; for a leader, what the unit lacks."""
    unit, today = request.user.unit, clock.today()
    people = reading.cards(unit, today)
    awaited = Course.objects.of_unit(unit).awaiting_sharing(today).filter(user__is_active=True)
    context = {
        "cards": people,
        "gaps": reading.gaps(unit, people, today) if request.user.is_leader else None,
        "awaited": awaited.select_related("user").order_by("share_by", "pk"),
        "today": today,
    }
    return render(request, "practice/competences/competence_list.html", context)


def _of_unit(request, user_id: int) -> User:
    """Somebody who can carry cases in the unit; 404 for anybody else."""
    rows = User.objects.carriers(request.user.unit_id).select_related("competence__seen_by")
    return get_object_or_404(rows, pk=user_id)


@role_view(Role.GUIDE, Role.LEADER)
@require_GET
def competence_detail(request, user_id):
    """One colleague's card. The note is its writer's and the leader's."""
    shown, today = _of_unit(request, user_id), clock.today()
    row, mine = reading.competence_of(shown), shown.pk == request.user.pk
    courses = Course.objects.standing().filter(user=shown)
    context = {
        "shown": shown,
        "competence": row,
        "standing": row.standing(today),
        "known": [known.knowledge for known in reading.known_fields(User.objects.filter(pk=shown.pk), today)],
        "courses": Paginator(courses, 20).get_page(request.GET.get("page")),
        "mine": mine,
        "note": row.note if mine or request.user.is_leader else "",
        "may_confirm": request.user.is_leader and not mine,
        "today": today,
    }
    return render(request, "practice/competences/competence_detail.html", context)


@role_view(Role.GUIDE, Role.LEADER)
@require_http_methods(["GET", "POST"])
def competence_edit(request):
    """One's own card, and nobody else's."""
    user = User.objects.select_related("competence").get(pk=request.user.pk)
    form = CompetenceForm(request.POST or None, user=user)
    if form.is_valid():
        perform(form, actions.describe_self, by=user, expected_version=form.expected, **form.said)
    to = reverse("practice:competence_detail", args=[user.pk])
    return respond(request, form, "practice/competences/competence_edit.html", {}, to=to, words=_("Saved."))


@role_view(Role.LEADER)
@require_POST
def paper_seen(request, user_id):
    """The leader has seen the paper, as it was called on the page."""
    shown = _of_unit(request, user_id)
    try:
        actions.see_paper(shown, by=request.user, title=request.POST.get("title", ""))
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    else:
        messages.success(request, _("The paper is seen."))
    return see_other(reverse("practice:competence_detail", args=[shown.pk]))


@role_view(Role.GUIDE, Role.LEADER)
@require_http_methods(["GET", "POST"])
def course_add(request):
    """Write down a course of one's own."""
    form, to = CourseForm(request.POST or None), reverse("practice:competence_detail", args=[request.user.pk])
    if form.is_valid():
        what = {name: form.cleaned_data[name] for name in ("title", "held_on")}
        perform(form, actions.add_course, by=request.user, location=to, **what)
    page, words = "practice/competences/course_add.html", _("The course is written down.")
    return respond(request, form, page, {"next": next_url(request, to)}, to=to, words=words)


def _own_course(request, pk: int) -> Course:
    """A course of one's own that is not struck; 404 for anybody else's."""
    return get_object_or_404(Course.objects.standing().filter(user=request.user), pk=pk)


@role_view(Role.GUIDE, Role.LEADER)
@require_http_methods(["GET", "POST"])
def course_share(request, pk):
    """Say where one shared what one learnt; the line leaves Min dag."""
    course = _own_course(request, pk)
    if (
        course.held_on > clock.today()
        or course.share_by is None
        or (course.shared_on and request.method == "GET")
    ):
        raise Http404
    form, to = CourseShareForm(request.POST or None), reverse(HOME)
    if form.is_valid():
        said = {"on": form.cleaned_data["on"], "where": form.cleaned_data["where"]}
        perform(form, actions.share_course, course, by=request.user, location=to, **said)
    context = {"course": course, "next": next_url(request, to)}
    page, words = "practice/competences/course_share.html", _("Thank you for sharing it.")
    return respond(request, form, page, context, to=to, words=words)


@role_view(Role.GUIDE, Role.LEADER)
@require_POST
def course_strike(request, pk):
    """Strike a course of one's own."""
    course = _own_course(request, pk)
    try:
        actions.strike_course(course, by=request.user)
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    else:
        messages.success(request, " ".join([_("The course is struck."), *_called_off(course)]))
    return see_other(reverse("practice:competence_detail", args=[request.user.pk]))


def _called_off(course: Course) -> list[str]:
    """That colleagues who were called to a meeting to come are told that it is called off."""
    if course.meets_at is None or course.meets_at <= clock.now():
        return []
    words = _("The meeting on %(day)s is called off in your colleagues' calendars.")
    return [words % {"day": drawn(course.meets_at)}]
