"""All notes of a case on one page, to be read from end to end, narrowed or printed."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from audit import trail
from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.casefile.models import Case
from cases.notes.filters import NoteFilterSet
from cases.notes.models import Note
from core.highlighting import highlighted

AT_MOST = 2_000


COLUMNS = (
    "kind",
    "happened_on",
    "text",
    "recorded_at",
    "struck_at",
    "with_youth",
    "with_names",
    "addition_to_id",
    "case_id",
    "by__name",
)


def notes_in_full(case: Case) -> list[Note]:
    """Every note with its writer, kind and additions, newest first; one query."""
    rows = case.notes.select_related("by", "named").only(
        *COLUMNS, "named__code", "named__name_da", "named__name_en"
    )
    first, additions = [], {}
    for note in rows[: AT_MOST + 1]:
        if note.addition_to_id:
            additions.setdefault(note.addition_to_id, []).append(note)
        else:
            first.append(note)
    for note in first:
        note.added = sorted(additions.get(note.pk, []), key=lambda n: (n.recorded_at, n.pk))
    return first


@case_view(needs=Permission.CASE_READ)
@require_GET
def notes_reading(request, case):
    """One scroll: each note with what was added to it. Filter by kind, period and words; print what is left."""
    filters = NoteFilterSet(request.GET, request=request)
    notes = notes_in_full(case)
    shown, words = filters.narrow(notes), filters.chosen.get("text", "")
    for note in shown:
        note.marked = highlighted(note.text, words)
        for added in note.added:
            added.marked = highlighted(added.text, words)
    trail.record("notes.read", by=request.user, case_id=case.pk, relation=case.relation)
    context = {
        "case": case,
        "form": filters.form,
        "notes": shown,
        "total": len(notes),
        "cut": len(notes) > AT_MOST,
        "narrowed": bool(filters.chosen.keys() - {"oldest"}),
    }
    return render(request, "cases/notes/notes_reading.html", context)
