"""What a bundle says, as rows of our own that are not saved."""

from datetime import date

from django.utils.translation import gettext as _

from cases.models import Custody, Note, YoungPerson
from exchange.bundle import content
from exchange.bundle.efforts import EFFORT
from plans.models import Effort, EffortKind, EffortLaw, Goal, Milestone
from plans.plan.topics import PART_TOPICS

# The columns that are days.
_DAYS = {
    "birth_date", "cannot_on", "confirmed_on", "dropped_on", "due_on", "ended_on", "expected_until", "from_on",
    "happened_on", "judged_on", "new_due_on", "old_due_on", "on", "opened_on", "reached_on", "received_on",
    "recorded_on", "start_on", "started_on", "until_on", "withdrawn_on",
}  # fmt: skip


def pick_columns(row: dict, names) -> dict:
    """Only the columns we know, days read as days."""
    return {
        name: date.fromisoformat(row[name]) if name in _DAYS and row[name] is not None else row[name]
        for name in names
    }


def person_of(said: dict, *, unit) -> YoungPerson:
    """The young person as told. Raises ValueError for a custody we do not know."""
    person = YoungPerson(unit=unit, **pick_columns(said["person"], content.PERSON))
    if person.custody not in Custody.values:
        raise ValueError("custody")
    return person


def milestone_of(row: dict, plan) -> Milestone:
    """A milestone of the sender's.

    Who carried it there is not known here: the guide takes it over, and the name stands in words.
    """
    facts = pick_columns(row, content.MILESTONE) | topics_of(row)
    if facts["responsible"] == Milestone.Responsible.PARTNER:
        facts["responsible"] = Milestone.Responsible.GUIDE
        facts["professional"] = " ".join(
            filter(None, [facts["professional"], _("(before: %(name)s)") % {"name": row["carrier"]}])
        )[:300]
    return Milestone(plan=plan, **facts)


def effort_of(row: dict, plan) -> Effort:
    """An effort of the sender's, its kind and law as they are called here; a kind that is not known is "other".

    Who was responsible there is not known here: the guide takes it over, and the name stands in words.
    """
    facts = pick_columns(row, EFFORT) | topics_of(row)
    if facts["responsible"] == Effort.Responsible.PARTNER:
        facts["responsible"] = Effort.Responsible.GUIDE
        before = _("(before: %(name)s)") % {"name": row["carrier"]} if row["carrier"] else ""
        facts["name"] = " ".join(filter(None, [facts["name"], before]))[:120]
    kinds = {kind.code: kind for kind in EffortKind.objects.filter(code__in=[row["kind"], "other"])}
    kind = kinds.get(row["kind"]) or kinds.get("other") or EffortKind.objects.first()
    law = EffortLaw.objects.filter(code=row["law"]).first()
    return Effort(plan=plan, kind=kind, law=law, **facts)


def goal_of(row: dict, plan, *, position: int = 0) -> Goal:
    """A goal of the sender's."""
    more = {name: row.get(name, unsaid) for name, unsaid in content.GOAL_MORE.items()}
    return Goal(plan=plan, position=position, **pick_columns(row, content.GOAL), **more, **topics_of(row))


def topics_of(row: dict) -> dict[str, list[str]]:
    """What a part of the plan tells of, as the sender's guide said. Raises ValueError for a topic we do not know."""
    told = {name: list(row.get(name, ())) for name in content.TOPICS}
    if not {*told["topics"], *told["topics_dismissed"]} <= set(PART_TOPICS):
        raise ValueError("topic")
    return told


def note_of(told: dict) -> Note:
    """A note as told, without case and author."""
    return Note(
        kind=told["kind"],
        happened_on=date.fromisoformat(told["happened_on"]),
        with_youth=bool(told["with_youth"]),
        with_names=told["with_names"],
        text=told["text"],
    )
