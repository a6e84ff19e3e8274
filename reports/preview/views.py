"""The next report, before it is one."""

from django.http import Http404
from django.shortcuts import redirect, render

from accounts.access import role_view
from accounts.models import Role
from audit import trail
from core import clock
from core.http import number_in
from reports.preview import making
from reports.schedules.models import What
from reports.schedules.recipients import may_want
from reports.schedules.rules import made_on
from reports.snapshots.reading import read


@role_view(Role.LEADER, Role.GUIDE)
def preview(request, what):
    """The next report as it would be if it were taken today: marked as such, and frozen nowhere."""
    user = request.user
    if what not in may_want(user):
        raise Http404
    if what == What.CASE:
        return redirect("reports:statuses")
    guides: dict[int, str] = {}
    if what == What.GUIDE_MONTH:
        asked = user.pk if user.is_guide else number_in(request.GET, "vejleder")
        report, guides = making.of_guide(user.unit, asked)
    else:
        report = making.of_unit(user.unit, what)
    if report is None or (user.is_guide and report.subject_id != str(user.pk)):
        raise Http404
    trail.record("report.previewed", by=user, obj=user.unit, purpose=f"{what} {report.subject_id}")
    context = {
        "report": report,
        "reading": read(report, before=making.before_of(report)),
        "guides": guides if user.is_leader else {},
        "next_on": made_on(report.covers.last),
        "today": clock.today(),
    }
    return render(request, "reports/preview/preview.html", context)
