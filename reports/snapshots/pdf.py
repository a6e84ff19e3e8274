"""The reports as paper, made from the frozen row alone: the same row gives the same bytes, today and in ten years."""

from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from core import pdf
from reports.snapshots.reading import TILES, read

# What stands above the name, by whom the report is about and its kind of period.
_KINDS = {
    ("unit", "month"): gettext_lazy("Monthly status report of the unit"),
    ("unit", "quarter"): gettext_lazy("Quarterly status report of the unit"),
    ("unit", "year"): gettext_lazy("Annual status report of the unit"),
    ("guide", "month"): gettext_lazy("Monthly status report of a guide's cases"),
    ("programme", "quarter"): gettext_lazy("Quarterly report of a programme"),
    ("programme", "year"): gettext_lazy("Annual report of a programme"),
    ("partnership", "quarter"): gettext_lazy("Quarterly report of a partnership"),
    ("partnership", "year"): gettext_lazy("Annual report of a partnership"),
}

STYLE = Path(__file__).resolve().parent / "assets" / "report.css"


def render(report, lang="da") -> bytes:
    """The PDF of a unit's or a guide's report."""
    with override(lang):
        title = title_of(report)
        context = {
            "report": report,
            "reading": read(report, before=before_of(report)),
            "kind": _KINDS[report.kind, report.span],
            "month": report.named,
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
        "month": report.named,
    }


def foot(report, seal: str = "") -> str:
    """What stands at the foot of every page: which report this is, so that a loose sheet can be traced.

    ``seal`` stands in place of the report's own: what leaves the unit bears that of what is told.
    """
    return _("%(name)s · %(month)s · revision %(revision)s · %(hash)s") % {
        "name": report.subject_name or _("Status of a young person"),
        "month": report.named,
        "revision": report.revision,
        "hash": (seal or report.sha256)[:12],
    }


def before_of(report) -> dict | None:
    """The figures of the period before as the frozen row tells them, so that the paper needs no other row."""
    if report.kind not in TILES:
        return None
    if report.span != report.Span.MONTH:
        return {"numbers": report.data["before"]} if report.data.get("before") else None
    history = report.data.get("history") or []
    earlier = [row for row in history if row["key"] == str(report.covers.previous)]
    return {"numbers": earlier[0]} if earlier else None
