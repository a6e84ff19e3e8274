"""The verbs of the plan. Each runs in one transaction, takes ``by`` and, where time matters, ``on``, and writes the trail."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q, Subquery
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from audit import trail
from cases import sharing
from cases.actions import add_participation, close, open_case, reopen
from cases.actions.emergency import told_reason
from cases.models import Case, Disclosure, Topic, YoungPerson
from core import clock
from core.outbox import queue_mail
from core.versions import Conflict, save_versioned
from plans import guarded, pdf
from plans.models import (
    MOVES,
    OPEN_STATUSES,
    Goal,
    Handover,
    Milestone,
    MilestoneMove,
    MilestoneStatus,
    Outcome,
    Plan,
)

PLAN_FIELDS = ("dream", "destination", "destination_note", "small_step")
MILESTONE_FIELDS = (
    "own_words",
    "professional",
    "goal",
    "outlook",
    "insight",
    "competence",
    "responsible",
    "contact",
    "start_on",
    "due_on",
)


# --- the plan itself ---------------------------------------------------------------------------------------------


@transaction.atomic
def open_plan(case: Case, *, by, on: date | None = None, **fields) -> Plan:
    """Open the case's one plan. Raises ValidationError when there is one already."""
    plan = Plan(case=case, opened_on=on or clock.today(), recorded_at=clock.now(), **fields)
    try:
        with transaction.atomic():
            plan.save(force_insert=True)
    except IntegrityError:
        raise ValidationError(_("The young person already has a plan.")) from None
    trail.record("plan.opened", by=by, case_id=case.pk, obj=plan)
    return plan


@transaction.atomic
def take_in(
    person: YoungPerson,
    *,
    by,
    on: date | None = None,
    guide=None,
    reason="",
    written_guide="",
    kle_number="17.27.00",
):
    """Open a case *and* its one plan for a young person, new or known; returns the case.

    Raises cases.actions.AlreadyKnown when there is an open case, ValidationError when the person is not valid.
    """
    on = on or clock.today()
    case = open_case(
        person, by=by, on=on, guide=guide, reason=reason, written_guide=written_guide, kle_number=kle_number
    )
    open_plan(case, by=by, on=on)
    return case


@transaction.atomic
def close_case(case: Case, *, by, reason: str, on: date | None = None, note="") -> None:
    """Close a case *and* its plan, from the day ``on``. Raises ValidationError when it is closed already."""
    on = on or clock.today()
    close(case, by=by, reason=reason, on=on, note=note)
    for plan in Plan.objects.filter(case=case, closed_on=None):
        close_plan(plan, by=by, on=on)


@transaction.atomic
def close_plan(plan: Plan, *, by, on: date) -> None:
    """Close the plan of a closed case. Its milestones stay as they were, so that it can be opened again with the case."""
    _set_closed(plan, max(on, plan.opened_on), "plan.closed", by=by)


@transaction.atomic
def reopen_case(case: Case, *, by, on: date | None = None) -> None:
    """Open a closed case again with everything in place, the plan it was closed with too.

    Raises cases.actions.AlreadyKnown when the person has another open case, ValidationError when it is open.
    """
    reopen(case, by=by, on=on)
    plan = (
        Plan.objects.filter(case=case).order_by(F("closed_on").desc(nulls_first=True), "-opened_on").first()
    )
    if plan is not None and plan.closed_on is not None:
        _set_closed(plan, None, "plan.reopened", by=by)


def _set_closed(plan: Plan, closed_on: date | None, event: str, *, by) -> None:
    before = plan.closed_on
    plan.closed_on = closed_on
    save_versioned(plan, plan.version, ["closed_on"])
    trail.record(event, by=by, case_id=plan.case_id, obj=plan, changes={"closed_on": [before, closed_on]})


