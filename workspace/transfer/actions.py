"""Giving cases to somebody else: cover that ends by itself, for good, many at once, and undoing that."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from audit import trail
from cases.guides.actions import assign, end_cover, undo_assign
from cases.guides.covering import check_carrier, cover
from cases.models import Assignment, Case, Note
from cases.notes.actions import add_note
from core import clock
from workspace.transfer.models import Transfer, TransferLine
from workspace.transfer.telling import tell_taken_back

# As for any bulk act: long enough to see the mistake, short enough that nobody has built on it.
TRANSFER_UNDO_WINDOW = timedelta(hours=1)


class TransferRefused(ValidationError):
    """Some of the cases cannot be given over; ``refusals`` is case → why. Nothing was done."""

    def __init__(self, refusals: Mapping[Case, str]):
        self.refusals = refusals
        super().__init__(list(dict.fromkeys(refusals.values())))


@transaction.atomic
def transfer_cases(
    cases: Sequence[Case],
    user,
    *,
    by,
    reason: str,
    notes: Mapping | None = None,
    from_on: date | None = None,
    until_on: date | None = None,
) -> Transfer:
    """Give all these cases, of one guide, to ``user``: until ``until_on`` as cover, or for good when that is None.

    ``notes`` are hand-over notes by case id; each becomes a note of the case. All are given over or none: raises
    TransferRefused with the reason for each case that cannot be. A guide arranges cover for their own cases; for
    good is the leader's to decide.
    """
    _check_may_transfer(cases, by, for_good=until_on is None)
    row = Transfer(
        unit_id=cases[0].unit_id,
        kind=Transfer.Kind.COVER if until_on else Transfer.Kind.FOR_GOOD,
        from_user=cases[0].guide,
        to_user=user,
        from_on=from_on or clock.today(),
        until_on=until_on,
        reason=reason,
        by=by,
        recorded_at=clock.now(),
    )
    if row.from_user_id == user.pk:
        raise ValidationError(_("Choose somebody else than the guide."))
    if not row.is_cover and row.from_on != clock.today():
        raise ValidationError(_("For good is from today. For a day ahead, begin with a cover."))
    row.save(force_insert=True)
    _give_over_all(cases, row, notes or {}, by=by)
    return row


def _check_may_transfer(cases: Sequence[Case], by, *, for_good: bool) -> None:
    """Raise ValidationError unless these are cases of one guide that ``by`` may give to somebody else."""
    if not by.is_leader and (for_good or any(case.guide_id != by.pk for case in cases)):
        raise ValidationError(
            _("A guide arranges cover for their own cases. The leader gives cases away for good.")
        )
    guides = {case.guide_id for case in cases}
    if len(guides) != 1 or None in guides:
        raise ValidationError(_("Choose cases of one guide."))


def _give_over_all(cases: Sequence[Case], row: Transfer, notes: Mapping, *, by) -> None:
    refusals: dict[Case, str] = {}
    for case in cases:
        try:
            _give_over(case, row, notes.get(case.pk, "").strip(), by=by)
        except ValidationError as error:
            refusals[case] = " ".join(error.messages)
    if refusals:
        raise TransferRefused(refusals)


def _give_over(case: Case, row: Transfer, text: str, *, by) -> None:
    """One case of a transfer: the note first, so that who loses the case still writes it as its guide."""
    if not row.is_cover:
        check_carrier(case, row.to_user)
    note = add_note(case, by=by, text=text, kind=Note.Kind.OTHER) if text else None
    if row.is_cover:
        cover(case, row.to_user, by=by, from_on=row.from_on, until_on=row.until_on)
    else:
        assign(case, row.to_user, by=by, on=row.from_on)
    TransferLine.objects.create(transfer=row, case=case, note=note)


def may_undo(row: Transfer, user, at=None) -> bool:
    """Whether ``user`` may still undo it: who made it, for an hour."""
    return (
        row.undone_at is None
        and row.by_id == user.pk
        and (at or clock.now()) < row.recorded_at + TRANSFER_UNDO_WINDOW
    )


def holds(row: Transfer) -> bool:
    """Whether any of its cases is still where it brought them."""
    mine = {"case__guide": row.to_user_id, "case__closed_on": None}
    if row.is_cover:
        mine = {
            "case__cover": row.to_user_id,
            "case__cover_from": row.from_on,
            "case__cover_until": row.until_on,
        }
    return row.undone_at is None and row.lines.filter(**mine).exists()


def ended_on(row: Transfer) -> date | None:
    """The day on which a cover that no longer `holds` was ended, by the last of its rows that gave way."""
    rows = Assignment.objects.filter(case__in=row.lines.values("case"), kind=Assignment.Kind.COVER)
    rows = rows.filter(user=row.to_user_id, from_on=row.from_on, until_on=row.until_on)
    at = rows.aggregate(at=Max("superseded_at"))["at"]
    return at and clock.local_date(at)


@transaction.atomic
def undo_transfer(row: Transfer, *, by, alone=True) -> list[Case]:
    """Give every case of the transfer back; returns those that had moved on since and were left alone. Both guides are
    told. Whoever had stopped has theirs again as well, for *Hvem overtager?* to list.

    ``alone`` False: as a part of what undoes a larger act, which tells, and sees to who is named on a shielded case.
    Without it a shielded case that ``by`` may not open is left alone.

    Raises ValidationError after the hour, for somebody else, and when it was undone already or nothing of it holds.
    """
    if not may_undo(row, by):
        raise ValidationError(_("It can only be undone within an hour, by whoever did it."))
    if not Transfer.objects.filter(pk=row.pk, undone_at=None).update(undone_at=clock.now()):
        raise ValidationError(_("It was undone already."))
    if not holds(row):
        raise ValidationError(
            _("Nothing is left to undo: the cases are elsewhere since, or the cover has ended.")
        )
    left, seen = [], Case.objects.visible_to(by).filter(transfer_lines__transfer=row)
    seen = set(seen.values_list("pk", flat=True))
    for line in row.lines.select_related("case__guide", "case__unit", "case__deputy", "note").order_by("pk"):
        case = line.case
        if alone and case.shielded and case.pk not in seen:
            left.append(case)
            continue
        if row.is_cover and _covers(row, case):
            end_cover(case, by=by, on=row.from_on)
        elif not _took_back(row, case, by=by):
            left.append(case)
            continue
        if line.note_id:
            words = _("The hand-over was undone.")
            add_note(case, by=by, text=words, kind=Note.Kind.OTHER, addition_to=line.note)
    trail.record("transfer.undone", by=by, obj=row, changes={"left": [case.pk for case in left]})
    if alone:
        tell_taken_back(row, row.lines.count() - len(left), by=by)
    return left


def _took_back(row: Transfer, case: Case, *, by) -> bool:
    """Whether a case given for good is its former guide's again, as if it had never gone; not one that moved on."""
    if row.is_cover or case.guide_id != row.to_user_id:
        return False
    try:
        undo_assign(case, by=by)
    except ValidationError:
        return False
    return True


def _covers(row: Transfer, case: Case) -> bool:
    return case.cover_id == row.to_user_id and (case.cover_from, case.cover_until) == (
        row.from_on,
        row.until_on,
    )


@transaction.atomic
def end_transfer(row: Transfer, *, by) -> int:
    """End a cover before its time, for all its cases at once; returns how many. For good it cannot be ended."""
    ended = 0
    if row.is_cover and row.undone_at is None:
        for line in row.lines.select_related("case").order_by("pk"):
            if _covers(row, line.case):
                ended += end_cover(line.case, by=by)
        trail.record("transfer.ended", by=by, obj=row)
        tell_taken_back(row, ended, by=by)
    return ended
