"""The calendar of a guide or leader, and the feed of it."""

import hashlib

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST

from accounts.access import public, role_view
from accounts.models import Role
from accounts.signin import throttle
from accounts.signin.adapters import too_many_attempts
from audit import trail
from cases.access.door import record_list
from core import clock
from core.http import acted, answerable
from core.pagination import BoundedPaginator
from meetings.calendars import actions
from meetings.calendars.meetings_of import by_day, entries_of, meetings_of
from meetings.calendars.rules import read_week, week_of
from meetings.invitations.actions import answer
from meetings.invitations.forms import AnswerForm
from meetings.planning.models import Attendee

UNKNOWN_BY_ADDRESS = throttle.RateLimit("calendar-feed", 30, 15 * 60)
STAFF = (Role.GUIDE, Role.LEADER)


@role_view(*STAFF)
@require_GET
def calendar(request):
    """One's own meetings: a week at a time, or all that come as a list."""
    today = clock.today()
    rows = meetings_of(request.user).select_related("type", "case")
    week = read_week(request.GET.get("uge", ""), today)
    as_list = request.GET.get("vis") == "liste"
    page = None
    if as_list:
        coming = rows.standing().filter(starts_at__gte=clock.at(today))
        page = BoundedPaginator(coming).get_page(request.GET.get("page"))
        entries = entries_of(request.user, page.object_list)
        days = by_day(entries, ())
    else:
        within = rows.filter(starts_at__gte=week.begins, starts_at__lt=week.ends)
        entries = entries_of(request.user, within)
        days = by_day(entries, week.days)
    record_list("calendar", by=request.user, cases=[entry.meeting.case for entry in entries if entry.name])
    context = {
        "days": days,
        "page": page,
        "as_list": as_list,
        "week": week,
        "previous": week.moved(-1).key,
        "next": week.moved(1).key,
        "is_this_week": week == week_of(today),
        "today": today,
        "feed": actions.feed_of(request.user),
        "answers": AnswerForm.base_fields["answer"].choices,
    }
    return render(request, "meetings/calendars/calendar.html", context)


@role_view(*STAFF)
@require_POST
def own_answer(request, attendee_id):
    """Whether one comes to a meeting that one is asked to."""
    attendee = get_object_or_404(Attendee.objects.asked(), pk=attendee_id, user=request.user)
    form, to = AnswerForm(request.POST), reverse("meetings:calendar")
    if not form.is_valid():
        raise Http404
    try:
        answer(attendee, form.cleaned_data["answer"], by=request.user, how="signed in")
    except ValidationError as error:
        return acted(request, error.messages[0], to=to, level=messages.WARNING)
    return acted(request, _("Your answer is written down."), to=to)


@role_view(*STAFF)
@require_POST
def feed_make(request):
    """Switch the feed on, or give it another address, which is shown this once."""
    secret = actions.make_feed(by=request.user)
    address = settings.SITE_URL + reverse("meetings:feed", args=[secret])
    return render(request, "meetings/calendars/feed_made.html", {"address": address})


@role_view(*STAFF)
@require_POST
def feed_end(request):
    """Switch the feed off."""
    actions.end_feed(by=request.user)
    return acted(
        request, _("Switched off. The address opens nothing any more."), to=reverse("meetings:calendar")
    )


@public
@require_GET
def feed(request, secret):
    """The feed, as calendars fetch it. A wrong address and one that was ended are alike."""
    with answerable():
        user = actions.owner_of(secret)
    if user is None:
        try:
            throttle.record_attempt(UNKNOWN_BY_ADDRESS, throttle.client_network(throttle.client_ip(request)))
        except throttle.TooManyAttempts as error:
            return too_many_attempts(request, error).response
        raise Http404
    with override(user.language):
        text = actions.feed_text(user)
    etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="kui.ics"'
    response["ETag"] = etag
    answered = get_conditional_response(request, etag=etag, response=response)
    if answered is response:  # what has not changed tells nothing new
        with trail.of_request(request):
            trail.record("calendar.feed_fetched", by=user)
    return answered
