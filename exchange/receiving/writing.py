"""What a bundle says, written as a case of one's own.

What can stand here as it stood there (person, plan, activities, notes) becomes rows. What only held there
(consents, partners, status, who carried it) stays in the bundle, and `exchange.before` shows it.
"""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.activity.actions import refresh_activity
from cases.casefile.actions import set_columns
from cases.duty.actions import apply_activity_to_duty
from cases.models import ActivityPeriod, Case, Guardian, NamedAccess, Note
from cases.notes.actions import write_summary
from cases.people.actions import find_known
from core import clock
from exchange.bundle import content
from exchange.bundle.efforts import EVENT
from exchange.receiving.models import BundleReceived
from exchange.receiving.reading import source_of
from exchange.receiving.rows import (
    effort_of,
    goal_of,
    milestone_of,
    note_of,
    person_of,
    pick_columns,
    topics_of,
)
from plans.milestones.actions import refresh_earliest_due
from plans.models import Destination, Effort, EffortEvent, GoalMove, Milestone, MilestoneMove, Outcome
from plans.plan.actions import take_in


def write_case(row: BundleReceived, said: dict, *, by) -> Case:
    """A waiting case with all that the bundle says but its documents, in the caller's transaction.

    Raises AlreadyKnown when the young person has an open case here.
    """
    case = _open_case(row, said, by)
    _write_activities(case, said, by)
    _write_outcomes(case, said, by)
    if said["plan"] is not None:
        _write_plan(case, said, by)
    _write_notes(case, said, row, by)
    _write_summary(case, said, by)
    return case


def _open_case(row: BundleReceived, said: dict, by) -> Case:
    """The case itself, about the person known here or a new one with the adults around."""
    known = find_known(row.unit, cpr=said["person"]["cpr"])
    person = known or person_of(said, unit=row.unit)
    if known is None:
        person.municipality_code = row.unit.municipality_code
    facts = said["case"]
    case = take_in(person, by=by, on=clock.today(), reason=facts["reason"], kle_number=facts["kle_number"])
    columns = {"came_from": row.sender.name}
    if facts["shielded"]:
        # Who takes it in must be able to give it a guide, and is the only one who knows of it until then.
        columns["shielded"] = True
        NamedAccess.objects.create(case=case, user=by)
    set_columns(case, **columns)
    if known is None:
        for guardian in said["guardians"]:
            Guardian.objects.create(person=person, **pick_columns(guardian, content.GUARDIAN))
    return case


def _write_activities(case: Case, said: dict, by) -> None:
    moment = clock.now()
    for facts in said["activities"]:
        values = pick_columns(facts, content.ACTIVITY) | {"place": facts["place"][:120]}
        ActivityPeriod(case=case, recorded_by=by, recorded_at=moment, **values).save(force_insert=True)
    refresh_activity(case)
    # Who comes with "nothing" is under the duty here from the day we learn it; the clocks that ran there are history.
    apply_activity_to_duty(case, case.activity, by=by, on=clock.today())


def _write_outcomes(case: Case, said: dict, by) -> None:
    """The destinations reached that are known here; `exchange.before` shows the others."""
    moment = clock.now()
    for row in said["outcomes"]:
        if (destination := Destination.objects.filter(code=row["destination"]).first()) is None:
            continue
        Outcome(
            case=case,
            destination=destination,
            evidence=row["evidence"][:200],
            recorded_by=by,
            recorded_at=moment,
            **pick_columns(row, ("started_on", "ended_on")),
        ).save(force_insert=True)


