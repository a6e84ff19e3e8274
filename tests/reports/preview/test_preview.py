"""The next report as it would be today: the same figures, marked, and frozen nowhere."""

import pytest

from audit.models import AuditEvent
from core import clock
from reports.metrics.definitions import METRICS
from reports.metrics.unit_metrics import UnitMetrics
from reports.models import ReportSnapshot
from reports.periods.rules import Month, Quarter

HERE = "/rapporter/hvilke/"


@pytest.mark.parametrize("what", ["unit-month", "unit-quarter", "unit-year", "guide-month"])
def test_the_preview_is_marked_and_frozen_nowhere(what, as_leader, caseload):
    answer = as_leader.get(f"{HERE}{what}/eksempel/")
    page = answer.content.decode()
    assert answer.status_code == 200 and "Eksempel, ikke låst" in page
    assert not ReportSnapshot.objects.exists()
    assert AuditEvent.objects.filter(action="report.previewed").count() == 1


def test_the_preview_says_what_a_report_taken_today_would_say(as_leader, unit, caseload):
    reading = as_leader.get(f"{HERE}unit-month/eksempel/").context["report"]
    metrics = UnitMetrics(unit, period=Month(2026, 11), known=clock.now())
    assert reading.data["numbers"] == metrics.counts(METRICS)
    quarter = as_leader.get(f"{HERE}unit-quarter/eksempel/").context["report"]
    assert quarter.covers == Quarter(2026, 4) and quarter.data["numbers"]["new"] == 4


def test_a_guide_previews_their_own_and_a_leader_chooses(as_guide, as_leader, guide, colleague, caseload):
    own = as_guide.get(f"{HERE}guide-month/eksempel/?vejleder={colleague.pk}").context["report"]
    assert own.subject_id == str(guide.pk)
    chosen = as_leader.get(f"{HERE}guide-month/eksempel/?vejleder={colleague.pk}").context["report"]
    assert chosen.subject_id == str(colleague.pk)
    assert as_guide.get(f"{HERE}unit-month/eksempel/").status_code == 404
    assert as_guide.get(f"{HERE}case/eksempel/").status_code == 302


def test_a_guides_preview_says_how_far_it_moved_since_last_month(as_guide, guide, unit, caseload):
    assert "siden sidste måned" not in as_guide.get(f"{HERE}guide-month/eksempel/").content.decode()
    ReportSnapshot.objects.take(unit, Month.of(clock.today()).previous, paper=False)
    answer = as_guide.get(f"{HERE}guide-month/eksempel/")
    assert any(tile.step for tile in answer.context["reading"].tiles)
