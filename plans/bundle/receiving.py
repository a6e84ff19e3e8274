"""What another municipality sent, read with suspicion and written as a case of one's own."""

import json
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from cases import rules
from cases.actions import AlreadyKnown, find_known
from cases.actions.activity import settle
from cases.actions.case import _set
from cases.models import ActivityPeriod, Case, Custody, Guardian, Note, YoungPerson
from core import clock
from plans.actions import refresh_earliest_due, take_in
from plans.bundle import content, sealing
from plans.bundle.models import BundleReceived
from plans.models import Destination, Goal, Milestone, MilestoneMove, MilestoneStatus, Outcome

_DAYS = {"birth_date", "from_on", "until_on", "expected_until", "confirmed_on", "start_on", "due_on", "reached_on", "dropped_on",
         "on", "old_due_on", "new_due_on", "happened_on", "started_on", "ended_on", "opened_on"}  # fmt: skip


def read(data: bytes) -> dict:
    """The content of a bundle. Raises sealing.Refused: `older` or `newer` for another schema, `broken` for one that does not fit."""
    try:
        said = json.loads(data)
        schema = said["schema"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise sealing.Refused("broken") from None
    if schema != content.SCHEMA:
        raise sealing.Refused("older" if isinstance(schema, int) and schema < content.SCHEMA else "newer")
    try:
        _check(said)
    except (KeyError, TypeError, ValueError, AttributeError, ValidationError):
        raise sealing.Refused("broken") from None
    return said


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
        _clean(
            Note(kind=row["kind"], happened_on=date.fromisoformat(row["happened_on"]), text=row["text"]),
            "case",
            "by",
        )
        _texts(row, "by", "recorded_on")
    if said["plan"] is not None:
        for row in said["plan"]["milestones"]:
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
            if row["goal"] is not None and not 0 <= row["goal"] < len(said["plan"]["goals"]):
                raise ValueError("no such goal")
        for goal in said["plan"]["goals"]:
            _clean(Goal(text=goal["text"], is_dropped=goal["is_dropped"]), "plan")
        _texts(said["plan"], "dream", "destination", "destination_name", "destination_note", "small_step")
    for row in said["outcomes"]:
        days = _picked(row, ("started_on", "ended_on"))
        if days["ended_on"] is not None and days["ended_on"] < days["started_on"]:
            raise ValueError("runs backward")
        _texts(row, "destination", "name", "evidence")
    for row in said["consents"]:
        _texts(row, "partner", "basis", "purpose", "from_on", "expires_on")
        _texts(dict(enumerate(row["topics"])), *range(len(row["topics"])))
    for row in said["partners"]:
        _texts(row, "name", "role", "from_on")
    _texts(said["case"], "reason", "kle_number")
    date.fromisoformat(said["case"]["opened_on"])
    _texts(said["from"], "unit", "installation")
    _texts(said["basis"], "kind", "text")


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


@transaction.atomic
def take_in_bundle(row: BundleReceived, *, by) -> Case:
    """Make the bundle a waiting case of the unit: everything in one transaction, marked with where it came from.

    Returns the case there is when it was taken in before. Raises AlreadyKnown when the young person has an open case here.
    """
    row = (
        BundleReceived.objects.select_for_update(of=("self",)).select_related("case", "sender").get(pk=row.pk)
    )
    if row.case_id:
        return row.case
    said = read(bytes(row.content))
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
    if known is None:
        for facts in said["guardians"]:
            Guardian.objects.create(person=person, **_picked(facts, content.GUARDIAN))
    _write_activities(case, said, by)
    _write_plan(case, said, by)
    _write_notes(case, said, row, by)
    row.case, row.taken_in_at, row.taken_in_by = case, clock.now(), by
    row.save(update_fields=["case", "taken_in_at", "taken_in_by"])
    trail.record(
        "bundle.taken_in", by=by, case_id=case.pk, obj=row, purpose=row.sender.name,
        changes={"sha256": [None, row.sha256], "notes": [None, len(said["notes"])]},
    )  # fmt: skip
    return case


def _write_activities(case: Case, said: dict, by) -> None:
    moment = clock.now()
    for facts in said["activities"]:
        values = _picked(facts, content.ACTIVITY) | {"place": facts["place"][:120]}
        ActivityPeriod(case=case, recorded_by=by, recorded_at=moment, **values).save(force_insert=True)
    settle(case)


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
            MilestoneMove.objects.create(milestone=milestone, by=by, recorded_at=moment, **values)
            if values["old_status"] != values["new_status"]:
                last_move = max(filter(None, [last_move, values["on"]]))
    _set(case, last_move_on=last_move)
    refresh_earliest_due(case)


def _write_notes(case: Case, said: dict, row: BundleReceived, by) -> None:
    """The notes under the hand of who takes them in, each saying who wrote it; and one that tells what has no place of its own."""
    source = said["from"]["unit"]
    last = None
    for told in said["notes"]:
        note = _note(case, told, source, by)
        for more in told["additions"]:
            _note(case, more, source, by, to=note)
        if note.is_talk:
            last = max(filter(None, [last, note.happened_on]))
    Note(
        case=case, by=by, kind=Note.Kind.IMPORT, happened_on=clock.today(), recorded_at=clock.now(), text=told_in_words(said, row)
    ).save(force_insert=True)  # fmt: skip
    _set(case, last_contact_on=last)


def _note(case: Case, told: dict, source: str, by, to: Note | None = None) -> Note:
    origin = _("Written by %(name)s, %(unit)s, %(day)s.") % {
        "name": told["by"],
        "unit": source,
        "day": told["recorded_on"],
    }
    note = Note(
        case=case, by=by, kind=told["kind"], happened_on=date.fromisoformat(told["happened_on"]), recorded_at=clock.now(),
        with_youth=bool(told["with_youth"]), text=f"{origin}\n\n{told['text']}", addition_to=to,
    )  # fmt: skip
    note.save(force_insert=True)
    return note


def told_in_words(said: dict, row: BundleReceived) -> str:
    """Where the case came from, and what travelled as history: consents that count no more, partners, earlier status."""
    lines = [
        _("The case came from %(unit)s (%(name)s).")
        % {"unit": said["from"]["unit"], "name": row.sender.name},
        _("Basis for sending it: %(text)s") % {"text": said["basis"]["text"]},
        _("There it was open from %(day)s.") % {"day": said["case"]["opened_on"]},
    ]
    lines += [
        _("Partner there: %(name)s %(role)s, %(from)s – %(until)s")
        % {"name": p["name"], "role": p["role"], "from": p["from_on"], "until": p["until_on"] or ""}
        for p in said["partners"]
    ]
    if said["consents"]:
        lines.append(_("Consents there. They do not count here: ask anew."))
    lines += [
        f"– {c['partner']}: {', '.join(c['topics'])}. {c['purpose']} ({c['from_on']} – {c['expires_on']})"
        for c in said["consents"]
    ]
    return "\n".join(lines)
