"""A partner's contact reads the minutes of a meeting they were asked to, comments, and approves if they were there.

Everything asks for the basis again, and writes down what was told in the same transaction.
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
from cases.consents.disclosure import NotCovered, disclose
from cases.models import Disclosure
from core import clock
from meetings.minutes.reading import Reading, approve, page, reading_of
from plans.handover.scope import NotAllowed
from portal.meetings.minutes import shared_minutes


def _reading(request, attendee_id: int) -> Reading:
    """The minutes as far as bases in force cover them, told and written down in the caller's transaction. Raises
    Http404.
    """
    contact = getattr(request.user, "partner_contact", None)
    attendee = shared_minutes(contact).filter(pk=attendee_id).first()
    if attendee is None:
        raise Http404
    case = attendee.meeting.case
    try:
        reading = reading_of(attendee, attendee.key, clock.today())
        told = {
            "kind": Disclosure.Kind.PAGE,
            "topics": reading.sheet.topics,
            "what": _("Read the minutes of a meeting"),
        }
        disclose(case, contact.partner, by=request.user, **told)
    except (NotAllowed, NotCovered):
        raise Http404 from None
    topics = {"topics": [None, list(reading.sheet.topics)]}
    trail.record(
        "minutes.look",
        by=request.user,
        case_id=case.pk,
        obj=reading.minutes,
        relation=Relation.SHARED,
        changes=topics,
    )
    return reading


@role_view(Role.PARTNER)
@require_http_methods(["GET", "POST"])
@transaction.atomic
def our_minutes(request, attendee_id):
    """The minutes, and a comment on them."""
    here = reverse("portal:our_minutes", args=[attendee_id])
    back = {"back_url": reverse("portal:our_meetings"), "back": _("Our meetings")}
    context = {**back, "approve_url": reverse("portal:our_minutes_approve", args=[attendee_id])}
    return page(request, _reading(request, attendee_id), here=here, context=context)


@role_view(Role.PARTNER)
@require_POST
@transaction.atomic
def our_minutes_approve(request, attendee_id):
    """Approve them as they stand; only who was there."""
    here = reverse("portal:our_minutes", args=[attendee_id])
    return approve(request, _reading(request, attendee_id), here=here)
