"""The meetings that the young person is asked to: whether they come, a point of their own, what was written to them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.access.permissions import Permission
from core import clock
from core.acting import perform
from core.http import number_in, respond, see_other
from core.versions import Conflict
from meetings.invitations.actions import answer
from meetings.invitations.forms import ANSWERS, AnswerForm
from meetings.minutes.young_person import own_minutes_of
from meetings.models import AgendaItem, Attendee, Meeting, Minutes
from portal.myacts import actions
from portal.myacts.forms import PointForm, SayForm
from portal.myplan.door import my_plan_view

# So many meetings that are over stand there.
BACK = 20


def _meetings(case) -> QuerySet[Attendee]:
    """Their part in each meeting that they were told of: never a draft."""
    rows = Attendee.objects.asked().filter(is_youth=True, meeting__case=case)
    return rows.exclude(meeting__state=Meeting.State.DRAFT).select_related("meeting__type")


def _one(case, meeting_id) -> Attendee:
    row = _meetings(case).filter(meeting=meeting_id).first()
    if row is None:
        raise Http404
    row.meeting.case = case
    return row


def _is_to_come(attendee: Attendee) -> bool:
    """Whether the meeting is still one to come to: it may be answered, and its agenda is written."""
    return attendee.meeting.is_invited and attendee.meeting.ends_at > clock.now()


@my_plan_view(Permission.MY_PLAN_ALONE)
@require_GET
def my_meetings(request, case):
    """The meetings to come, soonest first, and those with a text to them, newest first; four queries."""
    minutes = Minutes.objects.shared().filter(meeting=OuterRef("meeting")).exclude(youth_text="")
    points = Prefetch("points", AgendaItem.objects.filter(source=AgendaItem.Source.YOUTH))
    rows = _meetings(case).annotate(has_minutes=Exists(minutes))
    coming = rows.filter(meeting__starts_at__gte=clock.at(clock.today())).exclude(meeting__state="held")
    coming = coming.order_by("meeting__starts_at", "pk")
    over = rows.filter(has_minutes=True, meeting__state="held").order_by("-meeting__starts_at")
    context = {
        "case": case,
        "coming": [(row, _is_to_come(row)) for row in coming.prefetch_related(points, "meeting__moves")],
        "answers": ANSWERS,
        "over": over[:BACK],
        "is_protected": case.person.address_protected,
    }
    return render(request, "portal/myacts/my_meetings.html", context)


@my_plan_view(Permission.MY_PLAN_WRITE)
@require_POST
def my_meeting_answer(request, case, meeting_id):
    """Whether they come; they may say otherwise until the meeting ends."""
    attendee, form = _one(case, meeting_id), AnswerForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        answer(attendee, form.cleaned_data["answer"], by=request.user, how="signed in")
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
    else:
        messages.success(request, _("It is sent. Your guide can see it."))
    return see_other(f"{reverse('portal:my_meetings')}#meeting-{attendee.pk}")


@my_plan_view(Permission.MY_PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def my_point(request, case, meeting_id):
    """A point that they want to talk about."""
    attendee, to = _one(case, meeting_id), reverse("portal:my_meetings")
    if not _is_to_come(attendee):
        raise Http404
    form = PointForm(request.POST or None)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("title", "purpose")}
        perform(form, actions.bring_point, attendee, by=request.user, location=to, field="title", **said)
    context, words = {"case": case, "meeting": attendee.meeting}, _("It stands on the list for the meeting.")
    return respond(request, form, "portal/myacts/my_point.html", context, to=to, words=words)


def _shared(case, meeting_id) -> tuple[Attendee, Minutes]:
    """Their part in a meeting, and its minutes; 404 while nothing is written to them."""
    attendee = _one(case, meeting_id)
    minutes = Minutes.objects.shared().filter(meeting=attendee.meeting).exclude(youth_text="").first()
    if minutes is None:
        raise Http404
    minutes.meeting = attendee.meeting
    return attendee, minutes


@my_plan_view(Permission.MY_PLAN_ALONE)
@require_http_methods(["GET", "POST"])
def my_minutes(request, case, meeting_id):
    """What was written to them of a meeting, and what they say about it."""
    if request.method == "POST" and not case.may.my_plan_write:
        raise PermissionDenied
    attendee, minutes = _shared(case, meeting_id)
    may_write = minutes.is_sent and case.may.my_plan_write
    approved = minutes.approvals.filter(attendee=attendee, of_version=minutes.version).exists()
    form, to = SayForm(request.POST or None), reverse("portal:my_minutes", args=[meeting_id])
    if form.is_valid():
        said = {"attendee": attendee, "by": request.user, "location": to, "field": "text"}
        perform(form, actions.comment_minutes, minutes, form.cleaned_data["text"], **said)
    context = {
        "case": case,
        "meeting": attendee.meeting,
        "minutes": minutes,
        "own": own_minutes_of(attendee.meeting),
        "comments": minutes.comments.filter(attendee=attendee, by=request.user),
        "approved": approved,
        "may_approve": may_write and bool(attendee.attended) and not approved,
        "may_comment": may_write and clock.today() <= minutes.comment_until,
    }
    words = _("It is sent. Your guide can see it.")
    return respond(request, form, "portal/myacts/my_minutes.html", context, to=to, words=words)


@my_plan_view(Permission.MY_PLAN_WRITE)
@require_POST
def my_minutes_approve(request, case, meeting_id):
    """What was written to them is right as it stood on the page."""
    attendee, minutes = _shared(case, meeting_id)
    seen = number_in(request.POST, "version") or 0
    try:
        actions.approve_minutes(minutes, by=request.user, attendee=attendee, seen_version=seen)
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
    except Conflict:
        messages.warning(request, _("The text has changed. Read it once more."))
    else:
        messages.success(request, _("Thank you. You have said that it is right."))
    return see_other(reverse("portal:my_minutes", args=[meeting_id]))
