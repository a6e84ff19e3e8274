"""What a bundle says of the efforts of a plan. Bundles made before there were efforts say nothing of them."""

from plans.models import Effort, Milestone, Plan

EFFORT = (
    "name", "responsible", "approach", "demands", "place", "from_on", "until_on", "hours_per_week", "ended_on",
    "break_reason", "contribution", "contribution_words", "youth_words", "judged_on",
)  # fmt: skip


EVENT = ("kind", "on", "contribution", "reason")


def _plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


def efforts_told(plan: Plan, milestones: list[Milestone], *, hidden: bool) -> list[dict]:
    """The plan's efforts with their history; the milestones that each serves by their place among ``milestones``."""
    places = {row.pk: place for place, row in enumerate(milestones)}
    rows = plan.efforts.standing().select_related("kind", "law", "contact__partner")
    return [_effort(row, places, hidden) for row in rows.prefetch_related("milestones", "history__by")]


def _effort(row: Effort, places: dict, hidden: bool) -> dict:
    carrier = f"{row.contact.name}, {row.contact.partner.name}" if row.contact_id and not hidden else ""
    return {name: _plain(getattr(row, name)) for name in EFFORT} | {
        "kind": row.kind.code,
        "law": row.law.code if row.law else "",
        "carrier": carrier,
        "topics": row.topics,
        "topics_dismissed": row.topics_dismissed,
        "milestones": sorted(places[step.pk] for step in row.milestones.all()),
        "events": [
            {name: _plain(getattr(event, name)) for name in EVENT} | {"by": event.by.name}
            for event in sorted(row.history.all(), key=lambda event: (event.recorded_at, event.pk))
        ],
    }
