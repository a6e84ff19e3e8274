"""What another municipality sent, read with suspicion and written as a case of one's own.

What can stand here as it stood there (person, plan, activities, notes, documents) becomes rows. What only held there
(consents, partners, status, who carried it) stays in the bundle, and `before` shows it.
"""

import hashlib
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit import trail
from cases.activity.actions import settle
from cases.casefile.actions import AlreadyKnown, _set
from cases.documents.actions import NoRoom, add_document
from cases.duty.actions import activity_was_said
from cases.models import (
    ActivityPeriod,
    Case,
    Consent,
    Custody,
    Document,
    Guardian,
    NamedAccess,
    Note,
    Status,
    Topic,
    YoungPerson,
)
from cases.notes.actions import write_summary
from cases.people import rules
from cases.people.actions import find_known
from core import clock, vault, virus_scan
from core.uploads.accepting import Accepted, Refused, accept
from exchange import content, history, sealing
from exchange.models import BundleReceived
from plans.milestones.actions import refresh_earliest_due
from plans.models import Destination, Goal, Milestone, MilestoneMove, MilestoneStatus, Outcome
from plans.plan.actions import take_in

_DAYS = {"birth_date", "from_on", "until_on", "expected_until", "confirmed_on", "start_on", "due_on", "reached_on", "dropped_on",
         "on", "withdrawn_on", "received_on", "recorded_on", "old_due_on", "new_due_on", "happened_on", "started_on", "ended_on", "opened_on"}  # fmt: skip


# Why a document is not taken in, beside the codes of `core.uploads`.
VIRUS, NO_ROOM = "virus", "room"


# How many documents are opened side by side: each is a process of its own.
AT_ONCE = 3


