"""Minutes: write, decide, send, comment, approve, close, add to, and fetch as PDF."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit import trail
from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.consents.disclosure import disclose
from cases.drafts import drafting as drafts
from cases.models import Disclosure
from core import clock
from core.acting import perform
from core.downloads import pdf_file
from core.http import acted, respond, see_other
from core.text import mark_of, slug_of
from core.versions import Conflict
from meetings.agenda.views import point_of
from meetings.minutes import actions
from meetings.minutes.forms import AdditionForm, CommentForm, DecisionForm, MinutesForm, MinutesSendForm
from meetings.minutes.pdf import render
from meetings.minutes.reading import approver_of
from meetings.minutes.sheet import UNIT, YOUTH, Sheet, sheet_for
from meetings.minutes.telling import receipt
from meetings.planning.models import Meeting
from meetings.planning.people import partner_contacts
from meetings.planning.views import meeting_url, one_of
from partners.models import Contact
from plans.handover.scope import NotAllowed

HOLD, CLOSE = "hold", "afslut"


def minutes_form(meeting: Meeting, user, data=None, *, minutes=None, items=None) -> MinutesForm:
    """The form of the minutes, with what its writer left behind; what is typed is kept on the server.

    ``minutes`` and ``items`` are what the caller has loaded already.
    """
    minutes = minutes or actions.minutes_of(meeting)
    form = MinutesForm(data, minutes=minutes, items=list(meeting.agenda.all()) if items is None else items)
    return drafts.restore(form, meeting.case, user, draft_name(meeting))


def draft_name(meeting: Meeting) -> str:
    """What the drafts of the minutes are kept under."""
    return f"minutes-{meeting.pk}"


def held_one(case, meeting_id) -> Meeting:
    """A meeting of this case that was held; 404 otherwise."""
    found = one_of(case, meeting_id)
    if not found.is_held:
        raise Http404
    return found


@case_view(needs=Permission.NOTE_ADD)
@require_http_methods(["GET", "POST"])
def minutes_write(request, case, meeting_id):
    """Write the minutes. Somebody who wrote meanwhile loses nothing."""
    found = held_one(case, meeting_id)
    minutes = actions.minutes_of(found)
    form = minutes_form(
        found, request.user, request.POST if request.method == "POST" else None, minutes=minutes
    )
    if minutes.is_approved:
        return _add_instead(request, found, form)
    if form.is_valid():
        said = {"expected_version": form.expected, **form.said}
        if perform(form, actions.write_minutes, found, by=request.user, **said):
            drafts.drop(form, case, request.user, draft_name(found))
    context, words = {"case": case, "meeting": found}, _("The minutes are saved.")
    to = meeting_url(found, HOLD)
    return respond(request, form, "meetings/minutes/minutes_write.html", context, to=to, words=words)


def _add_instead(request, found: Meeting, form: MinutesForm) -> HttpResponse:
    """Somebody approved the minutes meanwhile: what was typed waits as the draft of an addition."""
    by, text = approver_of(form.minutes), form.unsaved
    words = _("The minutes stand: %(name)s wrote down that they are approved.")
    said = words % {"name": by} if by else _("The minutes are approved.")
    if not text:
        messages.info(request, " ".join((said, _("Add to them instead."))))
        return see_other(meeting_url(found, CLOSE))
    drafts.keep(
        found.case, request.user, f"addition-{found.pk}.text", text, key=drafts.key_of(form), revision=0
    )
    drafts.drop(form, found.case, request.user, draft_name(found))
    waits = _("What you wrote stands here, as an addition. It is not saved yet.")
    messages.info(request, f"{said} {waits}")
    return see_other(reverse("meetings:minutes_add", args=[found.case_id, found.pk]))


def _decide(item, said: dict, *, by):
    contact = Contact.objects.select_related("partner").filter(pk=said["contact_id"]).first()
    values = {name: value for name, value in said.items() if name != "contact_id"}
    return actions.decide(item, by=by, contact=contact, **values)


@case_view(needs=Permission.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def decision_add(request, case, meeting_id, item_id):
    """A decision becomes a milestone, or a partner's promise, in one form."""
    found = held_one(case, meeting_id)
    item = point_of(found, item_id)
    form = DecisionForm(request.POST or None, case=case, contacts=partner_contacts(case))
    to = meeting_url(found, f"punkt-{item.pk}")
    if form.is_valid():
        perform(form, _decide, item, form.said, by=request.user, location=to)
    context, words = {"case": case, "meeting": found, "item": item}, _("It stands in the plan.")
    return respond(request, form, "meetings/minutes/decision_add.html", context, to=to, words=words)


