"""What the case page says of meetings: the next one, the last one, and what is due. One query."""

from datetime import date

from core import clock
from meetings.models import Meeting
from meetings.planning.proposals import Due, names_in, of_cases, proposals_in


def meetings_section(case, on: date) -> dict:
    """The next and the last meeting as ``(id, name, start)``, and the meeting that is due, or None of each."""
    rows = of_cases().ask(cases=[case.pk])
    names = names_in(rows)
    theirs = sorted((at, pk, form, state) for case_id, at, state, pk, form, *_rest in rows if case_id)
    coming = [row for row in theirs if row[3] != Meeting.State.HELD and clock.local_date(row[0]) >= on]
    held = [row for row in theirs if row[3] == Meeting.State.HELD]
    due = None
    if case.may.plan_edit and not case.is_closed:
        found = proposals_in(rows, {case.pk: case.person.birth_date}, on).get(case.pk)
        due = Due(found.form, names[found.form], found.due_on, found.months) if found else None
    return {
        "next_meeting": _named(coming[:1], names),
        "last_meeting": _named(held[-1:], names),
        "meeting_due": due,
    }


def _named(rows: list[tuple], names: dict[int, str]) -> tuple | None:
    return next(((pk, names[form], at) for at, pk, form, _state in rows), None)
