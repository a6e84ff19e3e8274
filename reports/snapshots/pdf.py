"""The reports as paper, made from the frozen row alone: the same row gives the same bytes, today and in ten years."""

from pathlib import Path

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import pdf
from reports.presentation.words import month_name
from reports.snapshots.reading import read

STYLE = Path(__file__).resolve().parent / "assets" / "report.css"


def render(report, lang="da") -> bytes:
    """The PDF of a unit's or a guide's report."""
    with override(lang):
        title = title_of(report)
        context = {
            "report": report,
            "reading": read(report, before=_before(report)),
            "month": month_name(report.month),
            "foot": foot(report),
        }
    return render_paper("reports/snapshots/pdf/report.html", context, title, report, lang)


def render_paper(template, context, title, report, lang):
    """A page of paper about a report, dated as the report is."""
    return pdf.render(template, context, lang=lang, title=title, created=report.created_at, styles=[STYLE])


def title_of(report) -> str:
    """“Status of the unit, October 2026”."""
    return _("Status report: %(name)s, %(month)s") % {
        "name": report.subject_name,
        "month": month_name(report.month),
    }


def foot(report) -> str:
    """What stands at the foot of every page: which report this is, so that a loose sheet can be traced."""
    return _("%(name)s · %(month)s · revision %(revision)s · %(hash)s") % {
        "name": report.subject_name or _("Status of a young person"),
        "month": report.month,
        "revision": report.revision,
        "hash": report.sha256[:12],
    }


def _before(report):
    """Last month's figures as the frozen history tells them, so that the paper needs no other row."""
    history = report.data.get("history") or []
    earlier = [row for row in history if row["key"] == str(report.month.previous)]
    return {"numbers": earlier[0]} if earlier else None


def pdf_response(data: bytes, name: str) -> HttpResponse:
    """PDF bytes as an attachment that nobody keeps on the way."""
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.pdf")
    response["Cache-Control"] = "no-store, private"
    response["X-Content-Type-Options"] = "nosniff"
    return response