@require_POST
@case_view(needs=Permission.NOTE_ADD)
def decision_anew(request, case, meeting_id, item_id, decision_id):
    """Let shared minutes say of an agreement what the plan says now."""
    found = held_one(case, meeting_id)
    item = point_of(found, item_id)
    decision = item.decisions.select_related("milestone__contact__partner").filter(pk=decision_id).first()
    if decision is None:
        raise Http404
    decision.item, to = item, meeting_url(found, f"punkt-{item.pk}")
    try:
        actions.agree_anew(decision, by=request.user)
    except ValidationError as error:
        return acted(request, " ".join(error.messages), to=to, level=messages.WARNING)
    return acted(request, _("The minutes say what the plan says."), to=to)


@require_POST
@case_view(needs=Permission.NOTE_ADD)
def minutes_send(request, case, meeting_id):
    """Let those who were there read and comment until a day."""
    found = held_one(case, meeting_id)
    form = MinutesSendForm(request.POST)
    if form.is_valid():
        until = form.cleaned_data["comment_until"]
        perform(form, actions.send_minutes, actions.minutes_of(found), by=request.user, comment_until=until)
    context, words = {"case": case, "meeting": found}, receipt(getattr(form, "made", None) or ())
    to = meeting_url(found, CLOSE)
    return respond(request, form, "meetings/minutes/minutes_send.html", context, to=to, words=words)


@case_view(needs=Permission.NOTE_ADD)
@require_http_methods(["GET", "POST"])
def minutes_comment(request, case, meeting_id):
    """What somebody who was asked says about the minutes."""
    found = held_one(case, meeting_id)
    form = CommentForm(request.POST or None, asked=found.attendees.asked().named())
    drafts.restore(form, case, request.user, f"comment-{found.pk}")
    to = meeting_url(found, CLOSE)
    if form.is_valid():
        said = {"attendee": form.cleaned_data["attendee"], "text": form.cleaned_data["text"]}
        minutes = actions.minutes_of(found)
        if perform(form, actions.comment, minutes, by=request.user, location=to, **said):
            drafts.drop(form, case, request.user, f"comment-{found.pk}")
    context, words = {"case": case, "meeting": found}, _("The comment is written down.")
    return respond(request, form, "meetings/minutes/minutes_comment.html", context, to=to, words=words)


@require_POST
@case_view(needs=Permission.NOTE_ADD)
def minutes_approve(request, case, meeting_id, attendee_id):
    """Write down that somebody who was there approves the minutes as they stand."""
    found = held_one(case, meeting_id)
    attendee = found.attendees.filter(pk=attendee_id).first()
    if attendee is None:
        raise Http404
    version = request.POST.get("version", "")
    seen = int(version) if version.isdecimal() and len(version) < 10 else None
    try:
        minutes = actions.minutes_of(found)
        actions.approve(minutes, by=request.user, attendee=attendee, seen_version=seen)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    except Conflict:
        messages.warning(request, _("The minutes have changed since. Read them once more."))
    else:
        words = (
            _(
                "The approval is written down. All who were there have approved: the minutes stand as they are."
            )
            if minutes.is_approved
            else _("The approval is written down.")
        )
        messages.success(request, words)
    return see_other(meeting_url(found, CLOSE))


