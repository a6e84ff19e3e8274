"""Planning a meeting, changing it, inviting, cancelling, and writing down who was there."""

from datetime import time

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet, UUIDField
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.access.door import case_view
from cases.access.permissions import Permission
from core import clock
from core.acting import perform
from core.http import respond, see_other
from core.kept import Given, kept
from meetings.invitations.told import to_call
from meetings.planning import actions
from meetings.planning.forms import MeetingCancelForm, MeetingEditForm, MeetingHoldForm, MeetingPlanForm
from meetings.planning.models import Meeting
from meetings.planning.people import Askable, askable
from meetings.planning.proposals import named_proposal, working_day_from
from meetings.planning.rules import Form, next_by_rhythm


@kept
def _one() -> QuerySet[Meeting]:
    rows = Meeting.objects.filter(case=Given("case", UUIDField), pk=Given("meeting", UUIDField))
    return rows.select_related("type", "led_by", "follows__type").order_by()


def one_of(case, meeting_id) -> Meeting:
    """A meeting of this case; 404 for anybody else's."""
    found = next(iter(_one().ask(case=case.pk, meeting=meeting_id)), None)
    if found is None:
        raise Http404
    found.case = case
    return found


def meeting_url(meeting: Meeting, anchor="") -> str:
    """The meeting's page, or a place on it."""
    url = reverse("meetings:meeting", args=[meeting.case_id, meeting.pk])
    return f"{url}#{anchor}" if anchor else url


def asked_of(meeting: Meeting) -> list[Askable]:
    """Those asked to the meeting, as its forms call them."""
    rows = meeting.attendees.asked().select_related("guardian", "user", "contact__partner")
    for row in rows:
        row.meeting = meeting
    return [Askable(row.key, row.name, row.part) for row in rows]


def after(case, meeting_id: str) -> Meeting | None:
    """The meeting that a new one follows, when the address names one of this case."""
    rows = case.meetings.held().select_related("type")
    return next((row for row in rows if str(row.pk) == meeting_id), None)


def _first(case, follows: Meeting | None, user) -> dict:
    """What a new meeting begins with: the form and day that are due, and those who were there last time."""
    today = clock.today()
    if follows is not None:
        kind = follows.type
        form = Form(kind.pk, rhythm_months=kind.rhythm_months, then=kind.then_id)
        due = next_by_rhythm(form, follows.on)
    else:
        due = named_proposal(case, today)
    people = ["youth", f"colleague-{case.guide_id or user.pk}"]
    if follows is not None:
        people = [row.key for row in follows.attendees.asked()]
    first = {"time": time(10), "led_by": user.pk, "people": people}
    if due is not None:
        first |= {"type": due.form, "day": working_day_from(due.due_on, today)}
    elif follows is not None:
        first |= {"type": follows.type_id}
    return first


