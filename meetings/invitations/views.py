"""The page by which somebody without a sign-in answers an invitation, and the answers that guides were told."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import public
from accounts.signin import throttle
from accounts.signin.adapters import too_many_attempts
from audit import trail
from cases.access.door import case_view
from cases.access.permissions import Permission
from core import clock
from core.crypto import secret_hash
from core.http import acted, answerable, see_other
from core.text import mark_of
from meetings.invitations import actions, ics, mails
from meetings.invitations.forms import AnswerForm, OnBehalfForm
from meetings.invitations.models import Notice
from meetings.invitations.reach import Reach

# Nobody guesses a link; who tries is slowed down all the same. A family may share an address.
UNKNOWN_BY_ADDRESS = throttle.RateLimit("answer-link", 30, 15 * 60)
ANSWERS_BY_LINK = throttle.RateLimit("answer-sent", 20, 15 * 60)


def _notice(request, secret: str) -> Notice | None:
    """What the link belongs to, while it opens (`actions.opens`); every other link is alike.

    Raises TooManyAttempts.
    """
    who = (
        "guardian",
        "user",
        "contact__partner",
        "contact__user",
        "meeting__case__person",
        "meeting__case__unit",
    )
    rows = Notice.objects.select_related("mail", *(f"attendee__{name}" for name in who))
    notice = rows.filter(secret_hash=secret_hash(secret)).first()
    if notice is not None and actions.opens(notice):
        return notice
    throttle.record_attempt(UNKNOWN_BY_ADDRESS, throttle.client_network(throttle.client_ip(request)))
    return None


def _gone(request):
    return render(request, "meetings/invitations/answer_gone.html", status=404)


def _by_link(view):
    """Guard a page of a link: wrong, over, cancelled and taken off are one answer, and too many are told to wait."""

    def guarded(request, secret):
        try:
            with answerable():
                notice = _notice(request, secret)
            if notice is None:
                return _gone(request)
            return view(request, secret, notice)
        except throttle.TooManyAttempts as error:
            return too_many_attempts(request, error).response

    return guarded


@public
@require_http_methods(["GET", "POST"])
@_by_link
def answer(request, secret, notice):
    """When, where, and whether one comes: no name, and nothing about anybody. Only sending the form answers."""
    attendee, meeting = notice.attendee, notice.attendee.meeting
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        throttle.record_attempt(ANSWERS_BY_LINK, str(attendee.pk))
        if form.is_valid():
            try:
                with trail.of_request(request):
                    actions.answer(attendee, form.cleaned_data["answer"])
            except ValidationError:  # cancelled, or taken off it, this very moment
                return _gone(request)
            return see_other(reverse("meetings:answer", args=[secret]))
    context = {
        "form": form,
        "secret": secret,
        "attendee": attendee,
        "meeting": meeting,
        "unit": meeting.case.unit,
        "when": mails.in_words(meeting.starts_at, meeting.ends_at),
        "moved_from": meeting.moved_from,
        # Where somebody with a protected address is at a given hour is told by phone alone.
        "is_protected": meeting.case.person.address_protected,
    }
    status = 422 if form.errors else 200
    return render(request, "meetings/invitations/answer.html", context, status=status)


@public
@require_GET
@_by_link
def answer_ics(request, secret, notice):
    """The recipient's own invitation once more, for a calendar that did not take it from the mail."""
    meeting, mail = notice.attendee.meeting, notice.mail
    if mail is None:
        raise Http404
    one = mails.appointment(meeting, Reach(mail.to), max(notice.sequence, meeting.sequence))
    text = ics.request(one, mails.organizer_of(meeting.case.unit), mail.to, clock.now())
    response = HttpResponse(text, content_type="text/calendar; method=REQUEST; charset=utf-8")
    name = f"moede-{meeting.on:%Y-%m-%d}-{mark_of(meeting)}.ics"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _asked(case, meeting_id, attendee_id):
    """Somebody asked to a meeting of this case, and the place of them on its page. Raises Http404."""
    meeting = case.meetings.filter(pk=meeting_id).first()
    attendee = meeting and meeting.attendees.asked().filter(pk=attendee_id).first()
    if attendee is None:
        raise Http404
    attendee.meeting = meeting
    return attendee, f"{reverse('meetings:meeting', args=[case.pk, meeting.pk])}#indkald"


@case_view(needs=Permission.PLAN_EDIT)
@require_POST
def attendee_answer(request, case, meeting_id, attendee_id):
    """What somebody told the guide by phone."""
    attendee, to = _asked(case, meeting_id, attendee_id)
    form = OnBehalfForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        actions.answer(attendee, form.cleaned_data["answer"], by=request.user, how="phone")
    except ValidationError as error:
        return acted(request, error.messages[0], to=to, level=messages.WARNING)
    return acted(request, _("The answer is written down."), to=to)


@case_view(needs=Permission.PLAN_EDIT)
@require_POST
def attendee_required(request, case, meeting_id, attendee_id):
    """Whether somebody must attend: when they then cannot, the guide hears of it on Min dag."""
    attendee, to = _asked(case, meeting_id, attendee_id)
    actions.require(attendee, request.POST.get("required") == "yes", by=request.user)
    return acted(request, _("Saved."), to=to)


@case_view(needs=Permission.PLAN_EDIT)
@require_POST
def meeting_tell(request, case, meeting_id):
    """Invite those who got no mail and may be written to now."""
    meeting = case.meetings.filter(pk=meeting_id).first()
    if meeting is None:
        raise Http404
    to = f"{reverse('meetings:meeting', args=[case.pk, meeting.pk])}#indkald"
    meeting.case = case
    try:
        actions.tell_the_others(meeting, by=request.user)
    except ValidationError as error:
        return acted(request, error.messages[0], to=to, level=messages.WARNING)
    return acted(request, _("The invitations leave in a few minutes."), to=to)
