"""What a bundle says of a case, as plain JSON values: dated rows as they stand, the plan with its moves, and the notes chosen.

Consents travel as history only: the receiver asks anew. Of partners the names travel. A protected address stays here, and so
does what gives it away: the receiving municipality has it from CPR.
"""

from collections.abc import Collection

from django.utils.translation import gettext as _

from cases.models import Case, Note
from cases.models.consent import topic_words
from core import clock
from plans.models import Milestone, Plan

SCHEMA = 1
PERSON = (
    "first_name", "last_name", "preferred_name", "birth_date", "cpr", "phone", "email", "address", "postal_code", "city",
    "address_protected", "custody", "language", "needs_interpreter",
)  # fmt: skip
GIVE_AWAY = ("address", "postal_code", "city")
GUARDIAN = (
    "name",
    "relation",
    "phone",
    "email",
    "has_custody",
    "closeness",
    "contact_wish",
    "contact_ban",
    "note",
)
MILESTONE = (
    "own_words", "professional", "outlook", "insight", "competence", "responsible", "start_on", "due_on", "status",
    "reached_on", "dropped_on", "position",
)  # fmt: skip
ACTIVITY = (
    "activity",
    "hours_per_week",
    "from_on",
    "until_on",
    "expected_until",
    "under_plan",
    "confirmed_on",
)
MOVE = ("old_status", "new_status", "old_due_on", "new_due_on", "on", "reason")


def _plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


def _facts(row, names) -> dict:
    return {name: _plain(getattr(row, name)) for name in names}


def gather(case: Case, notes: Collection[int] | None = None) -> dict:
    """Everything that travels; ``notes`` are the ids of the notes chosen, None for all of them."""
    person = case.person
    hidden = person.address_protected
    facts = _facts(person, PERSON)
    if hidden:
        facts |= dict.fromkeys(GIVE_AWAY, "")
    return {
        "schema": SCHEMA,
        "person": facts,
        "guardians": [_facts(row, GUARDIAN) for row in person.guardians.filter(until_on=None).order_by("pk")],
        "case": {"reason": case.reason, "kle_number": case.kle_number, "opened_on": _plain(case.opened_on)},
        "statuses": [
            {"status": row.status, "from_on": _plain(row.from_on), "until_on": _plain(row.until_on)}
            for row in case.status_periods.current().order_by("from_on", "pk")
        ],
        "activities": [
            _facts(row, ACTIVITY)
            | {"place": "" if hidden else row.place or (row.partner.name if row.partner_id else "")}
            for row in case.activity_periods.current().select_related("partner").order_by("from_on", "pk")
        ],
        "partners": []
        if hidden
        else [
            {
                "name": row.partner.name,
                "role": row.role,
                "from_on": _plain(row.from_on),
                "until_on": _plain(row.until_on),
            }
            for row in case.participations.current().select_related("partner").order_by("from_on", "pk")
        ],
        "consents": [_consent(row, hidden) for row in case.consents.select_related("partner").order_by("pk")],
        "plan": _plan(case.plans.filter(closed_on=None).select_related("destination").first(), hidden),
        "outcomes": [
            {
                "destination": row.destination.code,
                "name": row.destination.name_da,
                "started_on": _plain(row.started_on),
                "ended_on": _plain(row.ended_on),
                "evidence": "" if hidden else row.evidence,
            }
            for row in case.outcomes.select_related("destination").order_by("started_on", "pk")
        ],
        "notes": _notes(case, notes),
    }


def _consent(row, hidden: bool) -> dict:
    return {
        "partner": "" if hidden else row.partner.name,
        "basis": row.basis,
        "topics": [str(words) for words in topic_words(row.topics)],
        "purpose": row.purpose,
        "given_by": row.given_by,
        "from_on": _plain(row.from_on),
        "expires_on": _plain(row.expires_on),
        "withdrawn_on": _plain(clock.local_date(row.withdrawn_at)) if row.withdrawn_at else None,
    }


def _plan(plan: Plan | None, hidden: bool) -> dict | None:
    if plan is None:
        return None
    goals = list(plan.goals.order_by("position", "pk"))
    rows = plan.milestones.select_related("contact__partner").prefetch_related("history")
    return {
        "opened_on": _plain(plan.opened_on),
        "dream": plan.dream,
        "destination": plan.destination.code if plan.destination_id else "",
        "destination_name": plan.destination.name_da if plan.destination_id else "",
        "destination_note": "" if hidden else plan.destination_note,
        "small_step": plan.small_step,
        "goals": [{"text": goal.text, "is_dropped": goal.is_dropped} for goal in goals],
        "milestones": [_milestone(row, [goal.pk for goal in goals], hidden) for row in rows],
    }


def _milestone(row: Milestone, goals: list[int], hidden: bool) -> dict:
    carrier = f"{row.contact.name}, {row.contact.partner.name}" if row.contact_id and not hidden else ""
    return _facts(row, MILESTONE) | {
        "goal": goals.index(row.goal_id) if row.goal_id else None,
        "carrier": carrier,
        "moves": [
            _facts(move, MOVE) for move in sorted(row.history.all(), key=lambda move: (move.on, move.pk))
        ],
    }


def _notes(case: Case, chosen: Collection[int] | None) -> list[dict]:
    rows = case.notes.standing().select_related("by").order_by("happened_on", "recorded_at", "pk")
    first = [note for note in rows if note.addition_to_id is None]
    if chosen is not None:
        first = [note for note in first if note.pk in chosen]
    added: dict[int, list[Note]] = {}
    for note in rows:
        if note.addition_to_id:
            added.setdefault(note.addition_to_id, []).append(note)
    return [_note(note) | {"additions": [_note(more) for more in added.get(note.pk, [])]} for note in first]


def _note(note: Note) -> dict:
    return {
        "kind": note.kind,
        "happened_on": _plain(note.happened_on),
        "with_youth": note.with_youth,
        "text": note.text,
        "by": note.by.name,
        "recorded_on": _plain(clock.local_date(note.recorded_at)),
    }


def left_out(case: Case, chosen: Collection[int] | None) -> list[str]:
    """What does not travel, in words for the page and the record."""
    said = [
        _("Consents: they travel as history, and the receiver asks anew."),
        _("Documents: send them by digital post, if they are needed."),
    ]
    if case.person.address_protected:
        said.append(
            _("Address, places, schools and partners, and the plan as PDF: the address is protected.")
        )
    if case.person.address_protected and chosen is None:
        said.append(
            _("Read the notes through before you choose them: they may tell where the young person lives.")
        )
    total = case.notes.first_hand().standing().count()
    if chosen is not None and (kept := total - len(chosen)):
        said.append(_("Notes that you did not choose: %(n)s.") % {"n": kept})
    return said
