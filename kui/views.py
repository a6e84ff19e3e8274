"""Pages that belong to no app: the front door, jobs under way, language and errors."""

import sys

from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

from accounts.access import public, role_view, signed_in
from accounts.models import Role, User
from cases.access.door import Settled
from core.http import next_url
from core.jobs.models import Job
from core.middleware import database_down
from core.outages import is_database_away

FRONT_PAGES = {
    Role.GUIDE: "workspace:my_day",
    Role.LEADER: "overview:front",
    Role.ADMIN: "overview:waiting",
    Role.PARTNER: "portal:partner_inbox",
    Role.FIGURES: "reports:release_list",
    Role.YOUTH: "portal:my_plan",
    Role.PARENT: "portal:my_plan",
}


@role_view(*Role)
def home(request):
    """Lead everybody to the page they come for."""
    return redirect(FRONT_PAGES[request.user.role])


@signed_in
def job_detail(request, job_id):
    """The progress of a piece of long work, to whoever ordered it; the page polls its own fragment until it is over."""
    job = Job.objects.filter(pk=job_id, owner_id=request.user.pk).first()
    if job is None:
        raise Http404
    response = render(
        request, "core/jobs/_job.html" if request.htmx else "core/jobs/job_detail.html", {"job": job}
    )
    if request.htmx and job.is_over:
        response["HX-Refresh"] = "true"
    return response


@public
@require_POST
def language_set(request):
    """Change the language and stay on the page."""
    language = request.POST.get("language", "")
    response = HttpResponseRedirect(next_url(request, reverse("home")))
    if check_for_language(language) and language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=365 * 24 * 3600,
            secure=settings.PRODUCTION,
            httponly=True,
            samesite="Lax",
        )
        if request.user.is_authenticated:
            User.everybody.filter(pk=request.user.pk).update(language=language)
    return response


def bad(request, exception=None):
    """400: what was sent cannot be read, or asks for what nothing can be."""
    return render(request, "400.html", status=400)


def denied(request, exception=None):
    """403: signed in, but this is not theirs to do; or the case was closed, or opened, by somebody who was first."""
    if not isinstance(exception, Settled):
        return render(request, "403.html", status=403)
    case = exception.args[0]
    move = case.status_periods.current().filter(until_on=None).select_related("recorded_by").first()
    return render(request, "settled.html", {"case": case, "move": move}, status=403)


def missing(request, exception=None):
    """404: not there, or not theirs to know of. Who waits for a leader to confirm them is told that."""
    if request.resolver_match and request.user.is_authenticated and not request.user.is_confirmed:
        return render(request, "accounts/users/waiting.html", {"code": 404}, status=404)
    return render(request, "404.html", status=404)


def broken(request):
    """500: our mistake, told with the request's id. Or 503: the database went away before the view was reached."""
    if is_database_away(sys.exc_info()[1]):
        return database_down()
    return render(request, "500.html", {"request_id": getattr(request, "id", "")}, status=500)