def read(data: bytes) -> dict:
    """The content of a bundle, an older one in today's words. Raises sealing.Refused: `older` or `newer` for a schema we do not
    know, `broken` for what does not fit.
    """
    try:
        said = json.loads(data)
        schema = said["schema"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise sealing.Refused("broken") from None
    if schema not in (1, content.SCHEMA) or isinstance(schema, bool):
        raise sealing.Refused("older" if isinstance(schema, int) and schema < content.SCHEMA else "newer")
    try:
        if schema == 1:
            _renew(said)
        _check(said)
    except (KeyError, TypeError, ValueError, AttributeError, ValidationError):
        raise sealing.Refused("broken") from None
    return said


def _renew(said: dict) -> None:
    """Give what the first schema said the shape of today's; what it did not say is empty."""
    said["summary"], said["documents"] = None, []
    said["case"]["shielded"] = False
    said["history"] = [
        history.line("status", Status(row["status"]).label, date.fromisoformat(row["from_on"]))
        | {"until_on": row["until_on"]}
        for row in said["statuses"]
    ]
    for row in said["guardians"]:
        row["until_on"] = None
    for row in said["partners"]:
        row |= {"cvr": "", "contact": ""}
    empty = dict.fromkeys(("cvr", "from_whom", "form", "witness", "rule", "rule_text"), "")
    codes = {str(label): code for code, label in Topic.choices}
    for row in said["consents"]:
        row |= empty | {"topics": [codes.get(words, words) for words in row["topics"]]}
    for row in [*said["notes"], *(more for note in said["notes"] for more in note["additions"])]:
        row |= {"named": "", "with_names": ""}
    for row in said["plan"]["milestones"] if said["plan"] else ():
        for move in row["moves"]:
            move["by"] = ""


def _check(said: dict) -> None:
    """Everything is there, and each value is one that our own rows could hold. Raises what Python and Django raise."""
    today, person = clock.today(), person_of(said, unit=None)
    _clean(person, "unit", "search_name", "sort_name")
    if person.birth_date > today or (person.cpr and rules.parse_cpr(person.cpr).digits != person.cpr):
        raise ValueError("nobody we could know")
    for row in said["guardians"]:
        _clean(Guardian(**_picked(row, content.GUARDIAN)), "person")
    for row in said["activities"]:
        facts = _picked(row, content.ACTIVITY) | {"place": row["place"][:120]}
        _clean(ActivityPeriod(**facts), "case")
        if not facts["from_on"] <= (facts["until_on"] or today) <= today:
            raise ValueError("runs backward, or ahead of time")
    for row in [*said["notes"], *(more for note in said["notes"] for more in note["additions"])]:
        _clean(_bare_note(row), "case", "by")
        _texts(row, "by", "named")
        date.fromisoformat(row["recorded_on"])
    if said["plan"] is not None:
        _check_plan(said["plan"])
    for row in said["outcomes"]:
        days = _picked(row, ("started_on", "ended_on"))
        if days["ended_on"] is not None and days["ended_on"] < days["started_on"]:
            raise ValueError("runs backward")
        _texts(row, "destination", "name", "evidence")
    for row in said["consents"]:
        days = _picked(row, ("from_on", "expires_on", "withdrawn_on"))
        if days["from_on"] is None or days["expires_on"] is None or row["basis"] not in Consent.Basis.values:
            raise ValueError("no basis")
        _texts(
            row, "partner", "cvr", "purpose", "from_whom", "given_by", "form", "witness", "rule", "rule_text"
        )
        _texts(dict(enumerate(row["topics"])), *range(len(row["topics"])))
    for row in said["partners"]:
        _texts(row, "name", "cvr", "contact", "role")
        if _picked(row, ("from_on", "until_on"))["from_on"] is None:
            raise ValueError("no day")
    for row in said["history"]:
        _texts(row, "what", "text", "by")
        if row["kind"] not in history.KINDS or _picked(row, ("from_on", "until_on"))["from_on"] is None:
            raise ValueError("no such line")
    for row in said["documents"]:
        facts = _picked(row, content.DOCUMENT)
        _clean(Document(**facts, sent_sha256=facts["sha256"]), "case", "by", "id", "file")
        _texts(row, "by", "part")
        if facts["received_on"] > today:
            raise ValueError("ahead of time")
    if said["summary"] is not None:
        _texts(said["summary"], "text", "by")
        _picked(said["summary"], ("on",))
    _texts(said["case"], "reason", "kle_number")
    if not isinstance(said["case"]["shielded"], bool):
        raise TypeError("not yes or no")
    date.fromisoformat(said["case"]["opened_on"])
    _texts(said["from"], "unit", "installation")
    _texts(said["basis"], "kind", "text")


def _check_plan(told: dict) -> None:
    for row in told["milestones"]:
        milestone = _milestone(row, None)
        _clean(milestone, "plan")
        milestone.clean()
        for status, day in (
            (MilestoneStatus.REACHED, milestone.reached_on),
            (MilestoneStatus.DROPPED, milestone.dropped_on),
        ):
            if (milestone.status == status) != (day is not None):
                raise ValueError("reached or left behind without a day")
        _texts(row, "carrier")
        for move in row["moves"]:
            _clean(MilestoneMove(**_picked(move, content.MOVE)), "milestone", "by")
            _texts(move, "by")
        if row["goal"] is not None and not 0 <= row["goal"] < len(told["goals"]):
            raise ValueError("no such goal")
    for goal in told["goals"]:
        _clean(Goal(text=goal["text"], is_dropped=goal["is_dropped"]), "plan")
    _texts(told, "dream", "destination", "destination_name", "destination_note", "small_step")


def check_files(said: dict, parts: Mapping[str, bytes]) -> None:
    """Each document that is told of lies in the bundle unchanged, and nothing else does. Raises sealing.Refused."""
    told = {facts["part"]: facts["sha256"] for facts in said["documents"]}
    files = {name: data for name, data in parts.items() if name not in (sealing.CONTENT, sealing.PLAN)}
    same = (
        len(told) == len(said["documents"])
        and {name: hashlib.sha256(data).hexdigest() for name, data in files.items()} == told
    )
    if not same:
        raise sealing.Refused("broken")


def _clean(row, *unset) -> None:
    """What the row's fields can hold, empty ones included that may be. Raises ValidationError."""
    fields = row._meta.concrete_fields
    # Before cleaning, which makes text of anything.
    for field in fields:
        if field.get_internal_type() in ("CharField", "TextField"):
            _texts(row.__dict__, field.attname)
    empty = [field.name for field in fields if field.null and getattr(row, field.attname) is None]
    row.clean_fields(exclude=[*unset, *empty])


def _texts(row, *names) -> None:
    if not all(isinstance(row[name], str) and "\x00" not in row[name] for name in names):
        raise TypeError("not text")


def _picked(row: dict, names) -> dict:
    """Only the columns we know, days read as days."""
    return {
        name: date.fromisoformat(row[name]) if name in _DAYS and row[name] is not None else row[name]
        for name in names
    }


def person_of(said: dict, *, unit) -> YoungPerson:
    """The young person as told, not saved."""
    person = YoungPerson(unit=unit, **_picked(said["person"], content.PERSON))
    if person.custody not in Custody.values:
        raise ValueError("custody")
    return person


def _milestone(row: dict, plan) -> Milestone:
    """A milestone of the sender's. Who carried it there is not known here: the guide takes it over, and the name stands in words."""
    facts = _picked(row, content.MILESTONE)
    if facts["responsible"] == Milestone.Responsible.PARTNER:
        facts["responsible"] = Milestone.Responsible.GUIDE
        facts["professional"] = " ".join(
            filter(None, [facts["professional"], _("(before: %(name)s)") % {"name": row["carrier"]}])
        )[:300]
    return Milestone(plan=plan, **facts)


def known_case(unit, said: dict) -> Case | None:
    """The unit's open case about the same young person, found by the CPR number."""
    known = find_known(unit, cpr=said["person"]["cpr"])
    return known.cases.open().first() if known else None


@dataclass(frozen=True, slots=True)
class Offered:
    """A document on its way in: what was said of it, its bytes, and either how it will be kept or why it will not."""

    facts: dict
    data: bytes
    accepted: Accepted | None
    why: str


def offer(said: dict, files: Mapping[str, bytes]) -> list[Offered]:
    """Every document past the checks that any upload goes through, and past the scanner where it answers. Writes nothing."""
    if not files:
        return []
    scans = virus_scan.is_configured() and virus_scan.is_reachable()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda facts: _offered(facts, files[facts["part"]], scans), said["documents"]))


