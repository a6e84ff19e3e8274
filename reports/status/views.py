"""The status of a young person as a partner reads it, as they read it themselves, and as the guide sees both.

Every page asks for the basis again. What a partner is told is written down in the same transaction.
"""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import role_view
from accounts.models import Role
from audit import trail
from cases.access.door import case_view, record_list
from cases.access.permissions import Permission
from cases.consents import disclosure as sharing
from cases.models import Disclosure
from core import clock
from partners.models import Partner
from plans.handover.scope import bases_in_force, covered_by, name_told
from portal.myplan.door import my_plan_view
from portal.partner.shared import shared_cases
from portal.promises.names import write_names_down
from reports.presentation.words import period_name
from reports.status.leaf import LEAF
from reports.status.reading import latest_of, status_for_partner
from reports.status.waiting import LOOK, readable, unread


@role_view(Role.PARTNER)
@require_GET
def shared_statuses(request):
    """The young people whose status the partner may read, by name, and which of them the user has not read."""
    user, today = request.user, clock.today()
    contact = getattr(user, "partner_contact", None)
    bases = bases_in_force(shared_cases(user), contact.partner, today) if contact else {}
    covered = covered_by(bases)
    rows = readable(covered)
    period = latest_of(user.unit, today)
    new = unread(user, rows, period)
    record_list("shared_statuses", by=user, cases=rows)
    if contact:
        write_names_down({case: bases[case] for case in rows}, by=user, on=today)
    context = {
        "rows": [(case, name_told(case.person, covered[case]), case.pk in new) for case in rows],
        "new": len(new),
        "period": period_name(period),
        "contact": contact,
    }
    return render(request, "reports/status/shared_statuses.html", context)


@case_view(needs=Permission.PLAN_SHARED)
@require_GET
def shared_status(request, case):
    """The status of one young person, as far as the bases in force cover it now."""
    partner, today = request.user.partner_contact.partner, clock.today()
    status = status_for_partner(case, partner, today)
    if status is None:
        raise Http404
    told = status.told
    how = {"kind": Disclosure.Kind.PAGE, "what": _("Looked at the status")}
    sharing.disclose(case, partner, by=request.user, topics=told, **how)
    changes = {"topics": [None, told]}
    trail.record(LOOK, by=request.user, case_id=case.pk, relation=case.relation, changes=changes)
    context = {"case": case, "status": status, "shared": status.shared, "partner": partner, "on": today}
    return render(request, "reports/status/shared_status.html", context)


@case_view(needs=Permission.REPORT_READ)
@require_GET
def status_as_partner(request, case, partner_id):
    """The guide sees exactly what a partner of the case sees: the same part of the page, or that it sees nothing."""
    partner = get_object_or_404(Partner.objects.filter(participations__case=case).distinct(), pk=partner_id)
    today = clock.today()
    on_table = case.closed_on is None and not case.shielded
    status = status_for_partner(case, partner, today) if on_table else None
    trail.record("status.previewed", by=request.user, case_id=case.pk, obj=partner, relation=case.relation)
    context = {
        "case": case,
        "status": status,
        "shared": status.shared if status else None,
        "partner": partner,
        "on": today,
    }
    return render(request, "reports/status/status_as_partner.html", context)


@my_plan_view(Permission.MY_PLAN_ALONE)
@require_GET
def my_status(request, case):
    """What the young person has reached since last time, what is new and what comes next, in plain words."""
    trail.record("my_status.look", by=request.user, case_id=case.pk, relation=case.relation)
    context = {"case": case, "leaf": LEAF} | LEAF.context(case, clock.today())
    return render(request, "portal/myrights/my_leaf.html", context)
