"""Releasing the figures of a report, and what a release would show."""

from hashlib import sha256

from django.db import transaction

from accounts.models import Unit, User
from audit import trail
from reports.release.extracting import beside_extracts
from reports.release.keeping import as_plain
from reports.release.models import Release, source_of
from reports.release.planning import Released, is_corrected, plan
from reports.release.rules import COVERAGE, FLOW, LASTING
from reports.snapshots.canonical import canonical
from reports.snapshots.models import ReportSnapshot

Kind = Release.Kind
# What a file between municipalities has room for.
IN_A_FILE = (LASTING, FLOW, COVERAGE)


def prepared(report: ReportSnapshot, kind: Kind) -> Released:
    """What was released of the report, or would be now: checked against all that was released of the unit."""
    there = list(Release.objects.around(report))
    for release in there:
        if release.report_id == report.pk and release.kind == kind:
            return release.released
    earlier = [release.released for release in there]
    if kind == Kind.FILE:
        return beside_extracts(plan(source_of(report), earlier, tables=IN_A_FILE, exact=False), report)
    # Of what left the unit before it was corrected the difference would tell who was corrected.
    source = source_of(report)
    return beside_extracts(plan(source, earlier, exact=not is_corrected(source, earlier)), report)


@transaction.atomic
def release_figures(report: ReportSnapshot, kind: Kind, *, by: User) -> Release:
    """Release the report's figures. Released once, they stay as they are; a second time it is the same release."""
    # One at a time in a unit: two at once would not be checked against each other.
    Unit.objects.select_for_update().get(pk=report.unit_id)
    if there := Release.objects.filter(report=report, kind=kind).first():
        return there
    content = canonical(as_plain(prepared(report, kind).tables))
    release = Release.objects.create(
        unit_id=report.unit_id,
        report=report,
        kind=kind,
        content=content.decode(),
        sha256=sha256(content).hexdigest(),
        by=by,
    )
    changes = {
        "period": [None, str(report.covers)],
        "kind": [None, str(kind)],
        "sha256": [None, release.sha256],
    }
    trail.record("figures.release", by=by, obj=release, changes=changes)
    return release