@transaction.atomic
def edit_plan(plan: Plan, *, by, expected_version: int, values: Mapping) -> None:
    """Change dream, destination or small step. Raises core.versions.Conflict when somebody else saved first."""
    old = {name: getattr(plan, name) for name in PLAN_FIELDS}
    changes = trail.changed(old, {name: values[name] for name in PLAN_FIELDS if name in values})
    if not changes:
        return
    for name in changes:
        setattr(plan, name, values[name])
    save_versioned(plan, expected_version, list(changes))
    trail.record("plan.edited", by=by, case_id=plan.case_id, obj=plan, changes=changes)


@transaction.atomic
def add_goal(goal: Goal, *, by) -> Goal:
    """Add a goal at the end."""
    last = (
        Goal.objects.filter(plan=goal.plan).order_by("-position").values_list("position", flat=True).first()
    )
    goal.position = (last or 0) + 1
    goal.save(force_insert=True)
    trail.record("goal.added", by=by, case_id=goal.plan.case_id, obj=goal, changes={"text": ["", goal.text]})
    return goal


@transaction.atomic
def edit_goal(goal: Goal, *, by, expected_version: int, text: str, is_dropped: bool) -> None:
    """Change a goal's words, or leave it behind. Raises core.versions.Conflict when somebody else saved first."""
    old = {"text": goal.text, "is_dropped": goal.is_dropped}
    new = {"text": text, "is_dropped": is_dropped}
    changes = trail.changed(old, new)
    if not changes:
        return
    goal.text, goal.is_dropped = text, is_dropped
    save_versioned(goal, expected_version, ["text", "is_dropped"])
    trail.record("goal.edited", by=by, case_id=goal.plan.case_id, obj=goal, changes=changes)


# --- milestones --------------------------------------------------------------------------------------------------


def _lock(case_id) -> None:
    """Hold the case until the transaction ends, so that two moves cannot both compute the earliest due date from before.

    SQLite has one writer at a time anyhow.
    """
    if connection.features.has_select_for_update:
        Case.objects.select_for_update().order_by().filter(pk=case_id).values_list("pk").first()


def refresh_earliest_due(case: Case) -> None:
    """Store the least due date of the open milestones on the case, in one UPDATE of the caller's transaction.

    The instance's own copy is forgotten, and read again by who asks for it.
    """
    open_ones = Milestone.objects.filter(
        plan__case_id=case.pk, plan__closed_on=None, status__in=OPEN_STATUSES
    )
    least = open_ones.exclude(due_on=None).order_by("due_on").values("due_on")[:1]
    Case.objects.filter(pk=case.pk).update(earliest_open_due=Subquery(least))
    case.__dict__.pop("earliest_open_due", None)


def _with_partner(milestone: Milestone, *, by, on: date) -> None:
    """Who carries a milestone takes part in the case."""
    if milestone.contact_id is None:
        return
    case, partner = milestone.plan.case, milestone.contact.partner
    if not case.participations.current().filter(partner=partner, until_on=None).exists():
        add_participation(case, partner, by=by, on=on, contact=milestone.contact)


@transaction.atomic
def add_milestone(milestone: Milestone, *, by, on: date | None = None) -> Milestone:
    """Add a milestone at the end of its plan; a partner who carries it is joined to the case.

    Raises ValidationError when it is not valid.
    """
    on = on or clock.today()
    _lock(milestone.plan.case_id)
    last = milestone.plan.milestones.order_by("-position").values_list("position", flat=True).first()
    milestone.position = (last or 0) + 1
    milestone.recorded_at = clock.now()
    # Not full_clean: it asks the database about each constraint, which the INSERT does anyhow.
    milestone.clean_fields(exclude=["plan", "goal", "contact"])
    milestone.clean()
    milestone.save(force_insert=True)
    _with_partner(milestone, by=by, on=on)
    _remember(milestone, by=by, on=on, old_status="", old_due_on=None)
    if milestone.due_on:
        refresh_earliest_due(milestone.plan.case)
    trail.record("milestone.added", by=by, case_id=milestone.plan.case_id, obj=milestone)
    return milestone


