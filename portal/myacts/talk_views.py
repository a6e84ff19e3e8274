"""The young person writes about a goal or a step, and reads what was answered."""

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.access.permissions import Permission
from core import clock
from core.acting import perform
from core.http import respond, see_other
from participation.conversation.actions import mark_read
from participation.conversation.models import Voice
from participation.conversation.reading import thread_of
from plans.models import Goal
from portal.myacts import actions
from portal.myacts.forms import SayForm
from portal.myacts.reading import hider_for, part_for, parts_spoken_of
from portal.myplan.door import my_plan_view
from portal.myplan.sections import Page


@my_plan_view(Permission.MY_PLAN_ALONE)
@require_GET
def my_talks(request, case):
    """What one can speak of, and where an answer waits."""
    goals, steps = parts_spoken_of(Page(case, request.user, clock.today()))
    return render(request, "portal/myacts/my_talks.html", {"case": case, "goals": goals, "steps": steps})


def _context(case, part, kind: str, ref: str) -> dict:
    hide = hider_for(case)
    turns = [replace(turn, text=hide(turn.text)) for turn in thread_of(part, partners=False)]
    is_goal = isinstance(part, Goal)
    is_open = part.is_standing if is_goal else part.is_open and part.contact_id is None
    return {
        "case": case,
        "words": hide(part.text if is_goal else part.own_words),
        "kind": kind,
        "ref": ref,
        "turns": turns,
        "unread": any(turn.unread and turn.voice == Voice.STAFF for turn in turns),
        "may_change": is_open and case.may.my_plan_write,
    }


@my_plan_view(Permission.MY_PLAN_ALONE)
@require_http_methods(["GET", "POST"])
def my_talk(request, case, kind, ref):
    """What was said about one part, and saying something; of a closed case it is only read."""
    part, to = part_for(case, kind, ref), reverse("portal:my_talk", args=[kind, ref])
    if request.method == "POST" and not case.may.my_plan_write:
        raise PermissionDenied
    form = SayForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data["text"]
        perform(form, actions.write, part, said, by=request.user, location=to, field="text")
    context, words = _context(case, part, kind, ref), _("It is sent. Your guide answers you here.")
    return respond(request, form, "portal/myacts/my_talk.html", context, to=to, words=words)


@my_plan_view(Permission.MY_PLAN_WRITE)
@require_POST
def my_talk_read(request, case, kind, ref):
    """What was answered is read."""
    mark_read(part_for(case, kind, ref), by=request.user, of=Voice.STAFF)
    messages.success(request, _("Marked as read."))
    return see_other(reverse("portal:my_talks"))
