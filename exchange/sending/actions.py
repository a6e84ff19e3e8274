"""Sealing a case for another municipality, and keeping their receipt."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from cases.models import Case, Note
from cases.notes import actions as notes_actions
from core import clock
from exchange.bundle import content, sealing
from exchange.installations.actions import own_key
from exchange.installations.models import InstallationKey, KnownInstallation
from exchange.sending.models import BundleSent
from plans.closing.actions import close_case
from plans.handover import pdf
from plans.handover.sheet import sheet_for


@transaction.atomic
def send_case(
    case: Case,
    to: KnownInstallation,
    *,
    by,
    basis: str,
    basis_text: str,
    notes=None,
    documents=None,
    closes_on_receipt=False,
) -> BundleSent:
    """Seal the case for another municipality and write down that it was told, on which basis.

    The case is closed as moved, at once or when the receipt has come. ``notes`` and ``documents`` are the ids of those
    that travel, None for all. Raises NoKey, or ValidationError without a basis, or for documents that are too large in
    all or cannot be read.
    """
    if not basis_text.strip():
        raise ValidationError({"basis_text": _("Say who said yes and when, or which rule it follows from.")})
    key = own_key()
    row = BundleSent(
        case=case,
        to=to,
        basis=basis,
        basis_text=basis_text.strip(),
        closes_on_receipt=closes_on_receipt,
        created_at=clock.now(),
        by=by,
        left_out=content.left_out(case, notes, documents),
        hides_address=case.person.address_protected,
    )
    _seal(row, key, notes, documents)
    row.save(force_insert=True)
    _write_down(row, by)
    if not closes_on_receipt:
        close_case(case, by=by, reason="moved")
    return row


def _seal(row: BundleSent, key: InstallationKey, notes, documents) -> None:
    """Put the case, its documents and its plan as a PDF into the row's sealed bytes."""
    case = row.case
    said = content.gather(case, notes, documents) | {
        "bundle": str(row.pk),
        "made_at": row.created_at.isoformat(),
        "from": {"installation": key.name, "unit": case.unit.name},
        "basis": {"kind": row.basis, "text": row.basis_text},
    }
    parts = {sealing.CONTENT: sealing.canonical(said)} | content.files_of(case, documents)
    plan = case.plans.filter(closed_on=None).first()
    if plan is not None and not case.person.address_protected:
        plan.case = case
        parts[sealing.PLAN] = pdf.render(sheet_for(plan, "youth", on=clock.today()))
    row.data = sealing.seal(parts, secrets=key.secrets, to=row.to.card)
    row.sha256, row.notes = hashlib.sha256(row.data).hexdigest(), len(said["notes"])
    row.documents = [str(pk) for pk in content.ids_of(case, documents)]


def _write_down(row: BundleSent, by) -> None:
    """The disclosure, as a note on the case and in the audit trail."""
    words = _("The case was sent to %(name)s. Basis: %(basis)s, %(text)s") % {
        "name": row.to.name,
        "basis": row.get_basis_display(),
        "text": row.basis_text,
    }
    notes_actions.add_note(row.case, by=by, text=words, kind=Note.Kind.OTHER)
    trail.record(
        "case.sent_away",
        by=by,
        case_id=row.case_id,
        obj=row,
        purpose=row.basis_text,
        changes={
            "to": [None, row.to],
            "sha256": [None, row.sha256],
            "notes": [None, row.notes],
            "documents": [None, row.documents],
        },
    )


@transaction.atomic
def record_receipt(row: BundleSent, data: bytes, *, by) -> None:
    """Keep the other side's signed receipt; a case that waited for it is closed as moved.

    Raises sealing.Refused for a receipt that is not theirs, or about something else.
    """
    said = sealing.read_receipt(data, row.to.card)
    if said.get("bundle") != str(row.pk) or said.get("sha256") != row.sha256:
        raise sealing.Refused("other")
    _check_refused(said.get("refused", []))
    if not BundleSent.objects.filter(pk=row.pk, receipt_at=None).update(receipt_at=clock.now()):
        return
    row.receipt, row.receipt_at = data, clock.now()
    row.save(update_fields=["receipt"])
    trail.record("case.receipt_kept", by=by, case_id=row.case_id, obj=row, purpose=row.to.name)
    if row.closes_on_receipt and not row.case.is_closed:
        close_case(row.case, by=by, reason="moved")


def _check_refused(told) -> None:
    """A list of documents by their fingerprint, each with a code that says why."""
    try:
        if not all(isinstance(one["sha256"], str) and isinstance(one["why"], str) for one in told):
            raise sealing.Refused("broken")
    except (TypeError, KeyError):
        raise sealing.Refused("broken") from None
