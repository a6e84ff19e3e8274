"""The council's page on paper: one sheet of A4."""

from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import override

from core import pdf
from reports.council.page import page_of
from reports.snapshots.pdf import foot

STYLE = Path(__file__).resolve().parent / "assets" / "council.css"


def render_page(report, lang="da") -> bytes:
    """The PDF of the sheet, made from the frozen row alone: the same row gives the same bytes."""
    with override(lang):
        title = _("For the council: %(name)s, %(period)s") % {
            "name": report.subject_name,
            "period": report.named,
        }
        context = {"report": report, "page": page_of(report), "foot": foot(report)}
    return pdf.render(
        "reports/council/page.html",
        context,
        lang=lang,
        title=title,
        created=report.created_at,
        styles=[STYLE],
    )
