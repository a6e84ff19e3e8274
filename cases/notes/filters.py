"""What to read of a case's notes."""

from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, DateFilter

from cases.notes.models import Note, NoteKind
from core.fields import date_input
from core.filters import ListFilterSet, TickFilter
from core.highlighting import contains


class NoteFilterSet(ListFilterSet):
    """Notes that are at hand with their additions: a list of them, newest first."""

    kind = ChoiceFilter(label=_("Kind"), empty_label=_("All kinds"), method="of_kind")
    since = DateFilter(label=_("From"), widget=date_input(), method="from_day")
    until = DateFilter(label=_("To"), widget=date_input(), method="to_day")
    text = CharFilter(label=_("Words"), max_length=80, method="with_words")
    oldest = TickFilter(label=_("Oldest first"), method="turned")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = [(row.code, str(row)) for row in NoteKind.objects.all()]
        known = {code for code, _label in rows}
        rows += [choice for choice in Note.Kind.choices if choice[0] not in known]
        self.filters["kind"].extra["choices"] = rows

    def of_kind(self, notes: list[Note], name, kind) -> list[Note]:
        """Those of a kind: one of the table, or one that every unit has."""
        return [note for note in notes if kind == (note.named.code if note.named_id else note.kind)]

    def from_day(self, notes, name, day):
        """Those of the day and after."""
        return [note for note in notes if note.happened_on >= day]

    def to_day(self, notes, name, day):
        """Those of the day and before."""
        return [note for note in notes if note.happened_on <= day]

    def with_words(self, notes, name, words):
        """Those with the words in the note or beneath it; no words are found in what is struck out."""
        return [
            note
            for note in notes
            if contains(words, *(one.text for one in (note, *note.added) if not one.is_struck))
        ]

    def turned(self, notes, name, ticked):
        """From the first to the last."""
        return notes[::-1] if ticked else notes