@require_POST
@case_view(needs=Permission.NOTE_ADD)
def minutes_lock(request, case, meeting_id):
    """Close the minutes as approved. From then on they are only added to."""
    found = held_one(case, meeting_id)
    to = meeting_url(found, CLOSE)
    try:
        actions.lock_minutes(actions.minutes_of(found), by=request.user)
    except ValidationError as error:
        return acted(request, " ".join(error.messages), to=to, level=messages.WARNING)
    return acted(request, _("The minutes are approved, and stand as they are."), to=to)


@require_POST
@case_view(needs=Permission.PLAN_READ)
def comments_seen(request, case, meeting_id):
    """The comments are read: by who writes the minutes, or who leads the meeting and opened the case for it."""
    found = held_one(case, meeting_id)
    if case.is_closed or not (case.may.note_add or found.led_by_id == request.user.pk):
        raise PermissionDenied
    actions.mark_comments_seen(actions.minutes_of(found), by=request.user)
    return acted(request, _("The comments are read."), to=meeting_url(found, CLOSE))


@case_view(needs=Permission.NOTE_ADD)
@require_http_methods(["GET", "POST"])
def minutes_add(request, case, meeting_id):
    """Add to approved minutes."""
    found = held_one(case, meeting_id)
    form = AdditionForm(request.POST or None)
    drafts.restore(form, case, request.user, f"addition-{found.pk}")
    to = meeting_url(found, CLOSE)
    if form.is_valid():
        minutes, text = actions.minutes_of(found), form.cleaned_data["text"]
        if perform(form, actions.add_to_minutes, minutes, by=request.user, location=to, text=text):
            drafts.drop(form, case, request.user, f"addition-{found.pk}")
    context, words = {"case": case, "meeting": found}, _("The addition is written down.")
    return respond(request, form, "meetings/minutes/minutes_add.html", context, to=to, words=words)


def _pdf(request, found: Meeting, sheet: Sheet, to: str) -> HttpResponse:
    """The PDF, whose file name says whom it is ``to``: the unit's own holds what nobody else is told. The mark tells it
    from that of another meeting on the day.
    """
    changes = {"audience": [None, sheet.audience]}
    trail.record("minutes.fetched", by=request.user, case_id=found.case_id, obj=found, changes=changes)
    begin = "intern-referat" if sheet.audience == UNIT else f"referat-{slug_of(to) or 'ung'}"
    name = f"{begin}-{found.on:%Y-%m-%d}-{mark_of(found)}.pdf"
    return pdf_file(render(sheet, created=clock.now()), name)


@case_view(needs=Permission.PLAN_READ)
@require_GET
def minutes_pdf(request, case, meeting_id):
    """The minutes as PDF: for the unit, or the young person's own."""
    found = held_one(case, meeting_id)
    audience = YOUTH if request.GET.get("til") == YOUTH else UNIT
    try:
        return _pdf(request, found, sheet_for(found, audience, on=clock.today()), case.person.called)
    except NotAllowed as refused:
        messages.warning(request, str(refused))
        return see_other(meeting_url(found, CLOSE))


@require_POST
@case_view(needs=Permission.HAND_OVER)
def minutes_give(request, case, meeting_id):
    """The minutes for a partner who was asked: what is covered today. It is written down that they were told."""
    found = held_one(case, meeting_id)
    key = request.POST.get("til", "")
    try:
        sheet = sheet_for(found, key if key.startswith("contact-") else "", on=clock.today())
    except NotAllowed as refused:
        messages.warning(request, str(refused))
        return see_other(meeting_url(found, CLOSE))
    row = found.attendees.select_related("contact__partner").get(contact_id=int(key.partition("-")[2]))
    partner = row.contact.partner
    what = _("Minutes of a meeting")
    told = {"kind": Disclosure.Kind.TOLD, "topics": sheet.topics, "what": what}
    disclose(case, partner, by=request.user, **told)
    return _pdf(request, found, sheet, partner.name)
