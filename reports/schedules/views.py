"""Which reports are made: what is decided, what comes next, and what one is told of."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import role_view
from accounts.models import Role
from accounts.tables import ROW_PAGE
from core.acting import perform
from core.http import acted, respond
from reports.schedules.actions import decide, subscribe
from reports.schedules.forms import ScheduleForm
from reports.schedules.models import Schedule, What
from reports.schedules.reading import lines_of
from reports.schedules.recipients import may_want


@role_view(Role.LEADER, Role.GUIDE)
def schedules(request):
    """Every kind of report that the reader may read: when the next are made, who is told, and whether they are."""
    return render(request, "reports/schedules/schedules.html", {"lines": lines_of(request.user)})


@role_view(Role.LEADER)
@require_http_methods(["GET", "POST"])
def schedule_edit(request, what):
    """Decide about one kind of report."""
    if what not in What:
        raise Http404
    schedule = Schedule.objects.of(request.user.unit)[what]
    form = ScheduleForm(request.POST or None, instance=schedule)
    if form.is_valid():
        perform(form, decide, form, by=request.user)
    to = reverse("reports:schedules")
    context = {
        "title": What(what).label,
        "lead": _("Reports that are there already stay as they are."),
        "crumb": (to, _("Which reports are made")),
    }
    return respond(request, form, ROW_PAGE, context, to=to, words=_("Saved."))


@role_view(Role.LEADER, Role.GUIDE)
@require_POST
def schedule_tell(request, what):
    """Be told of one kind of report, or no longer."""
    if what not in may_want(request.user):
        raise Http404
    wanted = request.POST.get("besked") == "ja"
    subscribe(what, wanted=wanted, by=request.user)
    words = (
        _("You get a mail when the report is there.") if wanted else _("You get no mail about it any more.")
    )
    return acted(request, words, to=reverse("reports:schedules"))
