"""Figures of a month about cases, in bulk: as plain JSON values.

What is frozen are counts, dates, codes and the plan's own words; never a name, a CPR number, an address or a place of
the young person, which the page adds from the case to whoever may see it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db.models import Count, Q

from cases.models import Note, Participation
from core.freshness import is_fresh
from plans.milestones.rules import is_overdue
from plans.models import OPEN_STATUSES, Milestone, MilestoneMove, MilestoneStatus, Plan
from reports.metrics.definitions import METRICS
from reports.metrics.definitions.cases import OPEN
from reports.metrics.sources import CASES
from reports.metrics.unit_metrics import UnitMetrics


def cases_to_report(metrics: UnitMetrics) -> list:
    """Ids of the cases that get a report: open on the day, or closed in the month. In a stable order."""
    rows = metrics.fetch(CASES)
    return sorted(rows.values("pk", rows.where(OPEN | METRICS["closed"].condition(metrics.when))))


def case_figures(ids: Iterable, metrics: UnitMetrics) -> dict:
    """What each case's report says, by the case's id: a handful of queries, however many cases."""
    ids, when, names = list(ids), metrics.when, metrics.members
    plans, milestones = _plans(ids, when), _milestones(ids, when)
    notes, partners = _notes(ids, when), _partners(ids, when)
    wanted = set(ids)
    made = {}
    for row in metrics.fetch(CASES).picked(metrics.fetch(CASES).all):
        if row["pk"] not in wanted:
            continue
        pk, plan = row["pk"], plans.get(row["pk"])
        done = notes.get(pk, {"contacts": 0, "notes": 0})
        made[pk] = {
            "status": row["at_status"],
            "opened_on": _day(row["opened_on"]),
            "closed_on": _day(row["at_since"]) if row["at_status"] == "closed" else None,
            "guide": names.get(row["at_guide"], ""),
            "activity": row["at_activity"],
            "confirmed_on": _day(row["at_confirmed_on"]),
            "fresh": is_fresh(row["at_confirmed_on"], when.on, when.fresh_days),
            "last_contact_on": _day(row["at_contact_on"]),
            "contacts": done["contacts"],
            "notes": done["notes"],
            "plan": plan,
            "milestones": milestones[pk]["rows"],
            "milestone_counts": dict(milestones[pk]["counts"]),
            "partners": partners.get(pk, []),
        }
    return made


def _day(day):
    return day.isoformat() if day else None


def _plans(ids, when):
    rows = Plan.objects.filter(case__in=ids, opened_on__lte=when.on).values_list(
        "case_id",
        "opened_on",
        "dream",
        "small_step",
        "destination_note",
        "destination__name_da",
        "destination__name_en",
    )
    return {
        case: {
            "opened_on": _day(opened),
            "dream": dream,
            "small_step": step,
            "destination_note": note,
            "destination_da": da or "",
            "destination_en": en or "",
        }
        for case, opened, dream, step, note, da, en in rows
    }


def _milestones(ids, when):
    """Open milestones and those that ended in the month; the earlier ones only as a count."""
    moved = _last_moves(ids, when)
    found = defaultdict(lambda: {"rows": [], "counts": Counter(reached_before=0)})
    rows = Milestone.objects.filter(plan__case__in=ids, recorded_at__lte=when.moment)
    rows = rows.order_by("plan__case_id", "position", "recorded_at").values(
        "pk",
        "plan__case_id",
        "own_words",
        "professional",
        "responsible",
        "status",
        "due_on",
        "reached_on",
        "dropped_on",
    )
    for row in rows:
        case = row["plan__case_id"]
        if row["pk"] in moved:
            if moved[row["pk"]] is None:
                continue
            row["status"], row["due_on"], on = moved[row["pk"]]
            row["reached_on"] = on if row["status"] == MilestoneStatus.REACHED else None
            row["dropped_on"] = on if row["status"] == MilestoneStatus.DROPPED else None
        if row["status"] == MilestoneStatus.REACHED and row["reached_on"] < when.period.first:
            found[case]["counts"]["reached_before"] += 1
        if (
            row["status"] not in OPEN_STATUSES
            and (row["reached_on"] or row["dropped_on"]) < when.period.first
        ):
            continue
        found[case]["rows"].append(_milestone(row, when))
    return found


def _milestone(row, when):
    due = row["due_on"]
    return {
        "key": str(row["pk"]),
        "own_words": row["own_words"],
        "professional": row["professional"],
        "responsible": row["responsible"],
        "status": row["status"],
        "due_on": _day(due),
        "reached_on": _day(row["reached_on"]),
        "overdue": is_overdue(row["status"], due, when.on),
    }


def _last_moves(ids, when):
    """What the milestones that moved after the day, or whose move was written down after it, were on the day.

    None for those that were not there yet.
    """
    later = Q(on__gt=when.on) | Q(recorded_at__gt=when.moment)
    mine = MilestoneMove.objects.filter(milestone__plan__case__in=ids)
    changed = set(mine.filter(later).values_list("milestone_id", flat=True))
    if not changed:
        return {}
    state = dict.fromkeys(changed)
    up_to = mine.filter(milestone__in=changed, on__lte=when.on, recorded_at__lte=when.moment).order_by(
        "on", "pk"
    )
    for milestone, status, due, on in up_to.values_list("milestone_id", "new_status", "new_due_on", "on"):
        # A postponement keeps the status, and so the day on which it was taken.
        same = state[milestone] and state[milestone][0] == status
        state[milestone] = (status, due, state[milestone][2] if same else on)
    return state


def _notes(ids, when):
    rows = Note.objects.known_on(when.moment).filter(
        case__in=ids, happened_on__gte=when.period.first, happened_on__lte=when.on
    )
    rows = (
        rows.order_by()
        .values("case_id")
        .annotate(contacts=Count("pk", filter=Note.contact_q()), notes=Count("pk"))
    )
    return {row["case_id"]: row for row in rows}


def _partners(ids, when):
    rows = Participation.objects.filter(case__in=ids).holding(when.on).known_on(when.moment)
    found = defaultdict(list)
    for case, partner, name, role in rows.order_by("partner__sort_name", "pk").values_list(
        "case_id", "partner_id", "partner__name", "role"
    ):
        found[case].append({"key": str(partner), "name": name, "role": role})
    return found
