"""Adding, changing, moving, postponing and ordering milestones."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Q, Subquery
from django.utils.translation import gettext as _

from audit import trail
from cases.casefile.holding import within_life
from cases.models import Case
from cases.network.actions import add_participation
from core import clock
from core.versions import Conflict, save_versioned
from plans.milestones.choices import DUE_STATUSES, MOVES, OPEN_STATUSES, MilestoneStatus
from plans.milestones.models import Milestone, MilestoneMove
from plans.plan.actions import only_with_them, remember_change
from plans.plan.choices import TookPart
from plans.plan.models import Plan

UNDONE = "milestone.undone"

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
    "topics",
    "topics_dismissed",
)


def _lock(case_id) -> None:
    """Hold the case until the transaction ends.

    Otherwise two moves could both compute the earliest due date from before. SQLite has one writer at a time anyhow.
    """
    if connection.features.has_select_for_update:
        rows = Case.objects.select_for_update(no_key=True).order_by().filter(pk=case_id)
        rows.values_list("pk").first()


def not_passed(due_on: date | None, old: date | None) -> None:
    """Raise ValidationError for moving the day of a milestone to one that has passed: then it is reached, or not."""
    if due_on is not None and due_on != old and due_on < clock.today():
        raise ValidationError({"due_on": _("That day has passed. Choose today or a day to come.")})


def refresh_earliest_due(case: Case) -> None:
    """Store the least due date of the milestones to be done on the case, in one UPDATE of the caller's transaction.

    The instance's own copy is forgotten, and read again by who asks for it.
    """
    open_ones = Milestone.objects.filter(plan__case_id=case.pk, plan__closed_on=None, status__in=DUE_STATUSES)
    least = open_ones.exclude(due_on=None).order_by("due_on").values("due_on")[:1]
    Case.objects.filter(pk=case.pk).update(earliest_open_due=Subquery(least))
    case.__dict__.pop("earliest_open_due", None)


def join_partner(part, *, by, on: date) -> None:
    """Who carries a part of the plan, a milestone or an effort, takes part in the case."""
    if part.contact_id is None:
        return
    case, partner = part.plan.case, part.contact.partner
    if not case.participations.current().filter(partner=partner, until_on=None).exists():
        add_participation(case, partner, by=by, on=on, contact=part.contact)


@transaction.atomic
def add_milestone(
    milestone: Milestone, *, by, on: date | None = None, took_part: str = TookPart.UNKNOWN
) -> Milestone:
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
    join_partner(milestone, by=by, on=on)
    _remember(milestone, by=by, on=on, old_status="", old_due_on=None)
    first = {"own_words": ["", milestone.own_words]}
    remember_change(milestone.plan, first, by=by, took_part=took_part, milestone=milestone, new=True)
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
    case = milestone.plan.case
    known = case.__dict__.get(
        "last_move_on"
    )  # it only ever moves on: what was loaded may be old, never too late
    # A postponement is no step on the way.
    if move.old_status != move.new_status and (known is None or known < on):
        later = Q(last_move_on=None) | Q(last_move_on__lt=on)
        Case.objects.filter(later, pk=case.pk).update(last_move_on=on)
        case.__dict__.pop("last_move_on", None)
    return move


@transaction.atomic
def edit_milestone(
    milestone: Milestone,
    *,
    by,
    expected_version: int,
    values: Mapping,
    reason="",
    on: date | None = None,
    took_part: str = TookPart.UNKNOWN,
) -> bool:
    """Change a milestone's words, tags, dates or carrier, if any. A later day is remembered with its ``reason``.

    Raises core.versions.Conflict when somebody else saved first, ValidationError when it is not valid, or when their
    own words change without them.
    """
    on = on or clock.today()
    old = Milestone.objects.select_related("goal", "contact").get(pk=milestone.pk)
    before = {name: getattr(old, name) for name in MILESTONE_FIELDS}
    if not (changes := trail.changed(before, {k: values[k] for k in MILESTONE_FIELDS if k in values})):
        return False
    only_with_them(changes, took_part, by=by)
    if "due_on" in changes and milestone.status in OPEN_STATUSES:
        not_passed(values["due_on"], before["due_on"])
    _lock(milestone.plan.case_id)
    for name in changes:
        setattr(milestone, name, values[name])
    milestone.clean_fields(exclude=["plan", "goal", "contact"])
    milestone.clean()
    save_versioned(milestone, expected_version, list(changes))
    if "contact" in changes:
        join_partner(milestone, by=by, on=on)
    if "due_on" in changes:
        _remember(
            milestone, by=by, on=on, old_status=milestone.status, old_due_on=before["due_on"], reason=reason
        )
        refresh_earliest_due(milestone.plan.case)
    remember_change(milestone.plan, changes, by=by, took_part=took_part, milestone=milestone)
    what = {"case_id": milestone.plan.case_id, "obj": milestone, "changes": changes}
    trail.record("milestone.edited", by=by, purpose=reason, **what)
    return True


def move_milestone(
    milestone: Milestone, status: str, *, by, on: date | None = None, reason="", action="milestone.moved"
) -> MilestoneMove:
    """Move a milestone to ``status`` on the day ``on``, as MOVES allows, and remember the move.

    That it cannot be done yet needs a ``reason``. Raises ValidationError without it and for a move the table does not
    know, core.versions.Conflict when somebody moved it meanwhile.
    """
    on, old = on or clock.today(), milestone.status
    if status not in MOVES[old]:
        raise ValidationError(_("The milestone cannot be moved that way."))
    if status == MilestoneStatus.CANNOT_YET and not reason.strip():
        raise ValidationError({"reason": _("Say why it cannot be done yet.")})
    within_life(milestone.plan.case, on=on)
    values = _values_of(status, on, reason.strip()) | {"version": milestone.version + 1}
    # Nothing is raised in here, so that inside a view's transaction it needs no savepoint of its own.
    with transaction.atomic(savepoint=False):
        _lock(milestone.plan.case_id)
        claim = Milestone.objects.filter(pk=milestone.pk, status=old, version=milestone.version)
        move = None
        if claim.update(**values):
            for name, value in values.items():
                setattr(milestone, name, value)
            move = _remember(
                milestone, by=by, on=on, old_status=old, old_due_on=milestone.due_on, reason=reason
            )
            if milestone.due_on and (old in DUE_STATUSES) != (status in DUE_STATUSES):
                refresh_earliest_due(milestone.plan.case)
            changes = {"status": [old, status], "on": [None, on]}
            case_id = milestone.plan.case_id
            trail.record(action, by=by, case_id=case_id, obj=milestone, purpose=reason, changes=changes)
    if move is None:
        raise Conflict(Milestone.objects.get(pk=milestone.pk))
    return move


def _values_of(status: str, on: date, reason: str) -> dict:
    """The columns of a milestone that comes to stand at ``status`` on the day ``on``."""
    cannot = status == MilestoneStatus.CANNOT_YET
    return {
        "status": status,
        "reached_on": on if status == MilestoneStatus.REACHED else None,
        "dropped_on": on if status == MilestoneStatus.DROPPED else None,
        "cannot_on": on if cannot else None,
        "cannot_because": reason if cannot else "",
    }


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

    Raises ValidationError without one, or when the day has passed or lies before the start; Conflict when it changed
    meanwhile. To take a postponement back is no choice of a day.
    """
    old = milestone.due_on
    if action != UNDONE:
        not_passed(due_on, old)
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
        postpone_milestone(milestone, move.old_due_on, by=by, reason=_("Undone"), action=UNDONE)
        return
    on, reason = clock.today(), _("Undone")
    if move.old_status in (MilestoneStatus.REACHED, MilestoneStatus.DROPPED, MilestoneStatus.CANNOT_YET):
        rows = milestone.history.filter(new_status=move.old_status).order_by("-recorded_at", "-pk")
        # Another day given meanwhile has a reason of its own.
        earlier = next((row for row in rows if not row.is_postponement), None)
        on = earlier.on if earlier else on
        if earlier and move.old_status == MilestoneStatus.CANNOT_YET:
            reason = earlier.reason
    move_milestone(milestone, move.old_status, by=by, on=on, reason=reason, action=UNDONE)


