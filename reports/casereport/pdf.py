"""A case's report as paper, made from the frozen row and the case's name."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from reports.casereport.reading import read_case
from reports.snapshots.pdf import foot, render_paper


def render_case(report, person, lang="da") -> bytes:
    """The PDF of a case's report. Who it is about is not frozen: the name comes from the case, as it is now."""
    with override(lang):
        title = _("Status of %(name)s, %(month)s") % {
            "name": person.name,
            "month": report.named,
        }
        context = {
            "report": report,
            "reading": read_case(report),
            "person": person,
            "month": report.named,
            "foot": foot(report),
        }
    return render_paper("reports/casereport/pdf/case.html", context, title, report, lang)
