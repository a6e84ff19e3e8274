"""What a bundle says of a case, as plain JSON values.

Dated rows as they stand, the plan with its moves, what happened before, and the notes and documents chosen. The
documents' bytes lie beside it.

Consents travel as history only: the receiver asks anew. A protected address stays here, and so does what gives it
away: the receiving municipality has it from CPR.
"""

from collections.abc import Collection

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from cases.models import Case, Document, Note
from core import clock, vault
from exchange.bundle import sealing
from exchange.bundle.efforts import efforts_told
from exchange.bundle.history import history_of
from plans.models import Goal, Milestone, Outcome, Plan

SCHEMA = 3


PERSON = (
    "first_name", "last_name", "preferred_name", "birth_date", "cpr", "phone", "email", "address", "postal_code",
    "city", "address_protected", "custody", "language", "needs_interpreter",
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
    "until_on",
)


MILESTONE = (
    "own_words", "professional", "outlook", "insight", "competence", "responsible", "start_on", "due_on", "status",
    "reached_on", "dropped_on", "cannot_on", "cannot_because", "position",
)  # fmt: skip


# What a goal, a milestone or the head of a plan tells of; bundles made before it was written down lack it.
TOPICS = ("topics", "topics_dismissed")


ACTIVITY = (
    "activity",
    "hours_per_week",
    "from_on",
    "until_on",
    "expected_until",
    "under_plan",
    "confirmed_on",
)


GOAL = ("text", "status", "reached_on", "removed_because")


# What else a goal says; bundles made before it was written down lack it.
GOAL_MORE = {"professional": "", "outlook": False, "insight": False, "competence": False}


GOAL_MOVE = ("old_status", "new_status", "on", "reason")


MOVE = ("old_status", "new_status", "old_due_on", "new_due_on", "on", "reason")


CONSENT = (
    "basis",
    "topics",
    "purpose",
    "from_whom",
    "given_by",
    "form",
    "witness",
    "rule",
    "rule_text",
    "from_on",
    "expires_on",
)


DOCUMENT = ("kind", "title", "received_on", "confidential", "format", "size", "sha256")


# Who heard or gave a consent, and for what, may say where the young person is.
CONSENT_GIVE_AWAY = ("purpose", "given_by", "witness")


def _plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


def _facts(row, names) -> dict:
    return {name: _plain(getattr(row, name)) for name in names}


def gather(case: Case, notes: Collection[int] | None = None, documents: Collection | None = None) -> dict:
    """Everything that travels; ``notes`` and ``documents`` are the ids of those chosen, None for all that may."""
    person = case.person
    hidden = person.address_protected
    facts = _facts(person, PERSON)
    if hidden:
        facts |= dict.fromkeys(GIVE_AWAY, "")
    return {
        "schema": SCHEMA,
        "person": facts,
        "guardians": [_facts(row, GUARDIAN) for row in person.guardians.order_by("pk")],
        "case": {
            "reason": case.reason,
            "kle_number": case.kle_number,
            "opened_on": _plain(case.opened_on),
            "shielded": case.shielded,
        },
        "summary": _summary(case, hidden),
        "activities": [
            _facts(row, ACTIVITY)
            | {"place": "" if hidden else row.place or (row.partner.name if row.partner_id else "")}
            for row in case.activity_periods.current().select_related("partner").order_by("from_on", "pk")
        ],
        "partners": [] if hidden else [_partner(row) for row in _participations(case)],
        "consents": [_consent(row, hidden) for row in case.consents.select_related("partner").order_by("pk")],
        "plan": _plan(case.plans.filter(closed_on=None).select_related("destination").first(), hidden),
        "outcomes": [
            _outcome(row, hidden)
            for row in case.outcomes.select_related("destination").order_by("started_on", "pk")
        ],
        "history": history_of(case, hidden=hidden),
        "notes": _notes(case, notes, hidden),
        "documents": [
            _facts(row, DOCUMENT) | {"by": row.by.name, "part": sealing.file_part(number)}
            for number, row in enumerate(_chosen(case, documents))
        ],
    }