@case_view(needs=Permission.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def meeting_add(request, case):
    """Plan a meeting: a draft, which tells nobody. The form and the day that are due stand there beforehand."""
    follows = after(case, request.POST.get("efter") or request.GET.get("efter", ""))
    form = MeetingPlanForm(
        request.POST or None,
        initial={} if request.POST else _first(case, follows, request.user),
        case=case,
        people=askable(case),
    )
    if form.is_valid():
        data = form.cleaned_data
        said = {"type": data["type"], "starts_at": form.starts_at, "place": data["place"]}
        said |= {"people": data["people"], "follows": follows, **form.values}
        perform(form, actions.plan_meeting, case, by=request.user, location=meeting_url, **said)
    to = meeting_url(form.made) if getattr(form, "made", None) else ""
    words = _("The meeting is a draft. Nobody has been told.")
    context = {"case": case, "follows": follows}
    return respond(request, form, "meetings/planning/meeting_add.html", context, to=to, words=words)


@transaction.atomic
def _change(meeting: Meeting, form: MeetingEditForm, *, by) -> bool:
    """Move it, and ask whom the form names; returns whether those invited are told."""
    data = form.cleaned_data
    told = actions.move_meeting(
        meeting,
        by=by,
        starts_at=form.starts_at,
        place=data["place"],
        why=data.get("why", ""),
        expected_version=form.expected,
        values=form.values,
    )
    return actions.ask_people(meeting, data["people"], by=by) or told


@case_view(needs=Permission.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def meeting_edit(request, case, meeting_id):
    """Another time, place or company. Those invited are told."""
    found = one_of(case, meeting_id)
    if not found.is_planned:
        messages.info(request, _("The meeting is held or cancelled: it is not moved any more."))
        return see_other(meeting_url(found))
    rows = found.attendees.asked().select_related("guardian", "user", "contact__partner")
    for row in rows:
        row.meeting = found
    form = MeetingEditForm(request.POST or None, meeting=found, case=case, people=askable(case, rows))
    before, words = found.version, _("Saved.")
    if form.is_valid() and perform(form, _change, found, form, by=request.user):
        if form.made:
            call = to_call(found, rows)
            words = f"{words} {call}" if call else _("Saved. Those invited are told.")
        elif found.version == before:
            words = _("Nothing was changed.")
    context = {"case": case, "meeting": found}
    to = meeting_url(found)
    return respond(request, form, "meetings/planning/meeting_edit.html", context, to=to, words=words)


@require_POST
@case_view(needs=Permission.PLAN_EDIT)
def meeting_invite(request, case, meeting_id):
    """Tell those asked. Sent again it tells nobody twice."""
    found = one_of(case, meeting_id)
    try:
        actions.invite(found, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        call = to_call(found)
        words = _("The meeting is called.") if call else _("Those asked are invited.")
        messages.success(request, f"{words} {call}".rstrip())
    return see_other(meeting_url(found, "indkald"))


@case_view(needs=Permission.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def meeting_cancel(request, case, meeting_id):
    """Cancel the meeting, and say why. Those invited are told."""
    found = one_of(case, meeting_id)
    form = MeetingCancelForm(request.POST or None)
    to, words = meeting_url(found), _("The meeting is cancelled. It stays in the list.")
    if form.is_valid():
        why = form.cleaned_data["why"]
        if perform(form, actions.cancel_meeting, found, by=request.user, why=why):
            words = f"{words} {to_call(found)}".rstrip()
    context = {"case": case, "meeting": found}
    return respond(request, form, "meetings/planning/meeting_cancel.html", context, to=to, words=words)


def hold_form(meeting: Meeting, data=None) -> MeetingHoldForm:
    """Who is there: ticked are those who said that they come and who leads the meeting, or who was there."""
    asked = list(meeting.attendees.asked())
    said = [row.key for row in asked if row.answer in ("yes", "online") or row.user_id == meeting.led_by_id]
    if meeting.is_held:
        said = [row.key for row in asked if row.attended]
    return MeetingHoldForm(data, people=asked_of(meeting), initial={"present": said})


def _refuse_second_start(form: MeetingHoldForm) -> None:
    """Another window began the meeting: say with whom, for who is sent the minutes rests on it."""
    labels = dict(form.fields["present"].choices)
    there = ", ".join(labels[key] for key in form.initial["present"])
    words = _("The meeting has begun already. There: %(names)s. Save if those you ticked are right instead.")
    form.overtaken = True
    form.add_error("present", words % {"names": there})


@case_view(needs=Permission.NOTE_ADD)
@require_http_methods(["GET", "POST"])
def meeting_hold(request, case, meeting_id):
    """The meeting begins: who is there. It is written in the journal, and the minutes can be written.

    Once it is held, the same form corrects who was there, for as long as the note may be corrected.
    """
    found = one_of(case, meeting_id)
    form = hold_form(found, request.POST if request.method == "POST" else None)
    act = actions.correct_presence if found.is_held else actions.hold
    words = _("The meeting stands in the journal. Write the minutes here, while you talk.")
    if form.is_valid():
        present = form.cleaned_data["present"]
        same = {*present} == {*form.initial["present"]}
        if corrects := found.is_held and "correct" in request.POST:
            words = _("Nothing was changed.") if same else _("Saved.")
        if found.is_held and not corrects and not same:
            _refuse_second_start(form)
        else:
            perform(form, act, found, by=request.user, field="present", present=present)
    context = {"case": case, "meeting": found}
    to = meeting_url(found, "hold")
    return respond(request, form, "meetings/planning/meeting_hold.html", context, to=to, words=words)