def _remember(milestone: Milestone, *, by, on: date, old_status: str, old_due_on, reason="") -> MilestoneMove:
    move = MilestoneMove(
        milestone=milestone,
        old_status=old_status,
        new_status=milestone.status,
        old_due_on=old_due_on,
        new_due_on=milestone.due_on,
        on=on,
        reason=reason,
        by=by,
        recorded_at=clock.now(),
    )
    move.save(force_insert=True)
    if move.old_status != move.new_status:  # a postponement is no step on the way
        later = Q(last_move_on=None) | Q(last_move_on__lt=on)
        Case.objects.filter(later, pk=milestone.plan.case_id).update(last_move_on=on)
        milestone.plan.case.__dict__.pop("last_move_on", None)
    return move


@transaction.atomic
def edit_milestone(
    milestone: Milestone, *, by, expected_version: int, values: Mapping, reason="", on: date | None = None
) -> None:
    """Change a milestone's words, tags, dates or carrier. A later day is remembered with its ``reason``.

    Raises core.versions.Conflict when somebody else saved first, ValidationError when it is not valid.
    """
    on = on or clock.today()
    old = Milestone.objects.select_related("goal", "contact").get(pk=milestone.pk)
    before = {name: getattr(old, name) for name in MILESTONE_FIELDS}
    changes = trail.changed(before, {name: values[name] for name in MILESTONE_FIELDS if name in values})
    if not changes:
        return
    _lock(milestone.plan.case_id)
    for name in changes:
        setattr(milestone, name, values[name])
    milestone.clean_fields(exclude=["plan", "goal", "contact"])
    milestone.clean()
    save_versioned(milestone, expected_version, list(changes))
    if "contact" in changes:
        _with_partner(milestone, by=by, on=on)
    if "due_on" in changes:
        _remember(
            milestone, by=by, on=on, old_status=milestone.status, old_due_on=before["due_on"], reason=reason
        )
        refresh_earliest_due(milestone.plan.case)
    trail.record(
        "milestone.edited",
        by=by,
        case_id=milestone.plan.case_id,
        obj=milestone,
        purpose=reason,
        changes=changes,
    )


def move_milestone(
    milestone: Milestone, status: str, *, by, on: date | None = None, reason="", action="milestone.moved"
) -> MilestoneMove:
    """Move a milestone to ``status`` on the day ``on``, as MOVES allows, and remember the move.

    Raises ValidationError for a move the table does not know, core.versions.Conflict when somebody moved it meanwhile.
    """
    on = on or clock.today()
    old = milestone.status
    if status not in MOVES[old]:
        raise ValidationError(_("The milestone cannot be moved that way."))
    values = {
        "status": status,
        "reached_on": on if status == MilestoneStatus.REACHED else None,
        "dropped_on": on if status == MilestoneStatus.DROPPED else None,
        "version": milestone.version + 1,
    }
    # Nothing is raised in here, so that inside a view's transaction it needs no savepoint of its own.
    with transaction.atomic(savepoint=False):
        _lock(milestone.plan.case_id)
        claim = Milestone.objects.filter(pk=milestone.pk, status=old, version=milestone.version)
        claimed = claim.update(**values)
        if claimed:
            for name, value in values.items():
                setattr(milestone, name, value)
            move = _remember(
                milestone, by=by, on=on, old_status=old, old_due_on=milestone.due_on, reason=reason
            )
            if milestone.due_on and (old in OPEN_STATUSES) != (status in OPEN_STATUSES):
                refresh_earliest_due(milestone.plan.case)
            trail.record(
                action,
                by=by,
                case_id=milestone.plan.case_id,
                obj=milestone,
                purpose=reason,
                changes={"status": [old, status], "on": [None, on]},
            )
    if not claimed:
        raise Conflict(Milestone.objects.get(pk=milestone.pk))
    return move


