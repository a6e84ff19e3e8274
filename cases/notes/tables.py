"""The table of kinds of notes: what the unit calls them, and the template that each offers."""

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from accounts.tables import Column, Table
from cases.notes.forms import NoteKindForm
from cases.notes.models import NoteKind
from core.ordering import Danish

KINDS = Table(
    urls="cases:note_kind",
    form=NoteKindForm,
    title=_("Kinds of notes"),
    lead=_(
        "What guides choose between, and the few words that each kind offers. A kind out of use stays on the notes "
        "that have it."
    ),
    first=_("Kind"),
    new=_("New kind"),
    added="note_kind.added",
    edited="note_kind.edited",
    rows=lambda user: NoteKind.objects.order_by("-is_active", "position", Danish("name_da"), "pk"),
    columns=(
        Column(label=_("Counts as"), value=NoteKind.get_counts_as_display),
        Column(label=_("Template"), value=lambda row: Truncator(row.template).chars(90), css="small muted"),
    ),
)
note_kind_list, note_kind_add, note_kind_edit = KINDS.views()
