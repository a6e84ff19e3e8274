"""Sagen: everything about one young person on one page."""

from datetime import timedelta

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from cases import limits
from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.activity.page import now_of
from cases.activity.words import stalled_words
from cases.models import Status
from cases.network.people_around import people_around
from cases.notes.summary_views import is_old
from core import clock
from exchange.before.before import what_held_before
from meetings.page.on_the_case import meetings_section
from programmes.members.reading import members_of
from workspace.case.contradictions import contradictions_of
from workspace.case.events import BREACH, MEMBER, awaited, events_of, inquiries_of, of_kind
from workspace.case.page import (
    FILTERS,
    NOTES_AT_MOST,
    NOTES_SHOWN,
    activities_of,
    age_ribbon,
    around_section,
    consent_section,
    consents_of,
    my_plan_section,
    plan_of,
    plan_section,
    seen_by_others,
    todos_of,
    your_access,
)
from workspace.case.timeline import documents_in_time, events_in_time, notes_of, timeline
from workspace.progress.on_the_case import latest_of
from workspace.rows import chips_of, with_clocks


@case_view(needs=Permission.CASE_READ)
@require_GET
def case_detail(request, case):
    """One young person on one page: now, the plan, who is around them, what happened, consents, who has seen it."""
    user, today, only = request.user, clock.today(), request.GET.get("vis", "")
    limit = NOTES_AT_MOST if request.GET.get("noter") == "alle" else NOTES_SHOWN
    plan, milestones = plan_of(case)
    notes = notes_of(case, limit)
    periods, consents, around = activities_of(case), consents_of(case), people_around(case)
    events = events_of(case, today)
    inquiries = inquiries_of(case, user, events)
    # What the clocks are reckoned from is dear to ask for, and most cases have none.
    case.clocks = ()
    if of_kind(events, BREACH):
        with_clocks([case], today)
    told = events_in_time(inquiries, events)
    dated = (periods, consents, milestones, around, documents_in_time(case, events), told)
    moments = timeline(notes[:limit], *dated, user=user, only=only)
    if len(notes) > limit and only not in ("dokumenter", "plan"):
        # What is older than the oldest note shown waits with the older notes.
        moments = [m for m in moments if m["day"] >= notes[limit - 1].happened_on]
    context = {
        "case": case,
        **_head(case, user, today, events),
        "contradictions": contradictions_of(case, periods, plan, milestones, today),
        **now_of(case, periods),
        "moments": moments,
        "has_older": len(notes) > limit,
        "only": only,
        "came_by": inquiries[0] if inquiries else None,
        **around_section(around, today),
        **consent_section(consents, today),
        "my_plan": my_plan_section(events),
        "seen": seen_by_others(case, user),
        "base": case.get_absolute_url(),
        "plan_url": reverse("workspace:plan", args=[case.pk]) if case.may.plan_read else "",
        "filters": FILTERS,
        "summary_old": is_old(case),
        "came": what_held_before(case, on=today) if case.came_from and case.may.consent_edit else None,
        **plan_section(plan, milestones, today, events),
    }
    return render(request, "workspace/case/case_detail.html", context)


def _head(case, user, today, events) -> dict:
    """Who it is about, how the case stands today, when people meet, and what whoever reads has to do about it."""
    return {
        **meetings_section(case, today),
        "todos": todos_of(case, user, today, events),
        "developed": latest_of(events),
        "closing_asked": awaited(events),
        "memberships": members_of(case) if of_kind(events, MEMBER) else [],
        "person": case.person,
        "age": case.person.age(today),
        "chips": chips_of(case, today),
        "under_duty": limits.has_education_duty(case.person.birth_date, today),
        "access": your_access(case),
        "covered_until": case.cover_until - timedelta(days=1) if case.is_covered(today) else None,
        "ribbon": age_ribbon(case.person.birth_date, today),
        "stalled": stalled_words(case) if case.is_stalled(today) else "",
        "resting": case.status == Status.RUNNING and (case.stall_rests_until or today) > today,
    }
