"""The page of a meeting, from preparing to closing, and the list of a young person's meetings."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from cases.access.door import case_view
from cases.access.permissions import Permission
from core import clock
from meetings.agenda.forms import AgendaItemForm
from meetings.invitations.forms import ON_BEHALF
from meetings.invitations.told import told_of
from meetings.minutes.forms import DecisionForm, MinutesSendForm
from meetings.minutes.rules import COMMENT_DAYS
from meetings.minutes.sheet import UNIT, YOUTH, audiences
from meetings.minutes.views import minutes_form
from meetings.page.page import load
from meetings.planning.people import partner_contacts
from meetings.planning.proposals import named_proposal, working_calendar
from meetings.planning.views import hold_form, one_of


@case_view(needs=Permission.PLAN_READ)
@require_GET
def meeting(request, case, meeting_id):
    """One meeting: prepare, invite, hold, close, with the plan beside it."""
    found = one_of(case, meeting_id)
    page = load(found)
    context = {"case": case, "meeting": found, "page": page, "minutes": page.minutes}
    if found.is_invited or (found.is_cancelled and found.sequence and found.starts_at > clock.now()):
        context |= {"told": told_of(found, page.attendees, page.today), "on_behalf": ON_BEHALF}
    if found.is_planned and case.may.plan_edit:
        context["point_form"] = AgendaItemForm(auto_id="point_%s")
    if found.is_planned and page.has_come and case.may.note_add:
        context["form"] = hold_form(found)
    if found.is_held:
        context |= _minutes(request, case, page)
    return render(request, "meetings/page/meeting.html", context)


def _minutes(request, case, page) -> dict:
    """The forms of a meeting that was held, as far as the minutes are open and one may write them."""
    found, minutes = page.meeting, page.minutes
    context: dict = {"audiences": [], "youth": YOUTH}
    if minutes.pk:
        given = audiences(found, minutes, page.attendees, page.today)
        context["audiences"] = [row for row in given if row[0] not in (UNIT, YOUTH)]
    if minutes.is_approved:
        return context
    if case.may.note_add:
        context["form"] = minutes_form(found, request.user, minutes=minutes, items=page.agenda)
        until = working_calendar(page.today).add_working_days(page.today, COMMENT_DAYS)
        context["send_form"] = MinutesSendForm(initial={"comment_until": until})
    if case.may.plan_edit and page.plan is not None:
        context["decision_form"] = DecisionForm(case=case, contacts=partner_contacts(case), auto_id=False)
    return context


@case_view(needs=Permission.PLAN_READ)
@require_GET
def meetings(request, case):
    """Every meeting of the young person: those to come, those held, and those cancelled."""
    rows = list(case.meetings.select_related("type", "led_by", "minutes").prefetch_related("moves"))
    coming = [row for row in rows if row.is_planned]
    past = [row for row in reversed(rows) if not row.is_planned]
    context = {"case": case, "coming": coming, "past": past, "due": None}
    if case.may.plan_edit:
        context["due"] = named_proposal(case, clock.today())
    return render(request, "meetings/page/meetings.html", context)
