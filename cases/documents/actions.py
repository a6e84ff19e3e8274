"""Putting documents on a case, and taking back what was put there by mistake."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from audit import trail
from cases.casefile.models import Case
from cases.documents.models import Document
from core import clock, vault, virus_scan
from core.jobs import queue as jobs
from core.uploads.accepting import Accepted
from core.versions import save_versioned

SCAN_JOB = "cases.scan_documents"


class NoRoom(Exception):
    """The documents of the case take up as much as they may."""


def add_document(
    case: Case,
    accepted: Accepted,
    *,
    by,
    title: str,
    kind=Document.Kind.OTHER,
    received_on: date | None = None,
    confidential: bool = False,
    sent: bytes | None = None,
) -> Document:
    """Keep a file that `core.uploads` has accepted; ``sent`` are the bytes as they came, where they were made anew.

    With a scanner set up it stays closed until it was found clean. Raises NoRoom, or core.vault.VaultUnavailable;
    nothing is half-written then: the file lies there before its row, and goes again when the row does not come.
    """
    with transaction.atomic():
        # Two at once must not both find the last room.
        Case.objects.select_for_update().only("pk").get(pk=case.pk)
        _check_room(case, len(accepted.data))
        document = Document(
            case=case,
            by=by,
            title=title,
            kind=kind,
            received_on=received_on or clock.today(),
            confidential=confidential,
            recorded_at=clock.now(),
            format=accepted.format,
            pages=accepted.pages,
            size=len(accepted.data),
            sha256=vault.fingerprint(accepted.data),
            sent_sha256=vault.fingerprint(accepted.data if sent is None else sent),
            scan=Document.Scan.WAITING if virus_scan.is_configured() else Document.Scan.NONE,
            file=vault.keep(accepted.data),
        )
        _write_down(document)
        if document.scan == Document.Scan.WAITING:
            jobs.enqueue(SCAN_JOB, unique_key=SCAN_JOB)
    return document


def _check_room(case: Case, size: int) -> None:
    """Raises NoRoom when the documents of the case would take up more than they may."""
    used = case.documents.aggregate(total=Sum("size"))["total"] or 0
    if used + size > settings.KUI_DOCUMENT_QUOTA_MB * 1024 * 1024:
        raise NoRoom


def _write_down(document: Document) -> None:
    """The row and its line in the trail.

    The file, which lies in the vault already, goes again when they do not come.
    """
    changes = {"sha256": [None, document.sha256], "confidential": [None, document.confidential]}
    try:
        with transaction.atomic():
            document.save(force_insert=True)
            trail.record(
                "document.added", by=document.by, case_id=document.case_id, obj=document, changes=changes
            )
    except BaseException:
        vault.discard(document.file)
        raise


@transaction.atomic
def edit_document(document: Document, *, by, expected_version: int, **values) -> None:
    """Change what is said about a document (title, kind, received_on, confidential); the file itself never changes.

    Raises core.versions.Conflict when somebody else was first.
    """
    old = Document.objects.filter(pk=document.pk).values(*values).get()
    changes = trail.changed(old, values)
    if not changes:
        return
    for name, value in values.items():
        setattr(document, name, value)
    save_versioned(document, expected_version, values)
    trail.record("document.edited", by=by, case_id=document.case_id, obj=document, changes=changes)


@transaction.atomic
def withdraw_document(document: Document, *, by, reason: str) -> None:
    """Take back a document that was put there by mistake: it no longer opens. The file and its row stay.

    Raises ValidationError without a reason, or when it was withdrawn before.
    """
    if not reason.strip():
        raise ValidationError(_("Say why it is withdrawn."))
    done = Document.objects.standing().filter(pk=document.pk)
    if not done.update(withdrawn_at=clock.now(), withdrawn_by=by, withdraw_reason=reason.strip()[:200]):
        raise ValidationError(_("The document is withdrawn already."))
    document.refresh_from_db()
    trail.record("document.withdrawn", by=by, case_id=document.case_id, obj=document, purpose=reason.strip())


def open_document(document: Document, *, by, how: str, page: int | None = None) -> bytes:
    """The document's bytes, with the look on the trail. ``how`` is ``downloaded`` or ``previewed``.

    Raises core.vault.VaultUnavailable when the file cannot be had.
    """
    data = vault.fetch(document.file, document.sha256)
    changes = {} if page is None else {"page": page}
    trail.record(f"document.{how}", by=by, case_id=document.case_id, obj=document, changes=changes)
    return data
