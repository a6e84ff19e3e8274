"""What a hand-over shows before it is done: each case with its note, as it was drafted or as somebody changed it."""

from collections.abc import Mapping

from core import clock
from workspace.rows import chips_of
from workspace.transfer.note import draft_notes


def preview_rows(cases: list, user, sent: Mapping, refusals: Mapping | None = None) -> list[dict]:
    """A row for each of the cases; ``sent`` are the fields ``note-…`` that came, ``refusals`` is case → why."""
    today = clock.today()
    notes = draft_notes(cases, user.unit, today, user) if cases else {}
    return [
        {
            "case": case,
            "age": case.person.age(today),
            "chips": chips_of(case, today),
            "note": sent.get(f"note-{case.pk}", notes[case.pk]),
            "refusal": (refusals or {}).get(case, ""),
        }
        for case in cases
    ]


def kept_notes(sent: Mapping) -> list[tuple[str, str]]:
    """The notes that somebody wrote, for the way back to the form."""
    return [(name, text) for name, text in sent.items() if name.startswith("note-")]
