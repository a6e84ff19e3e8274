"""Writing in the journal, and pinning the summary."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from audit import trail
from cases.casefile.actions import set_columns
from cases.casefile.holding import within_life
from cases.casefile.models import Case
from cases.network.people_around import Someone
from cases.notes import mentions
from cases.notes.models import Note, NoteContact, NoteKind, SummaryVersion
from core import clock
from core.versions import Conflict, save_versioned

NAMES_LENGTH = 300


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
    Min dag. ``others`` are those around the young person with whom the contact was (`cases.network.people_around`).

    Raises ValidationError for a day to come, or outside the case's life.
    """
    within_life(case, happened_on=happened_on)
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
    _move_last_contact(case, note)
    meant = [user.pk for user in mentions.record_mentions(note, by=by)]
    changes = {"mentions": [None, meant]} if meant else {}
    trail.record("note.added", by=by, case_id=case.pk, obj=note, changes=changes)
    return note


def _move_last_contact(case: Case, note: Note) -> None:
    if note.is_talk and (case.last_contact_on is None or case.last_contact_on < note.happened_on):
        later = Q(last_contact_on=None) | Q(last_contact_on__lt=note.happened_on)
        Case.objects.filter(later, pk=case.pk).update(last_contact_on=note.happened_on)
        case.last_contact_on = note.happened_on


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

    Raises ValidationError after the hour or for somebody else's note, core.versions.Conflict when it was changed
    meanwhile.
    """
    if not note.editable_by(by):
        raise ValidationError(_("The note stands now. Add to it instead."))
    within_life(note.case, happened_on=happened_on)
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
    mentions.record_mentions(note, by=by)
    _settle_last_contact(note.case)
    new = {"text": text, "kind": kind, "happened_on": happened_on}
    trail.record("note.edited", by=by, case_id=note.case_id, obj=note, changes=trail.changed(old, new))


@transaction.atomic
def strike_note(note: Note, *, by) -> None:
    """Strike out one's own note of the last hour, written by mistake; what it settled is open again.

    Sent twice it is done once.

    The note stays in the journal with its text, marked. Raises ValidationError after the hour, for somebody else's
    note, and when somebody has added to it.
    """
    if note.is_struck and note.struck_by_id == by.pk:
        return
    if not note.editable_by(by):
        raise ValidationError(_("The note stands now. Add to it instead."))
    if note.additions.standing().exists():
        raise ValidationError(_("Something is added to the note, so it stands. Add to it instead."))
    note.struck_at, note.struck_by = clock.now(), by
    struck = {"struck_at": note.struck_at, "struck_by": by, "version": F("version") + 1}
    if not Note.objects.standing().filter(pk=note.pk).update(**struck):
        return
    note.mentions.all().delete()
    _settle_last_contact(note.case)
    trail.record(
        "note.struck", by=by, case_id=note.case_id, obj=note, changes={"struck_at": [None, note.struck_at]}
    )


def _settle_last_contact(case: Case) -> None:
    """The day of last contact is that of the latest talk that stands."""
    latest = case.notes.talks().order_by("-happened_on").values_list("happened_on", flat=True)
    set_columns(case, last_contact_on=latest.first())


@transaction.atomic
def write_summary(case: Case, text: str, *, by, expected_number: int) -> None:
    """Pin a new wording, or none; the earlier ones stay as history. The same words again say that they still hold.

    Raises core.versions.Conflict when somebody else wrote since ``expected_number``.
    """
    moment = clock.now()
    row = Case.objects.filter(pk=case.pk, summary_number=expected_number)
    if not row.update(summary=text, summary_number=F("summary_number") + 1, summary_at=moment, summary_by=by):
        raise Conflict(Case.objects.select_related("summary_by").get(pk=case.pk))
    SummaryVersion.objects.create(case=case, number=expected_number + 1, text=text, by=by, at=moment)
    again = text == case.summary
    case.summary, case.summary_number, case.summary_at, case.summary_by = (
        text,
        expected_number + 1,
        moment,
        by,
    )
    trail.record("summary.renewed" if again else "summary.written", by=by, case_id=case.pk)