@transaction.atomic
def postpone_milestone(
    milestone: Milestone,
    due_on: date | None,
    *,
    by,
    on: date | None = None,
    reason="",
    action="milestone.postponed",
) -> MilestoneMove:
    """Give an open milestone another day. A later day, or none at all, needs a ``reason``.

    Raises ValidationError without one, or when the day lies before the start; Conflict when it changed meanwhile.
    """
    old = milestone.due_on
    if not reason.strip() and old is not None and (due_on is None or due_on > old):
        raise ValidationError({"reason": _("Say why, in a few words.")})
    if due_on and milestone.start_on and due_on < milestone.start_on:
        raise ValidationError({"due_on": _("It is to be done before it starts.")})
    _lock(milestone.plan.case_id)
    rows = Milestone.objects.filter(pk=milestone.pk, version=milestone.version, status__in=OPEN_STATUSES)
    if not rows.update(due_on=due_on, version=milestone.version + 1):
        raise Conflict(Milestone.objects.get(pk=milestone.pk))
    milestone.due_on, milestone.version = due_on, milestone.version + 1
    move = _remember(
        milestone, by=by, on=on or clock.today(), old_status=milestone.status, old_due_on=old, reason=reason
    )
    refresh_earliest_due(milestone.plan.case)
    trail.record(
        action,
        by=by,
        case_id=milestone.plan.case_id,
        obj=milestone,
        purpose=reason,
        changes={"due_on": [old, due_on]},
    )
    return move


def undo_move(milestone: Milestone, move: MilestoneMove, *, by) -> None:
    """Take back the milestone's latest move or postponement. The history keeps both.

    Raises ValidationError when something happened to it since.
    """
    latest = milestone.history.order_by("-recorded_at", "-pk").first()
    if move != latest or not move.old_status or milestone.status != move.new_status:
        raise ValidationError(_("Something has happened to it since. It was left as it is."))
    if move.old_status == move.new_status:
        postpone_milestone(milestone, move.old_due_on, by=by, reason=_("Undone"), action="milestone.undone")
        return
    on = clock.today()
    if move.old_status in (MilestoneStatus.REACHED, MilestoneStatus.DROPPED):
        earlier = milestone.history.filter(new_status=move.old_status).order_by("-recorded_at", "-pk").first()
        on = earlier.on if earlier else on
    move_milestone(milestone, move.old_status, by=by, on=on, reason=_("Undone"), action="milestone.undone")


@transaction.atomic
def order_milestones(plan: Plan, ids: Sequence, *, by) -> bool:
    """Put the plan's milestones in the order of ``ids``; those not named keep their order, after the named ones.

    Returns whether anything moved. Ids that are not the plan's are passed over.
    """
    _lock(plan.case_id)
    rows = {str(m.pk): m for m in plan.milestones.all()}
    wanted = [rows.pop(str(pk)) for pk in ids if str(pk) in rows]
    changed = []
    for position, milestone in enumerate([*wanted, *rows.values()], start=1):
        if milestone.position != position:
            milestone.position = position
            changed.append(milestone)
    if not changed:
        return False
    Milestone.objects.bulk_update(changed, ["position"])
    trail.record(
        "plan.ordered", by=by, case_id=plan.case_id, obj=plan, changes={"moved": [None, len(changed)]}
    )
    return True


def shift_milestone(milestone: Milestone, step: int, *, by) -> int:
    """Move a milestone one place up (``step=-1``) or down (``1``); returns its place, counted from one."""
    ids = list(milestone.plan.milestones.values_list("pk", flat=True))
    here = ids.index(milestone.pk)
    there = min(max(here + step, 0), len(ids) - 1)
    ids.insert(there, ids.pop(here))
    order_milestones(milestone.plan, ids, by=by)
    return there + 1


# --- destinations reached ----------------------------------------------------------------------------------------


@transaction.atomic
def record_outcome(case: Case, destination, *, by, started_on: date, evidence="") -> Outcome:
    """Say that a destination was reached on ``started_on``, and how we know."""
    if started_on > clock.today():
        raise ValidationError({"started_on": _("That day has not come yet.")})
    outcome = Outcome(
        case=case,
        destination=destination,
        started_on=started_on,
        evidence=evidence,
        recorded_by=by,
        recorded_at=clock.now(),
    )
    outcome.save(force_insert=True)
    trail.record(
        "outcome.recorded",
        by=by,
        case_id=case.pk,
        obj=outcome,
        changes={"destination": [None, destination], "started_on": [None, started_on]},
    )
    return outcome


