"""Reports on paper, read as a checker of PDF/UA reads them: no errors."""

import pytest

from cases.models import Case
from reports.casereport.pdf import render_case
from reports.models import ReportSnapshot
from reports.snapshots import pdf
from tests.helpers.papers import errors_in

pytestmark = [pytest.mark.paper, pytest.mark.once]


def test_reports_are_pdf_ua(report):
    assert "\n".join(errors_in(pdf.render(report))) == ""
    own = ReportSnapshot.objects.filter(kind="case")
    assert len(own) > 5
    for row in own:
        assert errors_in(render_case(row, Case.objects.get(pk=row.subject_id).person)) == []
