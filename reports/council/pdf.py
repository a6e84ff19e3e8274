"""The council's page on paper: one sheet of A4."""

from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import override

from core import pdf
from reports.council.page import page_of
from reports.release.models import Release
from reports.snapshots.pdf import foot

STYLE = Path(__file__).resolve().parent / "assets" / "council.css"


def render_page(release: Release, lang: str = "da") -> bytes:
    """The PDF of the sheet: of one release the same bytes, whatever is released later."""
    report = release.report
    with override(lang):
        title = _("For the council: %(name)s, %(period)s") % {
            "name": report.subject_name,
            "period": report.named,
        }
        context = {
            "report": report,
            "seal": release.sha256,
            "page": page_of(release),
            "foot": foot(report, release.sha256),
        }
    return pdf.render(
        "reports/council/page.html",
        context,
        lang=lang,
        title=title,
        created=report.created_at,
        styles=[STYLE],
    )