@transaction.atomic
def still_cannot(milestone: Milestone, *, by, reason="", on: date | None = None) -> MilestoneMove:
    """Say once more that a milestone cannot be done yet, with another ``reason`` or the one that stands.

    It is asked about again CANNOT_YET_DAYS later. Raises ValidationError when it stands otherwise, Conflict when it
    changed meanwhile.
    """
    on, reason = on or clock.today(), reason.strip() or milestone.cannot_because
    if milestone.status != MilestoneStatus.CANNOT_YET:
        raise ValidationError(_("It does not stand as something that cannot be done yet."))
    within_life(milestone.plan.case, on=on)
    _lock(milestone.plan.case_id)
    values = {"cannot_on": on, "cannot_because": reason, "version": milestone.version + 1}
    rows = Milestone.objects.filter(
        pk=milestone.pk, version=milestone.version, status=MilestoneStatus.CANNOT_YET
    )
    if not rows.update(**values):
        raise Conflict(Milestone.objects.get(pk=milestone.pk))
    for name, value in values.items():
        setattr(milestone, name, value)
    move = _remember(
        milestone, by=by, on=on, old_status=milestone.status, old_due_on=milestone.due_on, reason=reason
    )
    case_id = milestone.plan.case_id
    trail.record("milestone.still_cannot", by=by, case_id=case_id, obj=milestone, purpose=reason)
    return move


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
