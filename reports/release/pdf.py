"""The edition for those outside the unit as paper, made from the released row alone."""

from django.utils.translation import gettext_lazy, override

from reports.presentation.words import meant_by_month
from reports.release.models import Release
from reports.release.outside import definitions_of, tables_of
from reports.snapshots.pdf import foot, render_paper, title_of

KINDS = {
    "month": gettext_lazy("Monthly status report, edition for those outside the unit"),
    "quarter": gettext_lazy("Quarterly status report, edition for those outside the unit"),
    "year": gettext_lazy("Annual status report, edition for those outside the unit"),
}


def render(release: Release, lang: str = "da") -> bytes:
    """The PDF: the same row gives the same bytes."""
    report = release.report
    with override(lang):
        title = title_of(report)
        context = {
            "report": report,
            "tables": tables_of(release.released),
            "definitions": definitions_of(release.released),
            "meant": meant_by_month(report.covers),
            "kind": KINDS[report.span],
            "month": report.named,
            "seal": release.sha256,
            "foot": foot(report, release.sha256),
        }
        return render_paper("reports/release/outside_pdf.html", context, title, report, lang)
