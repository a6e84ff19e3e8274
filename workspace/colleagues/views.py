"""Calling colleagues to a meeting at which a course is shared."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import role_view
from accounts.models import Role
from core import clock
from core.acting import perform
from core.http import next_url, respond
from practice.models import Course
from workspace.colleagues.calling import call
from workspace.colleagues.forms import CourseCallForm


@role_view(Role.GUIDE, Role.LEADER)
@require_http_methods(["GET", "POST"])
def course_call(request, pk):
    """Call colleagues together about a course of one's own."""
    course = get_object_or_404(Course.objects.awaiting_sharing(clock.today()), user=request.user, pk=pk)
    form = CourseCallForm(request.POST or None)
    to = reverse("practice:competence_detail", args=[request.user.pk])
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("lasts_minutes", "place")}
        perform(form, call, course, by=request.user, starts_at=form.starts_at, location=to, **said)
    words = ngettext("%(n)s colleague is called.", "%(n)s colleagues are called.", form.made or 0)
    context = {"course": course, "next": next_url(request, to)}
    page = "workspace/colleagues/course_call.html"
    return respond(request, form, page, context, to=to, words=words % {"n": form.made or 0})
