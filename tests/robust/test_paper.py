"""Plans by chance on paper: whatever people write, in every language and shape, it stays on its pages and is tagged."""

import io

import pytest
from hypothesis import HealthCheck, given
from pypdf import PdfReader

from plans.handover import pdf
from tests.helpers.daily import examples_of_the_day
from tests.helpers.papers import beyond_the_page, errors_in, sheets

pytestmark = pytest.mark.once
PAGES = 60  # sixty milestones of two hundred letters, in large type


@pytest.mark.in_turn
@examples_of_the_day(suite=12, soak=1_000, suppress_health_check=list(HealthCheck))
@given(sheet=sheets())
def test_any_plan_stays_on_its_pages_and_is_tagged(sheet):
    data = pdf.render(sheet)
    assert beyond_the_page(data) == []
    reader = PdfReader(io.BytesIO(data))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == sheet.language
    assert len(reader.pages) <= (1 if sheet.variant == "card" else PAGES)


@pytest.mark.in_turn
@examples_of_the_day(suite=6, soak=50, suppress_health_check=list(HealthCheck))
@given(sheet=sheets())
def test_any_plan_is_pdf_ua(sheet):
    assert errors_in(pdf.render(sheet)) == []