def _summary(case: Case, hidden: bool) -> dict | None:
    if hidden or not case.summary:
        return None
    return {
        "text": case.summary,
        "by": case.summary_by.name if case.summary_by_id else "",
        "on": _plain(clock.local_date(case.summary_at)) if case.summary_at else None,
    }


def _participations(case: Case):
    rows = case.participations.current().select_related("partner", "contact")
    return rows.order_by("from_on", "pk")


def _partner(row) -> dict:
    return {
        "name": row.partner.name,
        "cvr": row.partner.cvr,
        "contact": row.contact.name if row.contact_id else "",
        "role": row.role,
        "from_on": _plain(row.from_on),
        "until_on": _plain(row.until_on),
    }


def _consent(row, hidden: bool) -> dict:
    told = _facts(row, CONSENT) | {
        "partner": row.partner.name,
        "cvr": row.partner.cvr,
        "withdrawn_on": _plain(clock.local_date(row.withdrawn_at)) if row.withdrawn_at else None,
    }
    return told | dict.fromkeys(("partner", "cvr", *CONSENT_GIVE_AWAY), "") if hidden else told


def documents_of(case: Case):
    """The documents that may travel: not withdrawn, and past the scanner."""
    rows = case.documents.standing().filter(scan__in=Document.OPEN_SCANS)
    return rows.select_related("by").order_by("received_on", "recorded_at", "pk")


def _chosen(case: Case, chosen: Collection | None) -> list[Document]:
    return [row for row in documents_of(case) if chosen is None or row.pk in chosen]


def ids_of(case: Case, chosen: Collection | None) -> list:
    """The ids of the documents chosen."""
    return [row.pk for row in _chosen(case, chosen)]


def files_of(case: Case, chosen: Collection | None = None) -> dict[str, bytes]:
    """The bytes of the documents chosen, by the name of their part, in the order of `gather`.

    Raises ValidationError, beside the field ``documents``, when they are too large in all or one cannot be read
    just now.
    """
    rows = _chosen(case, chosen)
    size, most = sum(row.size for row in rows), settings.KUI_BUNDLE_DOCUMENTS_MB * 1024 * 1024
    if size > most:
        words = _(
            "The documents take up %(size)s in all, and at most %(most)s travel. Leave some out and send them by "
            "digital post."
        )
        raise ValidationError(
            {"documents": words % {"size": filesizeformat(size), "most": filesizeformat(most)}}
        )
    files = {}
    for number, row in enumerate(rows):
        try:
            files[sealing.file_part(number)] = vault.fetch(row.file, row.sha256)
        except vault.VaultUnavailable:
            words = _("“%(title)s” cannot be read just now. Leave it out, or try again later.")
            raise ValidationError({"documents": words % {"title": row.title}}) from None
    return files


def _outcome(row: Outcome, hidden: bool) -> dict:
    return {
        "destination": row.destination.code,
        "name": row.destination.name_da,
        "started_on": _plain(row.started_on),
        "ended_on": _plain(row.ended_on),
        "evidence": "" if hidden else row.evidence,
    }


def _plan(plan: Plan | None, hidden: bool) -> dict | None:
    if plan is None:
        return None
    rows = list(plan.milestones.select_related("contact__partner").prefetch_related("history__by"))
    goals = list(plan.goals.order_by("position", "pk").prefetch_related("history__by"))
    return {
        "opened_on": _plain(plan.opened_on),
        "dream": plan.dream,
        "destination": plan.destination.code if plan.destination_id else "",
        "destination_name": plan.destination.name_da if plan.destination_id else "",
        "destination_note": "" if hidden else plan.destination_note,
        "small_step": plan.small_step,
        **_facts(plan, TOPICS),
        "goals": [
            _facts(goal, (*GOAL, *GOAL_MORE, *TOPICS)) | {"moves": _moves(goal, GOAL_MOVE)} for goal in goals
        ],
        "milestones": [_milestone(row, [goal.pk for goal in goals], hidden) for row in rows],
        "efforts": efforts_told(plan, rows, hidden=hidden),
    }


