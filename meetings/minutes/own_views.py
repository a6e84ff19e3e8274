"""The minutes of a meeting that a guide or leader was at, whose case may be a colleague's: read, comment, approve.

Who was there may read what was said there without opening the case; nothing of confidential points.
"""

from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import role_view
from accounts.models import Role
from audit import trail
from cases.access.permissions import Relation
from cases.models import Case
from core import clock
from meetings.minutes.models import Minutes
from meetings.minutes.reading import Reading, approve, page, reading_of
from meetings.minutes.sheet import COLLEAGUE
from meetings.planning.models import Attendee

STAFF = (Role.GUIDE, Role.LEADER)


def _reading(request, attendee_id: int) -> Reading:
    """Shared minutes of a meeting that the user was at, while they may know of the open case; the look is on the trail.
    Raises Http404.
    """
    known = Case.objects.known_to(request.user).filter(closed_on=None)
    rows = Attendee.objects.asked().filter(
        user=request.user,
        attended=True,
        meeting__case__in=known.values("pk"),
        meeting__minutes__in=Minutes.objects.shared(),
    )
    rows = rows.select_related("meeting__type", "meeting__case__person", "meeting__case__unit", "contact")
    attendee = rows.filter(pk=attendee_id).first()
    if attendee is None:
        raise Http404
    reading = reading_of(attendee, COLLEAGUE, clock.today())
    case_id = attendee.meeting.case_id
    trail.record(
        "minutes.look", by=request.user, case_id=case_id, obj=reading.minutes, relation=Relation.COLLEAGUE
    )
    return reading


@role_view(*STAFF)
@require_http_methods(["GET", "POST"])
@transaction.atomic
def own_minutes(request, attendee_id):
    """The minutes, and a comment on them."""
    here = reverse("meetings:own_minutes", args=[attendee_id])
    back = {"back_url": reverse("workspace:my_day"), "back": _("My day")}
    context = {**back, "approve_url": reverse("meetings:own_minutes_approve", args=[attendee_id])}
    return page(request, _reading(request, attendee_id), here=here, context=context)


@role_view(*STAFF)
@require_POST
@transaction.atomic
def own_minutes_approve(request, attendee_id):
    """Approve them as they stand."""
    here = reverse("meetings:own_minutes", args=[attendee_id])
    return approve(request, _reading(request, attendee_id), here=here)
