"""What has happened to the steps of a plan since a day: told from the sheet that a reader may have, and nothing else.

Nothing is kept for it. How the steps stood is worked out from their moves, as known on the day before; which of them
are told, and in which words, is the sheet's alone, so that what a reader may no longer know is not told here either.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from core import clock
from plans.efforts.choices import EffortState
from plans.handover.copies import kept
from plans.handover.sheet import Sheet, Step
from plans.milestones.choices import OPEN_STATUSES, MilestoneStatus
from plans.models import Effort, EffortEvent, MilestoneMove
from plans.paper.news import Change, Kind, changes

STEP, EFFORT = "milestone-", "effort-"
ENDINGS = (EffortEvent.Kind.ENDED, EffortEvent.Kind.BROKEN_OFF)


@dataclass(frozen=True)
class Since:
    """What was reached since a day, what else is new, and what comes next. Plain values."""

    day: date
    reached: tuple[Change, ...] = ()
    new: tuple[Change, ...] = ()
    ahead: tuple[Step, ...] = ()


def since(sheet: Sheet | None, day: date) -> Since:
    """What a sheet tells of the time from ``day`` on; four queries, however many steps."""
    if sheet is None:
        return Since(day)
    found = [change for change in _changes(sheet, day) if change.kind != Kind.REMOVED]
    return Since(
        day,
        reached=tuple(change for change in found if change.kind == Kind.REACHED),
        new=tuple(change for change in found if change.kind != Kind.REACHED),
        ahead=tuple(sorted(sheet.open_steps, key=_soonest)),
    )


def _soonest(step: Step) -> tuple:
    return (step.cannot_yet, step.due_on is None, step.due_on or date.max, step.number)


def _changes(sheet: Sheet, day: date) -> list[Change]:
    now = json.loads(kept(sheet))
    for row in now["steps"]:
        row["own_words"] = row["own_words"] or row["professional"]
    stood = _stood([row["key"] for row in now["steps"]], day)
    before = [_as_it_was(row, stood) for row in now["steps"]]
    efforts = _efforts_then(now["efforts"], clock.at(day))
    old = now | {"steps": [row for row in before if row is not None], "efforts": efforts}
    return changes(old, now)


def _efforts_then(rows: list[dict], known: datetime) -> list[dict]:
    """Those that were written down before ``known``; one that has ended since was under way."""
    ids = [row["key"].removeprefix(EFFORT) for row in rows]
    there = set(Effort.objects.filter(pk__in=ids, recorded_at__lt=known).values_list("pk", flat=True))
    ends = EffortEvent.objects.filter(effort__in=there, kind__in=ENDINGS, recorded_at__gte=known)
    ends = ends.exclude(effort__ended_on=None)  # an end that was undone
    ended = set(ends.order_by().values_list("effort", flat=True))
    return [
        row | {"state": EffortState.UNDER_WAY} if pk in ended else row
        for row in rows
        if (pk := UUID(row["key"].removeprefix(EFFORT))) in there
    ]


def _as_it_was(row: dict, stood: dict) -> dict | None:
    """The step as it stood; None when it was not among those that are told then."""
    if row["key"] not in stood:
        return row
    status, due_on, on = stood[row["key"]] or (None, None, None)
    if status == MilestoneStatus.REACHED:
        return row | {"reached_on": str(on), "due_on": due_on and str(due_on)}
    if status not in OPEN_STATUSES:
        return None
    return row | {"reached_on": None, "due_on": due_on and str(due_on), "status": status}


def _stood(keys: list[str], day: date) -> dict:
    """How the steps that have moved since stood when ``day`` began, as known then: status, day, since when. None for
    those that were not there.
    """
    ids = [key.removeprefix(STEP) for key in keys if key.startswith(STEP)]
    known = clock.end_of_day(day - timedelta(days=1))
    rows = MilestoneMove.objects.filter(milestone__in=ids)
    moved = rows.filter(Q(on__gte=day) | Q(recorded_at__gte=known)).order_by()
    stood: dict = {f"{STEP}{pk}": None for pk in moved.values_list("milestone", flat=True).distinct()}
    earlier = rows.filter(on__lt=day, recorded_at__lt=known).order_by("on", "pk")
    for pk, status, due, on in earlier.values_list("milestone", "new_status", "new_due_on", "on"):
        if (key := f"{STEP}{pk}") in stood:
            same = stood[key] and stood[key][0] == status
            stood[key] = (status, due, stood[key][2] if same else on)
    return stood