def _offered(facts: dict, data: bytes, scans: bool) -> Offered:
    try:
        accepted = accept(data)
        if scans and virus_scan.scan(data):
            return Offered(facts, data, None, VIRUS)
    except Refused as refused:
        return Offered(facts, data, None, refused.code)
    except virus_scan.ScannerUnavailable:
        pass  # it stays closed until the scanner has said "clean", as any other
    return Offered(facts, data, accepted, "")


def take_in_bundle(row: BundleReceived, files: Mapping[str, bytes], *, by) -> Case:
    """Make the bundle a waiting case of the unit: everything or nothing, marked with where it came from. ``files`` are the
    documents' bytes by the name of their part.

    Returns the case there is when it was taken in before. Raises AlreadyKnown when the young person has an open case here,
    core.vault.VaultUnavailable when documents cannot be kept just now.
    """
    if row.case_id:
        return row.case
    said = read(bytes(row.content))
    if open_case := known_case(row.unit, said):
        raise AlreadyKnown(open_case)
    offered, kept = offer(said, files), []
    try:
        with transaction.atomic():
            return _take_in(row, said, offered, kept, by=by)
    except BaseException:
        for name in kept:
            vault.discard(name)
        raise


def _take_in(row: BundleReceived, said: dict, offered: list[Offered], kept: list[str], *, by) -> Case:
    """Inside the transaction; ``kept`` collects the names of the files written, for who must take them back."""
    row = (
        BundleReceived.objects.select_for_update(of=("self",))
        .select_related("case", "sender")
        .defer("sealed", "plan_pdf")
        .get(pk=row.pk)
    )
    if row.case_id:
        return row.case
    if open_case := known_case(row.unit, said):
        raise AlreadyKnown(open_case)
    known = find_known(row.unit, cpr=said["person"]["cpr"])
    person = known or person_of(said, unit=row.unit)
    if known is None:
        person.municipality_code = row.unit.municipality_code
    today = clock.today()
    case = take_in(
        person, by=by, on=today, reason=said["case"]["reason"], kle_number=said["case"]["kle_number"]
    )
    columns = {"came_from": row.sender.name}
    if said["case"]["shielded"]:
        # Who takes it in must be able to give it a guide, and is the only one who knows of it until then.
        columns["shielded"] = True
        NamedAccess.objects.create(case=case, user=by)
    _set(case, **columns)
    if known is None:
        for facts in said["guardians"]:
            Guardian.objects.create(person=person, **_picked(facts, content.GUARDIAN))
    _write_activities(case, said, by)
    _write_plan(case, said, by)
    _write_notes(case, said, row, by)
    _write_summary(case, said, by)
    row.refused = _write_documents(case, offered, kept, by)
    row.case, row.taken_in_at, row.taken_in_by, row.sealed = case, clock.now(), by, None
    row.save(update_fields=["case", "taken_in_at", "taken_in_by", "sealed", "refused"])
    trail.record(
        "bundle.taken_in", by=by, case_id=case.pk, obj=row, purpose=row.sender.name,
        changes={
            "sha256": [None, row.sha256], "notes": [None, len(said["notes"])], "documents": [None, len(kept)],
            "refused": [None, len(row.refused)],
        },
    )  # fmt: skip
    return case


