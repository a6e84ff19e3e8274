"""The documents of a bundle: each past the checks that any upload goes through, then into the case."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from audit import trail
from cases.documents.actions import NoRoom, add_document
from cases.models import Case
from core import virus_scan
from core.uploads.accepting import Accepted, Refused, accept
from exchange.bundle.refusals import NO_ROOM, VIRUS
from exchange.receiving.rows import pick_columns

# How many documents are opened side by side: each is a process of its own.
AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class ExaminedDocument:
    """A document on its way in: what was said of it, its bytes, and either how it will be kept or why it will not."""

    facts: dict
    data: bytes
    accepted: Accepted | None
    why: str


def examine(said: dict, files: Mapping[str, bytes]) -> list[ExaminedDocument]:
    """Every document past the checks of any upload, and past the scanner where it answers. Writes nothing."""
    if not files:
        return []
    scans = virus_scan.is_configured() and virus_scan.is_reachable()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda facts: _examined(facts, files[facts["part"]], scans), said["documents"]))


def _examined(facts: dict, data: bytes, scans: bool) -> ExaminedDocument:
    try:
        accepted = accept(data)
        if scans and virus_scan.scan(data):
            return ExaminedDocument(facts, data, None, VIRUS)
    except Refused as refused:
        return ExaminedDocument(facts, data, None, refused.code)
    except virus_scan.ScannerUnavailable:
        pass  # it stays closed until the scanner has said "clean", as any other
    return ExaminedDocument(facts, data, accepted, "")


def keep_documents(case: Case, examined: list[ExaminedDocument], kept: list[str], *, by) -> list[dict]:
    """Keep what was accepted; returns what was not, and why. ``kept`` collects the names of the files written."""
    refused = []
    for one in examined:
        why = one.why
        if one.accepted is not None:
            facts = pick_columns(one.facts, ("kind", "title", "received_on", "confidential"))
            try:
                kept.append(add_document(case, one.accepted, by=by, sent=one.data, **facts).file)
            except NoRoom:
                why = NO_ROOM
        if why:
            refused.append({"sha256": one.facts["sha256"], "why": why})
            trail.record("document.refused", by=by, case_id=case.pk, changes={"why": [None, why]})
    return refused