@transaction.atomic
def end_outcome(outcome: Outcome, *, by, on: date) -> None:
    """Say that it ended: ``on`` is the last day. Raises ValidationError before its start, or when it has ended already."""
    if on < outcome.started_on:
        raise ValidationError({"ended_on": _("It ended before it started.")})
    if not Outcome.objects.filter(pk=outcome.pk, ended_on=None).update(ended_on=on):
        raise ValidationError(_("It has already ended."))
    outcome.ended_on = on
    trail.record(
        "outcome.ended", by=by, case_id=outcome.case_id, obj=outcome, changes={"ended_on": [None, on]}
    )


@transaction.atomic
def hand_over(
    plan: Plan, audience: str, *, by, partner=None, language="da", on: date | None = None, seen="", reason=""
) -> Handover:
    """Hand the plan over: make the PDF for `audience`, keep its very bytes with their hash, and write it to the trail.

    What the audience may read is asked of the database now, and once more when the PDF is made: a consent withdrawn
    meanwhile stops it. `seen` is the fingerprint (`plans.pdf.fingerprint`) of what was shown before; when the plan says
    something else by now, Conflict is raised. Raises plans.pdf.NotAllowed when the audience may not have it.

    A partner gets the plan of a shielded case, or of somebody whose address is protected, for a stated `reason` only: raises
    ValidationError without one. It stands in the journal, and the leader is told that it happened.
    """
    on = on or clock.today()
    is_guarded = audience == Handover.Audience.PARTNER and bool(guarded.words_of(plan.case))
    if is_guarded and not reason.strip():
        raise ValidationError({"reason": _("Say why the partner needs the plan.")})
    sheet = pdf.sheet_for(plan, audience, partner=partner, language=language, on=on)
    if seen and seen != pdf.fingerprint(sheet):
        raise Conflict(plan)
    moment = clock.now()
    data = pdf.render(sheet, created=moment)
    if pdf.sheet_for(plan, audience, partner=partner, language=language, on=on) != sheet:
        raise Conflict(plan)
    if audience == Handover.Audience.PARTNER:
        try:
            sharing.disclose(
                plan.case, partner, by=by, kind=Disclosure.Kind.HANDOVER, topics=sheet.topics, on=on
            )
        except sharing.NotCovered:
            raise Conflict(plan) from None
    handover = Handover(
        plan=plan,
        audience=audience,
        partner=partner,
        language=language,
        pdf=data,
        sha256=hashlib.sha256(data).hexdigest(),
        left_out=list(sheet.left_out),
        topics=list(sheet.topics),
        plan_version=plan.version,
        created_at=moment,
        by=by,
        told_reason=told_reason(reason.strip(), plan.case.person) if is_guarded else "",
    )
    handover.save(force_insert=True)
    trail.record(
        "plan.handed_over",
        by=by,
        case_id=plan.case_id,
        obj=handover,
        changes={"audience": audience, "partner": partner, "language": language, "sha256": handover.sha256},
        purpose=reason.strip() if is_guarded else "",
    )
    if is_guarded:
        guarded.write_down(handover, reason.strip())
    if audience == Handover.Audience.PARTNER:
        _tell_partner(handover)
    return handover


def _tell_partner(handover: Handover) -> None:
    """A mail to those of the partner who sign in: something waits. Sent only if they still may have it by then."""
    case, today = handover.plan.case, clock.today()
    present = Q(until_on=None) | Q(until_on__gte=today)
    link = settings.SITE_URL + reverse("plans:partner_inbox")
    for contact in handover.partner.contacts.filter(present, user__is_active=True).select_related("user"):
        with translation.override(contact.user.language):
            body = _("A youth guide has shared something with you.\n\nSign in to read it: %(link)s\n")
            queue_mail(
                contact.user.email,
                _("Something new is shared with you"),
                body % {"link": link},
                dedupe_key=f"handover:{handover.pk}:{contact.user_id}",
                still_wanted=sharing.mail_check(case, contact.user, Topic.PLAN),
            )
