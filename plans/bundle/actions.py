"""The verbs: know an installation, send a case, open what came, take it in, and keep the receipt."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audit import trail
from cases import actions as case_actions
from cases.models import Case, Note
from core import clock
from plans import pdf
from plans.bundle import content, receiving, sealing
from plans.bundle.models import BundleReceived, BundleSent, InstallationKey, KnownInstallation


class NoKey(Exception):
    """This installation has no key pair yet."""


def own_key() -> InstallationKey:
    """The key pair in use. Raises NoKey."""
    key = InstallationKey.objects.filter(retired_at=None).order_by("-pk").first()
    if key is None:
        raise NoKey
    return key


@transaction.atomic
def make_key(name: str) -> InstallationKey:
    """Make a key pair; the one before is retired and kept, since bundles under way are sealed for it."""
    secrets = sealing.Secrets.new()
    InstallationKey.objects.filter(retired_at=None).update(retired_at=clock.now())
    key = InstallationKey(name=name, signing=secrets.signing, sealing=secrets.sealing, created_at=clock.now())
    key.save(force_insert=True)
    trail.record("installation.key_made", by=None, obj=key)
    return key


@transaction.atomic
def know(card: sealing.Card, *, by, compared_with: str) -> KnownInstallation:
    """Trust an installation whose fingerprint was compared by telephone. Raises ValidationError when it is known, or our own."""
    if any(key.card.fingerprint == card.fingerprint for key in InstallationKey.objects.all()):
        raise ValidationError(_("This is your own card. Ask the other municipality for theirs."))
    row = KnownInstallation(
        name=card.name, signing_public=card.signing, sealing_public=card.sealing, fingerprint=card.fingerprint,
        compared_with=compared_with, added_at=clock.now(), added_by=by,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise ValidationError(_("This installation is known already.")) from None
    trail.record(
        "installation.known", by=by, obj=row, purpose=compared_with, changes={"fingerprint": [None, card.fingerprint]}
    )  # fmt: skip
    return row


@transaction.atomic
def forget(row: KnownInstallation, *, by) -> None:
    """Trust it no longer; what was sent and received stays."""
    if KnownInstallation.objects.filter(pk=row.pk, removed_at=None).update(removed_at=clock.now()):
        trail.record("installation.forgotten", by=by, obj=row)


@transaction.atomic
def send(
    case: Case, to: KnownInstallation, *, by, basis: str, basis_text: str, notes=None, closes_on_receipt=False
) -> BundleSent:
    """Seal the case for another municipality and write down that it was told, on which basis; the case is closed as moved, at
    once or when the receipt has come. Raises NoKey, or ValidationError without a basis.
    """
    if not basis_text.strip():
        raise ValidationError({"basis_text": _("Say who said yes and when, or which rule it follows from.")})
    key, moment = own_key(), clock.now()
    row = BundleSent(
        case=case, to=to, basis=basis, basis_text=basis_text.strip(), closes_on_receipt=closes_on_receipt, created_at=moment, by=by,
        left_out=content.left_out(case, notes),
    )  # fmt: skip
    said = content.gather(case, notes) | {
        "bundle": str(row.pk),
        "made_at": moment.isoformat(),
        "from": {"installation": key.name, "unit": case.unit.name},
        "basis": {"kind": basis, "text": row.basis_text},
    }
    parts = {"sag.json": sealing.canonical(said)}
    plan = case.plans.filter(closed_on=None).first()
    if plan is not None and not case.person.address_protected:
        plan.case = case
        parts["plan.pdf"] = pdf.render(pdf.sheet_for(plan, "youth", on=clock.today()), created=moment)
    row.data = sealing.seal(parts, secrets=key.secrets, to=to.card)
    row.sha256, row.notes = hashlib.sha256(row.data).hexdigest(), len(said["notes"])
    row.save(force_insert=True)
    words = _("The case was sent to %(name)s. Basis: %(basis)s, %(text)s") % {
        "name": to.name,
        "basis": row.get_basis_display(),
        "text": row.basis_text,
    }
    case_actions.add_note(case, by=by, text=words, kind=Note.Kind.OTHER)
    trail.record(
        "case.sent_away", by=by, case_id=case.pk, obj=row, purpose=row.basis_text,
        changes={"to": [None, to], "sha256": [None, row.sha256], "notes": [None, row.notes]},
    )  # fmt: skip
    if not closes_on_receipt:
        case_actions.close(case, by=by, reason="moved")
    return row


@transaction.atomic
def record_receipt(row: BundleSent, data: bytes, *, by) -> None:
    """Keep the other side's signed receipt; a case that waited for it is closed as moved.

    Raises sealing.Refused for a receipt that is not theirs, or about something else.
    """
    said = sealing.read_receipt(data, row.to.card)
    if said.get("bundle") != str(row.pk) or said.get("sha256") != row.sha256:
        raise sealing.Refused("other")
    if not BundleSent.objects.filter(pk=row.pk, receipt_at=None).update(receipt_at=clock.now()):
        return
    row.receipt, row.receipt_at = data, clock.now()
    row.save(update_fields=["receipt"])
    trail.record("case.receipt_kept", by=by, case_id=row.case_id, obj=row, purpose=row.to.name)
    if row.closes_on_receipt and not row.case.is_closed:
        case_actions.close(row.case, by=by, reason="moved")


@transaction.atomic
def open_bundle(data: bytes, *, unit, by) -> BundleReceived:
    """Open what came and keep it until a leader takes it in; the same bundle twice is one row. Raises NoKey or sealing.Refused."""
    fingerprint = sealing.sender_of(data)
    keys = list(InstallationKey.objects.order_by("-pk"))
    if not keys:
        raise NoKey
    sender = KnownInstallation.objects.filter(fingerprint=fingerprint, removed_at=None).first()
    if sender is None:
        raise sealing.Refused("stranger")
    sha256 = hashlib.sha256(data).hexdigest()
    if there := BundleReceived.objects.filter(unit=unit, sha256=sha256).first():
        return there
    parts = _opened(data, keys, sender)
    receiving.read(parts["sag.json"])
    row = BundleReceived(
        unit=unit, sender=sender, sha256=sha256, content=parts["sag.json"], plan_pdf=parts.get("plan.pdf"),
        uploaded_at=clock.now(), uploaded_by=by,
    )  # fmt: skip
    row.save(force_insert=True)
    trail.record("bundle.opened", by=by, obj=row, purpose=sender.name, changes={"sha256": [None, sha256]})
    return row


def _opened(data: bytes, keys: list[InstallationKey], sender: KnownInstallation) -> dict[str, bytes]:
    """With the newest key that fits; a bundle may have been under way while the key was changed."""
    for key in keys:
        try:
            return sealing.open_sealed(data, secrets=key.secrets, sender=sender.card)
        except sealing.Refused as refused:
            if refused.code != "not_for_us":
                raise
    raise sealing.Refused("not_for_us")


def receipt_of(row: BundleReceived) -> bytes:
    """The signed receipt for a bundle that was taken in."""
    said = receiving.read(bytes(row.content))
    return sealing.write_receipt(
        own_key().secrets,
        {
            "bundle": said["bundle"],
            "sha256": row.sha256,
            "taken_in_at": row.taken_in_at.isoformat(),
            "unit": row.unit.name,
        },
    )
