"""Opening what came, taking it in as a case, and the receipt for it."""

import hashlib

from django.db import transaction

from audit import trail
from cases.casefile.actions import AlreadyKnown
from cases.models import Case, Document
from core import clock, vault
from exchange.bundle import sealing
from exchange.bundle.refusals import VIRUS
from exchange.installations.actions import NoKey, own_key
from exchange.installations.models import InstallationKey, KnownInstallation
from exchange.receiving.checks import check_files
from exchange.receiving.documents import ExaminedDocument, examine, keep_documents
from exchange.receiving.models import BundleReceived
from exchange.receiving.reading import known_case, read
from exchange.receiving.writing import write_case


@transaction.atomic
def open_bundle(data: bytes, *, unit, by) -> BundleReceived:
    """Open what came and keep it until a leader takes it in; the same bundle twice is one row.

    Raises NoKey or sealing.Refused.
    """
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
    said = read(parts[sealing.CONTENT])
    check_files(said, parts)
    row = BundleReceived(
        unit=unit,
        sender=sender,
        sha256=sha256,
        content=parts[sealing.CONTENT],
        plan_pdf=parts.get(sealing.PLAN),
        sealed=data if said["documents"] else None,
        uploaded_at=clock.now(),
        uploaded_by=by,
    )
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
    """Make the bundle a waiting case of the unit: everything or nothing, marked with where it came from.

    Returns the case there is when it was taken in before. Raises AlreadyKnown when the young person has an open case
    here, core.vault.VaultUnavailable when documents cannot be kept just now.
    """
    if row.case_id:
        return row.case
    files = {}
    if row.sealed:
        files = _opened(bytes(row.sealed), list(InstallationKey.objects.order_by("-pk")), row.sender)
    said = read(bytes(row.content))
    if open_case := known_case(row.unit, said):
        raise AlreadyKnown(open_case)
    # ``kept`` collects the names of the files written, so that they can be taken back.
    examined, kept = examine(said, files), []
    try:
        with transaction.atomic():
            return _take_in(row, said, examined, kept, by=by)
    except BaseException:
        for name in kept:
            vault.discard(name)
        raise


def _take_in(
    row: BundleReceived, said: dict, examined: list[ExaminedDocument], kept: list[str], *, by
) -> Case:
    row = (
        BundleReceived.objects.select_for_update(of=("self",))
        .select_related("case", "sender")
        .defer("sealed", "plan_pdf")
        .get(pk=row.pk)
    )
    if row.case_id:
        return row.case
    if open_case := known_case(row.unit, said):
        raise AlreadyKnown(open_case)
    case = write_case(row, said, by=by)
    row.refused = keep_documents(case, examined, kept, by=by)
    row.case, row.taken_in_at, row.taken_in_by, row.sealed = case, clock.now(), by, None
    row.save(update_fields=["case", "taken_in_at", "taken_in_by", "sealed", "refused"])
    numbers = {"notes": len(said["notes"]), "documents": len(kept), "refused": len(row.refused)}
    trail.record(
        "bundle.taken_in",
        by=by,
        case_id=case.pk,
        obj=row,
        purpose=row.sender.name,
        changes={name: [None, value] for name, value in {"sha256": row.sha256, **numbers}.items()},
    )
    return case


def receipt_of(row: BundleReceived) -> bytes:
    """The signed receipt for a bundle that was taken in.

    A document that was not is named by its fingerprint alone, since the receipt travels in the open; one that the
    scanner found out later counts as well. Raises NoKey.
    """
    said = read(bytes(row.content))
    sent = [facts["sha256"] for facts in said["documents"]]
    infected = row.case.documents.filter(sent_sha256__in=sent, scan=Document.Scan.INFECTED)
    refused = {one["sha256"]: one["why"] for one in row.refused}
    refused |= dict.fromkeys(infected.values_list("sent_sha256", flat=True), VIRUS)
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
