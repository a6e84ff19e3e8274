"""Writing in the journal."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from audit import trail
from cases import mentions
from cases.actions.case import _set
from cases.around import Someone
from cases.models import Case, Note, NoteContact, NoteKind
from core import clock
from core.versions import save_versioned

NAMES_LENGTH = 300
NOTE_EDIT_WINDOW = timedelta(hours=1)


@transaction.atomic
def add_note(
    case: Case,
    *,
    by,
    text: str,
    kind=Note.Kind.TALK,
    named: NoteKind | None = None,
    happened_on: date | None = None,
    addition_to=None,
    with_youth=True,
    others: Iterable[Someone] = (),
) -> Note:
    """Write a journal note, or an addition to one. A talk with the young person moves the day of last contact.

    ``named`` is the kind as the unit's table has it, and decides ``kind``. Colleagues named by ``@initials`` find it on
    Min dag. ``others`` are those around the young person with whom the contact was (`cases.around`).
    """
    kind, others = named.counts_as if named else kind, list(others)
    note = Note(
        case=case,
        by=by,
        text=text,
        kind=kind,
        named=named,
        happened_on=happened_on or clock.today(),
        addition_to=addition_to,
        with_youth=with_youth,
        with_names=_names(others),
        recorded_at=clock.now(),
    )
    note.save(force_insert=True)
    NoteContact.objects.bulk_create(NoteContact(note=note, **someone.link) for someone in others)
    if note.is_talk and (case.last_contact_on is None or case.last_contact_on < note.happened_on):
        later = Q(last_contact_on=None) | Q(last_contact_on__lt=note.happened_on)
        Case.objects.filter(later, pk=case.pk).update(last_contact_on=note.happened_on)
        case.last_contact_on = note.happened_on
    meant = [user.pk for user in mentions.keep(note, by=by)]
    changes = {"mentions": [None, meant]} if meant else {}
    trail.record("note.added", by=by, case_id=case.pk, obj=note, changes=changes)
    return note


def _names(others: Iterable[Someone]) -> str:
    """Who else took part, in one line that fits its column."""
    words = ", ".join(someone.name for someone in others)
    return words if len(words) <= NAMES_LENGTH else f"{words[: NAMES_LENGTH - 1]}…"


@transaction.atomic
def edit_note(
    note: Note,
    *,
    by,
    expected_version: int,
    text: str,
    kind: str,
    happened_on: date,
    named: NoteKind | None = None,
    with_youth: bool | None = None,
    others: Iterable[Someone] | None = None,
) -> None:
    """Change one's own note within the hour; the old text stays in the trail. None keeps who took part.

    Raises ValidationError after the hour or for somebody else's note, core.versions.Conflict when it was changed meanwhile.
    """
    if not note.editable_by(by):
        raise ValidationError(_("The note stands now. Add to it instead."))
    old = Note.objects.filter(pk=note.pk).values("text", "kind", "happened_on").get()
    kind = named.counts_as if named else kind
    note.text, note.kind, note.named, note.happened_on = text, kind, named, happened_on
    note.edited_at = clock.now()
    if with_youth is not None:
        note.with_youth = with_youth
    if others is not None:
        others = list(others)
        note.with_names = _names(others)
    names = ["text", "kind", "named", "happened_on", "edited_at", "with_youth", "with_names"]
    save_versioned(note, expected_version, names)
    if others is not None:
        note.contacts.all().delete()
        NoteContact.objects.bulk_create(NoteContact(note=note, **someone.link) for someone in others)
    mentions.keep(note, by=by)
    latest = (
        note.case.notes.filter(kind__in=Note.CONTACT_KINDS, with_youth=True)
        .order_by("-happened_on")
        .values_list("happened_on", flat=True)
    )
    _set(note.case, last_contact_on=latest.first())
    new = {"text": text, "kind": kind, "happened_on": happened_on}
    trail.record("note.edited", by=by, case_id=note.case_id, obj=note, changes=trail.changed(old, new))
