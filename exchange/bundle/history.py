"""What happened in a case before it moved, as plain dated lines in Danish.

The receiver lists them and builds nothing on them.

A line is no row of ours: a status held there must not count in the figures here, and a guide there is no user here.
"""

from collections.abc import Iterator

from django.db.models import Prefetch
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.models import Case, ClosingRequest, FollowUp
from core import clock
from core.templatetags.kui import day
from exchange.bundle.progress import measures_told
from plans.models import Agreement, Effort, FormalDecision, MilestoneStatus, Plan, Qualification

# What a line is about → the heading it stands under, in the order of the page.
KINDS = {
    "status": gettext_lazy("Status of the case"),
    "carried": gettext_lazy("Who carried the case"),
    "duty": gettext_lazy("Duty 15–17"),
    "transition": gettext_lazy("What was in place at the ages"),
    "plan": gettext_lazy("Earlier plans"),
    "agreement": gettext_lazy("Whether the young person said yes to the plan"),
    "qualification": gettext_lazy("What departments answered"),
    "decision": gettext_lazy("Formal decisions"),
    "meeting": gettext_lazy("Meetings held"),
    "progress": gettext_lazy("How it developed"),
    "closing": gettext_lazy("Closed before, and how it went after"),
}


def line(kind: str, what, from_on, until_on=None, *, text="", by=None) -> dict:
    """One line, as plain values."""
    return {
        "kind": kind,
        "what": str(what),
        "text": text,
        "by": by.name if by else "",
        "from_on": from_on.isoformat(),
        "until_on": until_on.isoformat() if until_on else None,
    }


def history_of(case: Case, *, hidden: bool) -> list[dict]:
    """Every line of the case, oldest first within its kind. With ``hidden`` nothing in anybody's own words travels."""
    with translation.override("da"):
        lines = [*_carried(case), *_duty(case), *_transitions(case), *_plans(case), *_agreements(case)]
        lines += [
            *_qualifications(case, hidden),
            *_decisions(case, hidden),
            *_meetings(case),
            *_closings(case),
            *_progress(case),
        ]
    if hidden:
        lines = [told | {"text": ""} for told in lines]
    order = list(KINDS)
    return sorted(
        lines, key=lambda told: (order.index(told["kind"]), told["from_on"], told["until_on"] or "9999-12-31")
    )


def _carried(case: Case) -> Iterator[dict]:
    for row in case.status_periods.current():
        yield line("status", row.get_status_display(), row.from_on, row.until_on, text=row.note)
    for row in case.assignments.current().select_related("user"):
        what = f"{row.user.name}, {row.get_kind_display().lower()}"
        yield line("carried", what, row.from_on, row.until_on)
    for row in case.colleague_roles.current().select_related("user"):
        yield line("carried", row.user.name, row.from_on, row.until_on, text=row.role)


def _duty(case: Case) -> Iterator[dict]:
    breaches = case.breaches.filter(superseded_at=None, mistake="").prefetch_related("reasons")
    for row in breaches:
        what = _("Did not follow the plan. %(how)s") % {"how": row.get_how_display()}
        yield line("duty", what, row.learned_on, row.followed_on, text=row.note)
        for reason in row.reasons.all():
            if reason.superseded_at is None:
                what = f"{reason.get_which_display()}: {reason.get_why_display()}"
                yield line("duty", what, clock.local_date(reason.recorded_at), text=reason.text)
    for row in case.exemptions.current():
        what = _("Exempted from the duty: %(reason)s. Decided by %(who)s, custody holder heard %(day)s") % {
            "reason": row.get_reason_display().lower(),
            "who": row.decided_by,
            "day": day(row.custody_heard_on),
        }
        yield line("duty", what, row.from_on, row.until_on, text=row.note)
    for row in case.duty_decisions.filter(mistake=""):
        what = _("Decision about the duty: %(what)s. Decided by %(who)s") % {
            "what": row.get_kind_display().lower(),
            "who": row.decided_by,
        }
        yield line("duty", what, row.decided_on, text=row.note)


def _transitions(case: Case) -> Iterator[dict]:
    rows = case.transition_confirmations.filter(superseded_at=None)
    for row in rows.select_related("rule", "recorded_by"):
        yield line("transition", str(row.rule), row.on, text=row.note, by=row.recorded_by)


