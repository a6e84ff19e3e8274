"""What a partner's contact sees of the meetings they are asked to, and what they send back."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import role_view
from accounts.models import Role
from cases.access.door import record_list
from cases.models import Case
from core import clock
from core.acting import perform
from core.http import acted, respond
from meetings.agenda.actions import add_item
from meetings.invitations.actions import answer
from meetings.invitations.forms import AnswerForm
from meetings.models import AgendaItem
from portal.meetings.forms import PointForm
from portal.meetings.minutes import shared_minutes
from portal.meetings.ours import OurMeeting, meetings_of, told_of

# How far back the page tells of meetings.
BACK = timedelta(days=92)


def _contact(request):
    return getattr(request.user, "partner_contact", None)


def _listed(request, rows) -> list[OurMeeting]:
    """The meetings as they may be told, with whom they showed in the trail."""
    told = told_of(_contact(request), rows, clock.today())
    record_list("our_meetings", by=request.user, cases=[Case(pk=one.case_id) for one in told])
    return told


@role_view(Role.PARTNER)
@require_GET
def our_meetings(request):
    """The meetings that the contact is asked to from today on, soonest first, and those of the time before (BACK)."""
    contact, today = _contact(request), clock.today()
    rows = meetings_of(contact).filter(starts_at__gte=clock.at(today - BACK))
    told = _listed(request, rows.order_by("starts_at", "pk")) if contact else []
    points = AgendaItem.objects.filter(brought_by__in=[one.attendee for one in told])
    by_attendee: dict[int, list[str]] = {}
    for attendee_id, title in points.order_by("position", "pk").values_list("brought_by_id", "title"):
        by_attendee.setdefault(attendee_id, []).append(title)
    minutes = set(
        shared_minutes(contact).filter(pk__in=[one.attendee.pk for one in told]).values_list("pk", flat=True)
    )
    shown = [(one, by_attendee.get(one.attendee.pk, [])) for one in told]
    context = {
        "coming": [pair for pair in shown if pair[0].ends > clock.now()],
        "over": [pair for pair in reversed(shown) if pair[0].ends <= clock.now()],
        "minutes": minutes,
        "answers": AnswerForm.base_fields["answer"].choices,
        "contact": contact,
    }
    return render(request, "portal/meetings/our_meetings.html", context)


def _ours(request, attendee_id: int) -> OurMeeting:
    """One's own meeting, while a basis covers the case. Raises Http404."""
    contact = _contact(request)
    told = told_of(contact, meetings_of(contact).filter(attendees=attendee_id), clock.today())
    if not told or told[0].attendee.pk != attendee_id:
        raise Http404
    return told[0]


@role_view(Role.PARTNER)
@require_POST
def our_answer(request, attendee_id):
    """Whether the contact comes."""
    one, form, to = _ours(request, attendee_id), AnswerForm(request.POST), reverse("portal:our_meetings")
    if not form.is_valid():
        raise Http404
    try:
        answer(one.attendee, form.cleaned_data["answer"], by=request.user, how="signed in")
    except ValidationError as error:
        return acted(request, error.messages[0], to=to, level=messages.WARNING)
    return acted(request, _("Your answer is sent."), to=to)


@role_view(Role.PARTNER)
@require_http_methods(["GET", "POST"])
@transaction.atomic
def our_point(request, attendee_id):
    """A point that the contact wants on the agenda."""
    one, to = _ours(request, attendee_id), reverse("portal:our_meetings")
    if not one.may_answer:
        raise Http404
    record_list("our_point", by=request.user, cases=[Case(pk=one.case_id)])
    form = PointForm(request.POST or None)
    if form.is_valid():
        perform(
            form,
            add_item,
            one.attendee.meeting,
            by=request.user,
            location=to,
            title=form.cleaned_data["title"],
            minutes=form.cleaned_data["minutes"],
            who=request.user.partner_contact.name,
            source=AgendaItem.Source.PARTNER,
            brought_by=one.attendee,
        )
    words = _("Your point is sent. It stands on the agenda.")
    return respond(request, form, "portal/meetings/our_point.html", {"one": one}, to=to, words=words)
