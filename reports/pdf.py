"""The reports as paper, made from the frozen row alone: the same row gives the same bytes, today and in ten years."""

from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import override

from core import clock, pdf
from reports import presentation

STYLE = Path(__file__).resolve().parent / "assets" / "report.css"


def render(report, lang="da") -> bytes:
    """The PDF of a unit's or a guide's report."""
    with override(lang):
        title = title_of(report)
        context = {
            "report": report,
            "reading": presentation.read(report, before=_before(report)),
            "month": presentation.month_name(report.month),
            "foot": foot(report),
        }
    return _made("reports/pdf/report.html", context, title, report, lang)


def render_outside(report, lang="da") -> bytes:
    """The edition for those outside the unit, without small numbers."""
    with override(lang):
        title = title_of(report)
        context = {
            "report": report,
            "outside": presentation.outside_reading(report.data),
            "month": presentation.month_name(report.month),
            "foot": foot(report),
        }
    return _made("reports/pdf/outside.html", context, title, report, lang)


def render_case(report, person, lang="da") -> bytes:
    """The PDF of a case's report. Who it is about is not frozen: the name comes from the case, as it is now."""
    with override(lang):
        title = _("Status of %(name)s, %(month)s") % {
            "name": person.name,
            "month": presentation.month_name(report.month),
        }
        context = {
            "report": report,
            "reading": presentation.read_case(report),
            "person": person,
            "month": presentation.month_name(report.month),
            "foot": foot(report),
        }
    return _made("reports/pdf/case.html", context, title, report, lang)


def _made(template, context, title, report, lang):
    return pdf.render(template, context, lang=lang, title=title, created=report.created_at, styles=[STYLE])


def title_of(report) -> str:
    """“Status of the unit, October 2026”."""
    return _("Status report: %(name)s, %(month)s") % {
        "name": report.subject_name,
        "month": presentation.month_name(report.month),
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


def known_on(report) -> str:
    """The day whose knowledge the figures rest on."""
    return clock.local_date(report.known_on)