def _milestone(row: Milestone, goals: list[int], hidden: bool) -> dict:
    carrier = f"{row.contact.name}, {row.contact.partner.name}" if row.contact_id and not hidden else ""
    return _facts(row, (*MILESTONE, *TOPICS)) | {
        "goal": goals.index(row.goal_id) if row.goal_id else None,
        "carrier": carrier,
        "moves": _moves(row, MOVE),
    }


def _moves(row: Goal | Milestone, names) -> list[dict]:
    """How a goal or a milestone came to stand as it does, the first move first."""
    moves = sorted(row.history.all(), key=lambda move: (move.on, move.pk))
    return [_facts(move, names) | {"by": move.by.name} for move in moves]


def _notes(case: Case, chosen: Collection[int] | None, hidden: bool) -> list[dict]:
    rows = case.notes.standing().select_related("by", "named").order_by("happened_on", "recorded_at", "pk")
    first = [note for note in rows if note.addition_to_id is None]
    if chosen is not None:
        first = [note for note in first if note.pk in chosen]
    added: dict[int, list[Note]] = {}
    for note in rows:
        if note.addition_to_id:
            added.setdefault(note.addition_to_id, []).append(note)
    return [
        _note(note, hidden) | {"additions": [_note(more, hidden) for more in added.get(note.pk, [])]}
        for note in first
    ]


def _note(note: Note, hidden: bool) -> dict:
    return {
        "kind": note.kind,
        "named": note.named.name_da if note.named_id else "",
        "happened_on": _plain(note.happened_on),
        "with_youth": note.with_youth,
        "with_names": "" if hidden else note.with_names,
        "text": note.text,
        "by": note.by.name,
        "recorded_on": _plain(clock.local_date(note.recorded_at)),
    }


def what_travels(case: Case) -> list[tuple[str, int]]:
    """What goes along without being chosen, in words and numbers, for who is about to send it."""
    hidden = case.person.address_protected
    plan = case.plans.filter(closed_on=None).first()
    return [
        (_("Adults around"), case.person.guardians.count()),
        (_("Activities"), case.activity_periods.current().count()),
        (_("Milestones"), plan.milestones.count() if plan else 0),
        (_("Efforts"), plan.efforts.standing().count() if plan else 0),
        (_("Partners"), 0 if hidden else case.participations.current().count()),
        (_("Consents, as history"), case.consents.count()),
        (_("Lines of earlier history"), len(history_of(case, hidden=hidden))),
    ]


def left_out(case: Case, notes: Collection[int] | None, documents: Collection | None = None) -> list[str]:
    """What does not travel, in words for the page and the record."""
    said = [
        _("Who has seen the case, drafts, and what partners were told: that stays here."),
        _("Consents hold only here: they travel as history, and the receiver asks anew."),
    ]
    hidden = case.person.address_protected
    if hidden:
        said.append(
            _(
                "Address, places, schools, partners, the pinned summary and remarks, and the plan as PDF: the "
                "address is protected."
            )
        )
    if hidden and notes is None:
        said.append(
            _(
                "Read notes and documents through before you choose them: they may tell where the young person lives."
            )
        )
    for row in case.documents.standing().exclude(scan__in=Document.OPEN_SCANS).order_by("received_on", "pk"):
        words = (
            _("“%(title)s”: a virus was found in it.")
            if row.scan == Document.Scan.INFECTED
            else _("“%(title)s”: it is still being scanned for viruses.")
        )
        said.append(words % {"title": row.title})
    total = case.notes.first_hand().standing().count()
    if notes is not None and (kept := total - len(notes)):
        said.append(_("Notes that you did not choose: %(n)s.") % {"n": kept})
    if documents is not None and (kept := documents_of(case).count() - len(documents)):
        said.append(_("Documents that you did not choose: %(n)s.") % {"n": kept})
    return said
