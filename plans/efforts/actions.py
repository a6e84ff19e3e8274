"""Adding, changing, ending, breaking off and judging efforts, and taking back what was written by mistake."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from cases.casefile.holding import hold, within_life
from core import clock
from core.versions import save_versioned
from plans.efforts.models import Effort, EffortEvent
from plans.efforts.rules import may_be_taken_back
from plans.milestones.actions import join_partner
from plans.milestones.models import Milestone
from plans.plan.actions import only_with_them
from plans.plan.choices import TookPart

Kind = EffortEvent.Kind

EFFORT_FIELDS = (
    "name",
    "kind",
    "law",
    "responsible",
    "contact",
    "approach",
    "demands",
    "place",
    "from_on",
    "until_on",
    "hours_per_week",
    "topics",
    "topics_dismissed",
)

# What is written down with the end, and is empty until then.
END_FIELDS = ("ended_on", "break_reason", "contribution", "contribution_words", "youth_words", "judged_on")

_UNCHECKED = ["plan", "kind", "law", "contact"]


def _remember(effort: Effort, kind: str, *, by, on: date, reason="", took_part="") -> EffortEvent:
    event = EffortEvent(effort=effort, kind=kind, on=on, reason=reason, by=by, recorded_at=clock.now())
    event.took_part = took_part
    event.contribution = effort.contribution
    event.save(force_insert=True)
    return event


def _record(action: str, effort: Effort, *, by, changes=None, reason="") -> None:
    case_id = effort.plan.case_id
    trail.record(action, by=by, case_id=case_id, obj=effort, purpose=reason, changes=changes or {})


def _of_the_plan(effort: Effort, milestones: Iterable[Milestone]) -> list[Milestone]:
    """The milestones, as a list. Raises ValidationError when one belongs to another plan."""
    served = list(milestones)
    if any(milestone.plan_id != effort.plan_id for milestone in served):
        raise ValidationError({"milestones": _("Choose among the milestones of this plan.")})
    return served


@transaction.atomic
def add_effort(effort: Effort, *, by, milestones: Iterable[Milestone] = (), on: date | None = None) -> Effort:
    """Add an effort to its plan; a partner who is responsible is joined to the case.

    Raises ValidationError when it is not valid or the case is closed.
    """
    on = on or clock.today()
    hold(effort.plan.case)
    effort.recorded_at = clock.now()
    effort.clean_fields(exclude=_UNCHECKED)
    effort.clean()
    served = _of_the_plan(effort, milestones)
    effort.save(force_insert=True)
    effort.milestones.set(served)
    join_partner(effort, by=by, on=on)
    _remember(effort, Kind.ADDED, by=by, on=on)
    _record("effort.added", effort, by=by)
    return effort


@transaction.atomic
def edit_effort(
    effort: Effort,
    *,
    by,
    expected_version: int,
    values: Mapping,
    milestones: Iterable[Milestone] | None = None,
    reason="",
) -> bool:
    """Change what is said of an effort, if anything; ``milestones`` None leaves those it serves alone.

    Raises core.versions.Conflict when somebody else saved first, ValidationError when it is not valid.
    """
    hold(effort.plan.case)
    old = Effort.objects.select_related("kind", "law", "contact").get(pk=effort.pk)
    before = {name: getattr(old, name) for name in EFFORT_FIELDS}
    changes = trail.changed(before, {name: values[name] for name in EFFORT_FIELDS if name in values})
    names = list(changes)
    if milestones is not None:
        served = _of_the_plan(effort, milestones)
        now, then = (
            sorted(str(row.pk) for row in served),
            sorted(map(str, old.milestones.values_list("pk", flat=True))),
        )
        if now != then:
            changes["milestones"] = [then, now]
    if not changes:
        return False
    for name in names:
        setattr(effort, name, values[name])
    effort.clean_fields(exclude=_UNCHECKED)
    effort.clean()
    save_versioned(effort, expected_version, names)
    if "milestones" in changes:
        effort.milestones.set(served)
    if "contact" in changes:
        join_partner(effort, by=by, on=clock.today())
    _remember(effort, Kind.EDITED, by=by, on=clock.today(), reason=reason)
    _record("effort.edited", effort, by=by, changes=changes, reason=reason)
    return True


def _write_end(effort: Effort, expected_version: int, **values) -> dict:
    """Write how it ended over what stood there; returns what changed."""
    before = {name: getattr(effort, name) for name in END_FIELDS}
    changes = trail.changed(before, values)
    for name, value in values.items():
        setattr(effort, name, value)
    save_versioned(effort, expected_version, list(values))
    return changes


def _must_be_going(effort: Effort) -> None:
    if effort.ended_on is not None or effort.taken_back_at is not None:
        raise ValidationError(_("It has ended already."))


@transaction.atomic
def end_effort(
    effort: Effort,
    *,
    by,
    expected_version: int,
    ended_on: date,
    contribution: str,
    contribution_words="",
    youth_words="",
) -> None:
    """End an effort with what it contributed to the destination, which is required.

    Raises ValidationError for a day before it began or that has not come, without a contribution, or when it has ended
    already; core.versions.Conflict when somebody else saved first.
    """
    hold(effort.plan.case)
    _must_be_going(effort)
    within_life(effort.plan.case, ended_on=ended_on)
    if ended_on < effort.from_on:
        raise ValidationError({"ended_on": _("It ended before it began.")})
    if not contribution:
        raise ValidationError({"contribution": _("Say what it contributed.")})
    said = {
        "contribution": contribution,
        "contribution_words": contribution_words,
        "youth_words": youth_words,
        "judged_on": clock.today(),
    }
    changes = _write_end(effort, expected_version, ended_on=ended_on, break_reason="", **said)
    _remember(effort, Kind.ENDED, by=by, on=ended_on)
    _record("effort.ended", effort, by=by, changes=changes)


@transaction.atomic
def break_off_effort(
    effort: Effort,
    *,
    by,
    expected_version: int,
    ended_on: date,
    break_reason: str,
    contribution="",
    contribution_words="",
    youth_words="",
) -> None:
    """End an effort before its time, with a reason and what it contributed.

    One that never began contributed nothing: what is said of it is left out. Raises ValidationError without a reason,
    or as `end_effort` does.
    """
    hold(effort.plan.case)
    _must_be_going(effort)
    within_life(effort.plan.case, ended_on=ended_on)
    if not break_reason.strip():
        raise ValidationError({"break_reason": _("Say why, in a few words.")})
    never_began = ended_on < effort.from_on
    if not never_began and not contribution:
        raise ValidationError({"contribution": _("Say what it contributed.")})
    said = {
        "contribution": contribution,
        "contribution_words": contribution_words,
        "youth_words": youth_words,
        "judged_on": clock.today(),
    }
    if never_began:
        said |= {"contribution": "", "contribution_words": "", "judged_on": None}
    changes = _write_end(
        effort, expected_version, ended_on=ended_on, break_reason=break_reason.strip(), **said
    )
    _remember(effort, Kind.BROKEN_OFF, by=by, on=ended_on, reason=break_reason.strip())
    _record("effort.broken_off", effort, by=by, changes=changes, reason=break_reason.strip())


@transaction.atomic
def judge_effort(
    effort: Effort,
    *,
    by,
    expected_version: int,
    contribution: str,
    contribution_words="",
    youth_words="",
    took_part: str = TookPart.UNKNOWN,
) -> None:
    """Say anew what an ended effort contributed, e.g. when it was too early to say before.

    Raises ValidationError when it has not ended or never began, and for other words of the young person's without them;
    core.versions.Conflict when somebody else saved first.
    """
    hold(effort.plan.case)
    if effort.ended_on is None or effort.never_began:
        raise ValidationError(_("It has not ended yet."))
    if not contribution:
        raise ValidationError({"contribution": _("Say what it contributed.")})
    theirs = youth_words != effort.youth_words
    if theirs:
        only_with_them({"youth_words": youth_words}, took_part, by=by)
    changes = _write_end(
        effort,
        expected_version,
        contribution=contribution,
        contribution_words=contribution_words,
        youth_words=youth_words,
        judged_on=clock.today(),
    )
    _remember(effort, Kind.JUDGED, by=by, on=clock.today(), took_part=took_part if theirs else "")
    _record("effort.judged", effort, by=by, changes=changes)


@transaction.atomic
def take_back_end(effort: Effort, *, by) -> None:
    """Let an effort go on whose end was written down by mistake less than an hour ago. The history keeps both.

    Raises ValidationError when the hour has passed or something else happened since; core.versions.Conflict when
    somebody else changed it meanwhile.
    """
    hold(effort.plan.case)
    latest = effort.history.first()
    if not can_take_back_end(effort, latest):
        raise ValidationError(_("It can no longer be taken back. It was left as it is."))
    blank = dict.fromkeys(END_FIELDS, "") | {"ended_on": None, "judged_on": None}
    changes = _write_end(effort, effort.version, **blank)
    _remember(effort, Kind.TAKEN_BACK, by=by, on=clock.today())
    _record("effort.end_taken_back", effort, by=by, changes=changes)


@transaction.atomic
def take_back_effort(effort: Effort, *, by) -> None:
    """Take back an effort that was written down by mistake less than an hour ago: it stands nowhere any more.

    Raises ValidationError when the hour has passed or its end is written down; core.versions.Conflict when somebody
    else changed it meanwhile.
    """
    hold(effort.plan.case)
    if not can_take_back(effort):
        raise ValidationError(_("It can no longer be taken back. It was left as it is."))
    effort.taken_back_at = clock.now()
    save_versioned(effort, effort.version, ["taken_back_at"])
    _remember(effort, Kind.TAKEN_BACK, by=by, on=clock.today())
    _record("effort.taken_back", effort, by=by)


def can_take_back(effort: Effort) -> bool:
    """Whether the effort itself may still be taken back: for an hour after it was added, while it goes on."""
    going = effort.ended_on is None and effort.taken_back_at is None
    return going and may_be_taken_back(effort.recorded_at, clock.now())


def can_take_back_end(effort: Effort, latest: EffortEvent | None) -> bool:
    """Whether its end may still be taken back: for an hour, while nothing has happened to it since."""
    if effort.ended_on is None or effort.taken_back_at is not None or latest is None:
        return False
    return latest.kind in (Kind.ENDED, Kind.BROKEN_OFF) and may_be_taken_back(latest.recorded_at, clock.now())