def _write_plan(case: Case, said: dict, by) -> None:
    told, plan = said["plan"], case.plans.get(closed_on=None)
    plan.dream, plan.small_step = told["dream"], told["small_step"][:200]
    plan.destination = Destination.objects.filter(code=told["destination"]).first()
    note = [] if plan.destination or not told["destination_name"] else [told["destination_name"]]
    plan.destination_note = ", ".join(filter(None, [*note, told["destination_note"]]))[:200]
    head = topics_of(told)
    plan.topics, plan.topics_dismissed = head["topics"], head["topics_dismissed"]
    plan.save(update_fields=["dream", "small_step", "destination", "destination_note", *head])
    moment, last_move, goals, milestones = clock.now(), None, [], []
    for place, facts in enumerate(told["goals"], start=1):
        goal = goal_of(facts, plan, position=place)
        goal.save(force_insert=True)
        goals.append(goal)
        for move in facts["moves"]:
            values = _moved_by(pick_columns(move, content.GOAL_MOVE), move["by"], said["from"]["unit"])
            GoalMove.objects.create(goal=goal, by=by, recorded_at=moment, **values)
    for facts in told["milestones"]:
        milestone = milestone_of(facts, plan)
        milestone.goal = goals[facts["goal"]] if facts["goal"] is not None else None
        milestone.recorded_at = moment
        milestone.save(force_insert=True)
        milestones.append(milestone)
        for move in facts["moves"]:
            moved = _write_move(milestone, move, said["from"]["unit"], moment, by)
            if moved.old_status != moved.new_status:
                last_move = max(filter(None, [last_move, moved.on]))
    for facts in told.get("efforts", ()):
        _write_effort(effort_of(facts, plan), facts, milestones, said["from"]["unit"], moment, by)
    set_columns(case, last_move_on=last_move)
    refresh_earliest_due(case)


def _write_move(milestone: Milestone, told: dict, source: str, moment, by) -> MilestoneMove:
    """One move of a milestone under the hand of who takes it in, saying who made it."""
    values = _moved_by(pick_columns(told, content.MOVE), told["by"], source)
    return MilestoneMove.objects.create(milestone=milestone, by=by, recorded_at=moment, **values)


def _write_effort(effort: Effort, told: dict, milestones: list[Milestone], source: str, moment, by) -> None:
    """An effort with the milestones it serves, and what happened to it there under the hand of who takes it in."""
    effort.recorded_at = moment
    effort.save(force_insert=True)
    effort.milestones.set([milestones[place] for place in told["milestones"]])
    for event in told["events"]:
        values = pick_columns(event, EVENT)
        who = f"({event['by']}, {source})" if event["by"] else ""
        values["reason"] = " ".join(filter(None, [values["reason"], who]))[:200]
        EffortEvent.objects.create(effort=effort, by=by, recorded_at=moment, **values)


def _moved_by(values: dict, name: str, source: str) -> dict:
    """The values of a move, whose reason says who made it."""
    if name:
        values["reason"] = " ".join(filter(None, [values["reason"], f"({name}, {source})"]))[:200]
    return values


def _write_notes(case: Case, said: dict, row: BundleReceived, by) -> None:
    """The notes under the hand of who takes them in, each saying who wrote it; and where the case came from."""
    source = said["from"]["unit"]
    last = None
    for told in said["notes"]:
        note = _note(case, told, source, by)
        for more in told["additions"]:
            _note(case, more, source, by, to=note)
        if note.is_talk:
            last = max(filter(None, [last, note.happened_on]))
    Note(
        case=case,
        by=by,
        kind=Note.Kind.OTHER,
        happened_on=clock.today(),
        recorded_at=clock.now(),
        text=_where_from(said, row),
    ).save(force_insert=True)
    set_columns(case, last_contact_on=last)


def _note(case: Case, told: dict, source: str, by, to: Note | None = None) -> Note:
    note = note_of(told)
    origin = _written_by(told["by"], source, told["recorded_on"])
    if told["named"] and told["named"] != note.get_kind_display():
        origin = f"{told['named']}. {origin}"
    note.case, note.by, note.addition_to, note.recorded_at = case, by, to, clock.now()
    note.text = f"{origin}\n\n{told['text']}"
    note.save(force_insert=True)
    return note


def _write_summary(case: Case, said: dict, by) -> None:
    """The pinned summary goes on, saying whose words it is."""
    if (told := said["summary"]) is None:
        return
    origin = _written_by(told["by"], said["from"]["unit"], told["on"])
    write_summary(case, f"{told['text']}\n\n{origin}", by=by, expected_number=case.summary_number)


def _written_by(name: str, unit: str, on: str | None) -> str:
    return _("Written by %(name)s, %(unit)s, %(day)s.") % {"name": name, "unit": unit, "day": _in_words(on)}


def _in_words(on: str | None) -> str:
    return date_format(date.fromisoformat(on)) if on else ""


def _where_from(said: dict, row: BundleReceived) -> str:
    """Where the case came from, and on which basis it was sent."""
    lines = [
        _("The case came from %(unit)s.") % {"unit": source_of(said, row)},
        _("Basis for sending it: %(text)s") % {"text": said["basis"]["text"]},
        _("There it was open from %(day)s.") % {"day": _in_words(said["case"]["opened_on"])},
    ]
    return "\n".join(lines)
