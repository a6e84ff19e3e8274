"""The verbs: know an installation, send a case, open what came, take it in, and keep the receipt."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audit import trail
from cases.models import Case, Document, Note
from cases.network import actions as network_actions
from cases.notes import actions as notes_actions
from core import clock
from exchange import content, receiving, sealing
from exchange.models import BundleReceived, BundleSent, InstallationKey, KnownInstallation
from partners.models import Partner
from plans.closing.actions import close_case
from plans.handover import sheet as pdf


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
    """Seal the case for another municipality and write down that it was told, on which basis; the case is closed as moved, at
    once or when the receipt has come. ``notes`` and ``documents`` are the ids of those that travel, None for all.

    Raises NoKey, or ValidationError without a basis, or for documents that are too large in all or cannot be read.
    """
    if not basis_text.strip():
        raise ValidationError({"basis_text": _("Say who said yes and when, or which rule it follows from.")})
    key, moment = own_key(), clock.now()
    row = BundleSent(
        case=case, to=to, basis=basis, basis_text=basis_text.strip(), closes_on_receipt=closes_on_receipt, created_at=moment, by=by,
        left_out=content.left_out(case, notes, documents),
    )  # fmt: skip
    said = content.gather(case, notes, documents) | {
        "bundle": str(row.pk),
        "made_at": moment.isoformat(),
        "from": {"installation": key.name, "unit": case.unit.name},
        "basis": {"kind": basis, "text": row.basis_text},
    }
    parts = {sealing.CONTENT: sealing.canonical(said)} | content.files_of(case, documents)
    plan = case.plans.filter(closed_on=None).first()
    if plan is not None and not case.person.address_protected:
        plan.case = case
        parts[sealing.PLAN] = pdf.render(pdf.sheet_for(plan, "youth", on=clock.today()), created=moment)
    row.data = sealing.seal(parts, secrets=key.secrets, to=to.card)
    row.sha256, row.notes = hashlib.sha256(row.data).hexdigest(), len(said["notes"])
    row.documents = [str(pk) for pk in content.ids_of(case, documents)]
    row.save(force_insert=True)
    words = _("The case was sent to %(name)s. Basis: %(basis)s, %(text)s") % {
        "name": to.name,
        "basis": row.get_basis_display(),
        "text": row.basis_text,
    }
    notes_actions.add_note(case, by=by, text=words, kind=Note.Kind.OTHER)
    trail.record(
        "case.sent_away", by=by, case_id=case.pk, obj=row, purpose=row.basis_text,
        changes={
            "to": [None, to], "sha256": [None, row.sha256], "notes": [None, row.notes], "documents": [None, row.documents],
        },
    )  # fmt: skip
    if not closes_on_receipt:
        close_case(case, by=by, reason="moved")
    return row


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
    said = receiving.read(parts[sealing.CONTENT])
    receiving.check_files(said, parts)
    row = BundleReceived(
        unit=unit, sender=sender, sha256=sha256, content=parts[sealing.CONTENT], plan_pdf=parts.get(sealing.PLAN),
        sealed=data if said["documents"] else None, uploaded_at=clock.now(), uploaded_by=by,
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


def take_in_bundle(row: BundleReceived, *, by) -> Case:
    """Make the bundle a waiting case of the unit, documents included; see `receiving.take_in_bundle`, which says what it raises."""
    files = {}
    if row.sealed and not row.case_id:
        keys = list(InstallationKey.objects.order_by("-pk"))
        files = _opened(bytes(row.sealed), keys, row.sender)
    return receiving.take_in_bundle(row, files, by=by)


def receipt_of(row: BundleReceived) -> bytes:
    """The signed receipt for a bundle that was taken in. A document that was not is named by its fingerprint alone, since the
    receipt travels in the open; one that the scanner found out later counts as well.
    """
    said = receiving.read(bytes(row.content))
    sent = [facts["sha256"] for facts in said["documents"]]
    infected = row.case.documents.filter(sent_sha256__in=sent, scan=Document.Scan.INFECTED)
    refused = {one["sha256"]: one["why"] for one in row.refused}
    refused |= dict.fromkeys(infected.values_list("sent_sha256", flat=True), receiving.VIRUS)
    return sealing.write_receipt(
        own_key().secrets,
        {
            "bundle": said["bundle"],
            "sha256": row.sha256,
            "taken_in_at": row.taken_in_at.isoformat(),
            "unit": row.unit.name,
            "documents": sum(sha256 not in refused for sha256 in sent),
            "refused": [{"sha256": sha256, "why": why} for sha256, why in sorted(refused.items())],
        },
    )


@transaction.atomic
def join_partner(case: Case, partner: Partner, told: dict, *, by) -> None:
    """Let the directory's partner take part as it did where the case came from, with the same person where we know them.

    Raises ValidationError when it takes part already. Nothing is told to it by that: a basis is asked for anew.
    """
    contact = (
        partner.contacts.filter(name__iexact=told["contact"], until_on=None).first()
        if told["contact"]
        else None
    )
    network_actions.add_participation(case, partner, by=by, contact=contact, role=told["role"])


@transaction.atomic
def settle(row: BundleReceived, mark: str, *, by) -> None:
    """Write down that a former consent or partner was asked about, or is not needed here. Asked twice, it is one."""
    row = BundleReceived.objects.select_for_update().only("pk", "case_id", "settled").get(pk=row.pk)
    if mark not in row.settled:
        row.settled = [*row.settled, mark]
        row.save(update_fields=["settled"])
        trail.record("bundle.settled", by=by, case_id=row.case_id, obj=row, purpose=mark)
