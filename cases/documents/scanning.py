"""Documents on their way past the virus scanner, and the sweep that looks after their files."""

import logging

from django.utils.translation import gettext_lazy as _

from audit import trail
from cases.documents.actions import SCAN_JOB
from cases.documents.models import Document
from core import clock, vault, virus_scan
from core.jobs import queue as jobs
from core.jobs.models import Job

log = logging.getLogger(__name__)


BATCH = 50


@jobs.job_handler(SCAN_JOB, stands=_("It was broken off. What was scanned by then stays scanned."))
def scan_documents(job: Job) -> dict:
    """Scan what waits, then what was kept before there was a scanner. A scanner that is away changes nothing.

    The clock orders the job again as long as something waits: closed stays closed until the scanner has said "clean".
    """
    waiting = list(Document.objects.waiting_for_scan().order_by("recorded_at", "pk")[:BATCH])
    earlier = Document.objects.filter(scan=Document.Scan.NONE).order_by("recorded_at", "pk")
    rows = waiting + list(earlier[: BATCH - len(waiting)])
    scanned = 0
    for document in rows:
        try:
            virus = virus_scan.scan(vault.fetch(document.file, document.sha256))
        except virus_scan.ScannerUnavailable as away:
            log.warning("the virus scanner is away (%s); documents stay closed", away)
            break
        except vault.VaultUnavailable:
            log.error("document %s has lost its file", document.pk)
            continue
        _decide(document, virus)
        scanned += 1
        jobs.report_progress(job, scanned, len(rows))
    return {"scanned": scanned, "waiting": Document.objects.waiting_for_scan().count()}


def _decide(document: Document, virus: str) -> None:
    state = Document.Scan.INFECTED if virus else Document.Scan.CLEAN
    row = Document.objects.filter(pk=document.pk, scan=document.scan)
    if row.update(scan=state, scanned_at=clock.now()) and virus:
        trail.record(
            "document.infected",
            by=None,
            case_id=document.case_id,
            obj=document,
            changes={"virus": [None, virus]},
        )


def order_scan() -> bool:
    """Order a scan when there is a scanner and something that it has not seen; called by the clock."""
    unseen = Document.objects.filter(scan__in=[Document.Scan.WAITING, Document.Scan.NONE])
    if not virus_scan.is_configured() or not unseen.exists():
        return False
    jobs.enqueue(SCAN_JOB, unique_key=SCAN_JOB)
    return True


def sweep() -> tuple[int, list[str]]:
    """Files that no row knows are removed after a week; rows that have lost their file are told in the log.

    Returns ``(files removed, ids of the documents that lost theirs)``.
    """
    rows = dict(Document.objects.values_list("file", "pk"))
    removed = vault.sweep(set(rows))
    lost = [str(rows[name]) for name in vault.missing(list(rows))]
    for pk in lost:
        log.error("document %s has lost its file", pk)
    return removed, lost
