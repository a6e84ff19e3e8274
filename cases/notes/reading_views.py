"""All notes of a case on one page, to be read from end to end, narrowed or printed."""

from datetime import date

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from audit import trail
from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.casefile.models import Case
from cases.notes.models import Note, NoteKind
from core.fields import date_input
from core.highlighting import contains, highlighted

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


class ReadingForm(forms.Form):
    """What to read of the notes. Nonsense narrows nothing."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    since = forms.DateField(label=gettext_lazy("From"), required=False, widget=date_input())
    until = forms.DateField(label=gettext_lazy("To"), required=False, widget=date_input())
    text = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=80)
    oldest = forms.BooleanField(label=gettext_lazy("Oldest first"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = [(row.code, str(row)) for row in NoteKind.objects.all()]
        known = {code for code, _label in rows}
        rows += [choice for choice in Note.Kind.choices if choice[0] not in known]
        self.fields["kind"].choices = [("", _("All kinds")), *rows]


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


def narrowed(
    notes: list[Note], *, kind="", since: date | None = None, until: date | None = None, text=""
) -> list[Note]:
    """Those of a kind, within a period, with these words in the note or beneath it; no words are found in what is struck out."""
    return [
        note
        for note in notes
        if (not kind or kind == (note.named.code if note.named_id else note.kind))
        and (since is None or note.happened_on >= since)
        and (until is None or note.happened_on <= until)
        and (not text or contains(text, *(one.text for one in (note, *note.added) if not one.is_struck)))
    ]


@case_view(needs=Permission.CASE_READ)
@require_GET
def notes_reading(request, case):
    """One scroll: each note with what was added to it. Filter by kind, period and words; print what is left."""
    form = ReadingForm(request.GET)
    form.is_valid()
    data = form.cleaned_data
    notes = notes_in_full(case)
    shown = narrowed(
        notes,
        kind=data.get("kind", ""),
        since=data.get("since"),
        until=data.get("until"),
        text=data.get("text", ""),
    )
    if data.get("oldest"):
        shown = shown[::-1]
    for note in shown:
        note.marked = highlighted(note.text, data.get("text", ""))
        for added in note.added:
            added.marked = highlighted(added.text, data.get("text", ""))
    trail.record("notes.read", by=request.user, case_id=case.pk, relation=case.relation)
    context = {
        "case": case,
        "form": form,
        "notes": shown,
        "total": len(notes),
        "cut": len(notes) > AT_MOST,
        "narrowed": any(data.get(name) for name in ("kind", "since", "until", "text")),
    }
    return render(request, "cases/notes/notes_reading.html", context)