def _write_documents(case: Case, offered: list[Offered], kept: list[str], by) -> list[dict]:
    """Keep what was accepted; returns what was not, and why."""
    refused = []
    for one in offered:
        why = one.why
        if one.accepted is not None:
            facts = _picked(one.facts, ("kind", "title", "received_on", "confidential"))
            try:
                kept.append(add_document(case, one.accepted, by=by, sent=one.data, **facts).file)
            except NoRoom:
                why = NO_ROOM
        if why:
            refused.append({"sha256": one.facts["sha256"], "why": why})
            trail.record("document.refused", by=by, case_id=case.pk, changes={"why": [None, why]})
    return refused


def _write_summary(case: Case, said: dict, by) -> None:
    """The pinned summary goes on, saying whose words it is."""
    if (told := said["summary"]) is None:
        return
    origin = _written_by(told["by"], said["from"]["unit"], told["on"])
    write_summary(case, f"{told['text']}\n\n{origin}", by=by, expected_number=case.summary_number)


def _written_by(name: str, unit: str, on: str | None) -> str:
    return _("Written by %(name)s, %(unit)s, %(day)s.") % {"name": name, "unit": unit, "day": _in_words(on)}


def _in_words(on: str | None) -> str:
    return date_format(date.fromisoformat(on), "j. F Y") if on else ""


def source_of(said: dict, row: BundleReceived) -> str:
    """Who sent it: the unit as it calls itself, and the installation as we know it."""
    unit, name = said["from"]["unit"], row.sender.name
    return unit if unit == name else f"{unit} ({name})"


def _write_activities(case: Case, said: dict, by) -> None:
    moment = clock.now()
    for facts in said["activities"]:
        values = _picked(facts, content.ACTIVITY) | {"place": facts["place"][:120]}
        ActivityPeriod(case=case, recorded_by=by, recorded_at=moment, **values).save(force_insert=True)
    settle(case)
    # Who comes with "nothing" is under the duty here from the day we learn it; the clocks that ran there are history.
    activity_was_said(case, case.activity, by=by, on=clock.today())