def _plans(case: Case) -> Iterator[dict]:
    """Plans that were closed: dream, steps and efforts, each with its day. The open plan travels as a plan."""
    plans = Plan.objects.filter(case=case, closed_on__isnull=False).select_related("destination")
    efforts = Prefetch("efforts", Effort.objects.standing().select_related("kind"))
    for plan in plans.prefetch_related("milestones", "goals", efforts):
        steps = list(plan.milestones.all())
        what = ngettext("Plan with %(n)s step", "Plan with %(n)s steps", len(steps)) % {"n": len(steps)}
        words = [
            plan.dream,
            plan.destination.name_da if plan.destination_id else "",
            plan.destination_note,
            plan.small_step,
        ]
        words += [goal.text for goal in plan.goals.all()]
        words += [f"– {step.own_words}{_ended(step)}" for step in steps]
        words += [f"– {_effort(effort)}" for effort in plan.efforts.all()]
        yield line("plan", what, plan.opened_on, plan.closed_on, text="\n".join(filter(None, words)))


def _agreements(case: Case) -> Iterator[dict]:
    """What the young person answered there. Whoever takes the case in asks anew: the plan is another's to keep then."""
    for row in Agreement.objects.filter(plan__case=case).select_related("by"):
        yield line("agreement", row.get_answer_display(), row.asked_on, text=row.because, by=row.by)


def _qualifications(case: Case, hidden: bool) -> Iterator[dict]:
    """What a department decided there; whoever carries the plan here is asked anew. Which one, tells where they are."""
    rows = Qualification.objects.filter(plan__case=case, decided_at__isnull=False, annulled_at=None)
    for row in rows.select_related("partner", "decided_by"):
        what = row.get_state_display() if hidden else f"{row.partner.name}: {row.get_state_display()}"
        text = "\n".join(filter(None, [str(row), row.decision, row.alternative]))
        by = None if hidden else row.decided_by
        yield line("qualification", what, clock.local_date(row.decided_at), text=text, by=by)


def _decisions(case: Case, hidden: bool) -> Iterator[dict]:
    for row in FormalDecision.objects.filter(plan__case=case, mistaken_at=None):
        said = f"{row.get_outcome_display()}: {row.what} ({row.paragraph}, {row.by_whom})"
        what = row.get_outcome_display() if hidden else said
        yield line("decision", what, row.decided_on, row.appeal_until, text=row.appeal_words)


def _meetings(case: Case) -> Iterator[dict]:
    """Meetings that were held, with what may be shared of their minutes."""
    rows = case.meetings.filter(state="held").select_related("type", "minutes", "led_by")
    for row in rows.prefetch_related("agenda"):
        minutes = getattr(row, "minutes", None)
        said = [minutes.text] if minutes and minutes.is_shared else []
        if said:
            points = (item for item in row.agenda.all() if item.outcome and not item.is_confidential)
            said += [f"– {item.title}: {item.outcome}" for item in points]
        on = clock.local_date(row.starts_at)
        yield line("meeting", str(row.type), on, text="\n".join(filter(None, said)), by=row.led_by)


def _progress(case: Case) -> Iterator[dict]:
    for what, on, text, by in measures_told(case):
        yield line("progress", what, on, text=text, by=by)


def _ended(step) -> str:
    on = {MilestoneStatus.REACHED: step.reached_on, MilestoneStatus.DROPPED: step.dropped_on}.get(step.status)
    words = f", {step.professional}" if step.professional else ""
    return f"{words} ({step.get_status_display().lower()}{' ' + day(on) if on else ''})"


def _effort(effort: Effort) -> str:
    """An effort in a line: what, from when until when, and what it contributed."""
    days = " – ".join(day(on) for on in (effort.from_on, effort.last_on) if on)
    said = ", ".join(filter(None, [effort.get_contribution_display(), effort.break_reason]))
    return f"{effort.name}, {effort.kind} ({days}){': ' + said if said else ''}"


def _closings(case: Case) -> Iterator[dict]:
    decided = case.closing_requests.filter(decision=ClosingRequest.Decision.CLOSED)
    for row in decided.select_related("asked_by"):
        on = clock.local_date(row.decided_at)
        yield line("closing", row.get_reason_display(), on, text=row.note, by=row.asked_by)
    for row in case.closing_summaries.select_related("by").defer("pdf"):
        on = clock.local_date(row.created_at)
        yield line("closing", _("Summary for the young person"), on, text=row.words, by=row.by)
    for row in FollowUp.objects.filter(case=case).select_related("by"):
        what = ngettext("After %(n)s month: %(how)s", "After %(n)s months: %(how)s", row.months) % {
            "n": row.months,
            "how": row.get_result_display(),
        }
        yield line("closing", what, row.asked_on, text=row.note, by=row.by)
