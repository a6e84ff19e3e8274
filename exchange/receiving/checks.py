"""Whether a bundle says everything it must, and each value is one that our own rows could hold."""

import hashlib
from collections.abc import Mapping
from datetime import date

from cases.models import ActivityPeriod, Consent, Document, Guardian
from cases.people import rules
from core import clock
from exchange.bundle import content, history, sealing
from exchange.bundle.efforts import EVENT
from exchange.receiving.rows import (
    effort_of,
    goal_of,
    milestone_of,
    note_of,
    person_of,
    pick_columns,
    topics_of,
)
from plans.models import EffortEvent, GoalMove, GoalStatus, MilestoneMove, MilestoneStatus


def check_content(said: dict) -> None:
    """Everything is there, and each value is one that our own rows could hold. Raises what Python and Django raise."""
    _check_person(said)
    _check_activities(said["activities"])
    _check_notes(said["notes"])
    if said["plan"] is not None:
        _check_plan(said["plan"])
    _check_outcomes(said["outcomes"])
    _check_consents(said["consents"])
    _check_partners(said["partners"])
    _check_history(said["history"])
    _check_documents(said["documents"])
    _check_case(said)


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


def _check_person(said: dict) -> None:
    person = person_of(said, unit=None)
    _clean(person, "unit", "search_name", "sort_name")
    if person.birth_date > clock.today() or (person.cpr and rules.parse_cpr(person.cpr).digits != person.cpr):
        raise ValueError("nobody we could know")
    for row in said["guardians"]:
        _clean(Guardian(**pick_columns(row, content.GUARDIAN)), "person")


def _check_activities(rows: list[dict]) -> None:
    today = clock.today()
    for row in rows:
        facts = pick_columns(row, content.ACTIVITY) | {"place": row["place"][:120]}
        _clean(ActivityPeriod(**facts), "case")
        if not facts["from_on"] <= (facts["until_on"] or today) <= today:
            raise ValueError("runs backward, or ahead of time")


def _check_notes(rows: list[dict]) -> None:
    for row in [*rows, *(more for note in rows for more in note["additions"])]:
        _clean(note_of(row), "case", "by")
        _texts(row, "by", "named")
        date.fromisoformat(row["recorded_on"])


def _check_plan(told: dict) -> None:
    for row in told["milestones"]:
        milestone = milestone_of(row, None)
        _clean(milestone, "plan")
        milestone.clean()
        for status, day in (
            (MilestoneStatus.REACHED, milestone.reached_on),
            (MilestoneStatus.DROPPED, milestone.dropped_on),
            (MilestoneStatus.CANNOT_YET, milestone.cannot_on),
            (MilestoneStatus.CANNOT_YET, milestone.cannot_because or None),
        ):
            if (milestone.status == status) != (day is not None):
                raise ValueError("reached, left behind or not possible yet, without a day")
        _texts(row, "carrier")
        for move in row["moves"]:
            _clean(MilestoneMove(**pick_columns(move, content.MOVE)), "milestone", "by")
            _texts(move, "by")
        if row["goal"] is not None and not 0 <= row["goal"] < len(told["goals"]):
            raise ValueError("no such goal")
    for row in told.get("efforts", ()):
        _check_effort(row, len(told["milestones"]))
    topics_of(told)
    for row in told["goals"]:
        _check_goal(row)
    _texts(told, "dream", "destination", "destination_name", "destination_note", "small_step")


def _check_effort(row: dict, milestones: int) -> None:
    """What the constraints of our own table say, without asking the database."""
    effort = effort_of(row, None)
    _texts(row, "name", "kind", "law", "carrier")
    _clean(effort, "plan", "kind", "law")
    effort.clean()
    ended = effort.ended_on is not None
    began = not ended or effort.ended_on >= effort.from_on
    if not ended and (effort.contribution or effort.break_reason):
        raise ValueError("said of what has not ended")
    if ended and (not effort.contribution if began else not effort.break_reason):
        raise ValueError("ended without what it contributed, or before it began")
    if not all(isinstance(place, int) and 0 <= place < milestones for place in row["milestones"]):
        raise ValueError("no such milestone")
    for event in row["events"]:
        _clean(EffortEvent(**pick_columns(event, EVENT)), "effort", "by")
        _texts(event, "by")


def _check_goal(row: dict) -> None:
    goal = goal_of(row, None)
    _clean(goal, "plan")
    _texts(row, "removed_because")
    if (goal.status == GoalStatus.REACHED) != (goal.reached_on is not None):
        raise ValueError("reached without a day")
    if (goal.status == GoalStatus.REMOVED) != bool(goal.removed_because):
        raise ValueError("removed without a reason")
    for move in row["moves"]:
        made = GoalMove(**pick_columns(move, content.GOAL_MOVE))
        _clean(made, "goal", "by")
        _texts(move, "by")
        if made.new_status == GoalStatus.REMOVED and not made.reason:
            raise ValueError("removed without a reason")


def _check_outcomes(rows: list[dict]) -> None:
    for row in rows:
        days = pick_columns(row, ("started_on", "ended_on"))
        if days["ended_on"] is not None and days["ended_on"] < days["started_on"]:
            raise ValueError("runs backward")
        _texts(row, "destination", "name", "evidence")


def _check_consents(rows: list[dict]) -> None:
    words = ("partner", "cvr", "purpose", "from_whom", "given_by", "form", "witness", "rule", "rule_text")
    for row in rows:
        days = pick_columns(row, ("from_on", "expires_on", "withdrawn_on"))
        if days["from_on"] is None or days["expires_on"] is None or row["basis"] not in Consent.Basis.values:
            raise ValueError("no basis")
        _texts(row, *words)
        _texts(dict(enumerate(row["topics"])), *range(len(row["topics"])))


def _check_partners(rows: list[dict]) -> None:
    for row in rows:
        _texts(row, "name", "cvr", "contact", "role")
        if pick_columns(row, ("from_on", "until_on"))["from_on"] is None:
            raise ValueError("no day")


def _check_history(rows: list[dict]) -> None:
    for row in rows:
        _texts(row, "what", "text", "by")
        if row["kind"] not in history.KINDS or pick_columns(row, ("from_on", "until_on"))["from_on"] is None:
            raise ValueError("no such line")


def _check_documents(rows: list[dict]) -> None:
    for row in rows:
        facts = pick_columns(row, content.DOCUMENT)
        _clean(Document(**facts, sent_sha256=facts["sha256"]), "case", "by", "id", "file")
        _texts(row, "by", "part")
        if facts["received_on"] > clock.today():
            raise ValueError("ahead of time")


def _check_case(said: dict) -> None:
    """What is said of the case as a whole: its summary, when and why it began, who sends it and on which basis."""
    if said["summary"] is not None:
        _texts(said["summary"], "text", "by")
        pick_columns(said["summary"], ("on",))
    _texts(said["case"], "reason", "kle_number")
    if not isinstance(said["case"]["shielded"], bool):
        raise TypeError("not yes or no")
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
    """Raises TypeError unless each of these is a text without a null character."""
    if not all(isinstance(row[name], str) and "\x00" not in row[name] for name in names):
        raise TypeError("not text")
