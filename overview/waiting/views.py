"""What waits for the leader, or for the administrator: the list behind the number."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import role_view
from accounts.models import Role
from cases.access.door import record_list
from core import clock
from intake.inquiries.access import record_inquiries
from intake.models import Inquiry
from overview.waiting.admin import ADMIN
from overview.waiting.leader import LEADER
from overview.waiting.source import total, waiting_for

SOURCES = {Role.LEADER: LEADER, Role.ADMIN: ADMIN}


@role_view(Role.LEADER, Role.ADMIN)
@require_GET
def waiting(request):
    """Everything that waits for who looks, each with where it is done; and what is only to be known of."""
    user = request.user
    waits = waiting_for(user, clock.today(), SOURCES[user.role], named=True)
    found = [(one.source, row) for one in waits for row in one.found]
    cases = [source.case_of(row) for source, row in found]
    record_list("venter", by=user, cases=[case for case in cases if case is not None])
    record_inquiries("venter", by=user, inquiries=[row for _source, row in found if isinstance(row, Inquiry)])
    context = {
        "to_do": [one for one in waits if not one.source.to_know],
        "to_know": [one for one in waits if one.source.to_know],
        "count": total(waits),
    }
    return render(request, "overview/waiting/waiting.html", context)