def _write_plan(case: Case, said: dict, by) -> None:
    told, plan = said["plan"], case.plans.get(closed_on=None)
    moment, last_move = clock.now(), None
    for row in said["outcomes"]:
        found = Destination.objects.filter(code=row["destination"]).first()
        if found is not None:
            days = _picked(row, ("started_on", "ended_on"))
            Outcome(case=case, destination=found, evidence=row["evidence"][:200], recorded_by=by, recorded_at=moment, **days).save(
                force_insert=True
            )  # fmt: skip
    if told is None:
        return
    plan.dream, plan.small_step = told["dream"], told["small_step"][:200]
    plan.destination = Destination.objects.filter(code=told["destination"]).first()
    note = [] if plan.destination or not told["destination_name"] else [told["destination_name"]]
    plan.destination_note = ", ".join(filter(None, [*note, told["destination_note"]]))[:200]
    plan.save(update_fields=["dream", "small_step", "destination", "destination_note"])
    goals = [
        Goal.objects.create(plan=plan, text=goal["text"], is_dropped=goal["is_dropped"], position=place)
        for place, goal in enumerate(told["goals"], start=1)
    ]
    for facts in told["milestones"]:
        milestone = _milestone(facts, plan)
        milestone.goal = goals[facts["goal"]] if facts["goal"] is not None else None
        milestone.recorded_at = moment
        milestone.save(force_insert=True)
        for move in facts["moves"]:
            values = _picked(move, content.MOVE)
            if move["by"]:
                who = f"({move['by']}, {said['from']['unit']})"
                values["reason"] = " ".join(filter(None, [values["reason"], who]))[:200]
            MilestoneMove.objects.create(milestone=milestone, by=by, recorded_at=moment, **values)
            if values["old_status"] != values["new_status"]:
                last_move = max(filter(None, [last_move, values["on"]]))
    _set(case, last_move_on=last_move)
    refresh_earliest_due(case)


def _write_notes(case: Case, said: dict, row: BundleReceived, by) -> None:
    """The notes under the hand of who takes them in, each saying who wrote it; and one that says where the case came from."""
    source = said["from"]["unit"]
    last = None
    for told in said["notes"]:
        note = _note(case, told, source, by)
        for more in told["additions"]:
            _note(case, more, source, by, to=note)
        if note.is_talk:
            last = max(filter(None, [last, note.happened_on]))
    Note(
        case=case, by=by, kind=Note.Kind.OTHER, happened_on=clock.today(), recorded_at=clock.now(), text=where_from(said, row)
    ).save(force_insert=True)  # fmt: skip
    _set(case, last_contact_on=last)


def _bare_note(told: dict) -> Note:
    return Note(
        kind=told["kind"], happened_on=date.fromisoformat(told["happened_on"]), with_youth=bool(told["with_youth"]),
        with_names=told["with_names"], text=told["text"],
    )  # fmt: skip


def _note(case: Case, told: dict, source: str, by, to: Note | None = None) -> Note:
    note = _bare_note(told)
    origin = _written_by(told["by"], source, told["recorded_on"])
    if told["named"] and told["named"] != note.get_kind_display():
        origin = f"{told['named']}. {origin}"
    note.case, note.by, note.addition_to, note.recorded_at = case, by, to, clock.now()
    note.text = f"{origin}\n\n{told['text']}"
    note.save(force_insert=True)
    return note


def where_from(said: dict, row: BundleReceived) -> str:
    """Where the case came from, and on which basis it was sent."""
    lines = [
        _("The case came from %(unit)s.") % {"unit": source_of(said, row)},
        _("Basis for sending it: %(text)s") % {"text": said["basis"]["text"]},
        _("There it was open from %(day)s.") % {"day": _in_words(said["case"]["opened_on"])},
    ]
    return "\n".join(lines)
