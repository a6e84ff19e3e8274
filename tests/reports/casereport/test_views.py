"""Reports about a young person, behind the case's own door."""

import datetime as dt

from django.urls import reverse

from audit.models import AuditEvent
from cases.models import Case
from core import clock
from core.text import slug_of
from reports.models import ReportSnapshot


def test_reports_about_a_case_are_read_through_its_door(as_guide, as_leader, report, caseload):
    case = caseload["busy"]  # Gitte's in October, Kim's now
    own = ReportSnapshot.objects.get(kind="case", subject_id=str(case.pk))
    page = as_leader.get(own.get_absolute_url())
    assert page.status_code == 200 and "Trin 0" in page.content.decode()
    assert as_guide.get(own.get_absolute_url()).status_code == 403
    elsewhere = reverse("reports:case_report", args=[caseload["idle"].pk, own.pk])
    assert as_leader.get(elsewhere).status_code == 404, "a report is found through its own case only"
    assert as_leader.get(reverse("reports:detail", args=[own.pk])).status_code == 404
    assert AuditEvent.objects.filter(action="report.read", case_id=case.pk).count() == 1
    assert "ikke låst" in as_leader.get(reverse("reports:case_status", args=[case.pk])).content.decode()


def test_status_of_a_case_closed_long_ago_leads_to_its_archive(as_leader, leader, caseload):
    with clock.travel(dt.date(2027, 3, 1)):
        url = reverse("reports:case_status", args=[caseload["closed"].pk])
        assert as_leader.get(url)["Location"] == reverse("reports:case_reports", args=[caseload["closed"].pk])


def test_the_file_of_a_report_says_whose_it_is(as_leader, leader, report):
    """A guide's folder holds many of one month, and the leader's the unit's beside each guide's."""
    names = []
    for own in ReportSnapshot.objects.filter(kind="case"):
        got = as_leader.get(reverse("reports:case_report_pdf", args=[own.subject_id, own.pk]))
        if got.status_code == 200:
            person = Case.objects.get(pk=own.subject_id).person
            names.append(got["Content-Disposition"])
            assert f"status-{slug_of(person.called)}-{own.covers}-{str(own.pk)[:8]}.pdf" in names[-1]
    for own in ReportSnapshot.objects.visible_to(leader).exclude(kind="case"):
        names.append(as_leader.get(reverse("reports:pdf", args=[own.pk]))["Content-Disposition"])
    assert len(set(names)) == len(names) > 3, names
