"""Two workers at the same month at the same moment: the database lets one report through."""

from collections import Counter
from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from audit.models import AuditEvent
from cases.models import Note
from core import clock
from reports.models import ReportSnapshot
from reports.periods.rules import Month
from tests.helpers.bulk import fill


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("correct", [False, True])
def test_two_at_once_make_one_report(correct, monkeypatch):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer at a time through anyway")
    monkeypatch.setattr("reports.snapshots.pdf.render", lambda report, lang="da": b"%PDF- ")
    monkeypatch.setattr("reports.snapshots.freezing.CHUNK", 7)
    unit, month, known = fill("twice", 40, guides=3), Month.of(clock.today()).previous, clock.now()
    if correct:
        ReportSnapshot.objects.take(unit, month, known=known)
        before = set(ReportSnapshot.objects.values_list("pk", flat=True))
        note = Note.objects.filter(happened_on__range=(month.first, month.last)).first()
        Note.objects.filter(pk=note.pk).update(kind="no_show")
    start, made, errors = Barrier(3), [], []

    def work():
        start.wait()
        try:
            made.append(ReportSnapshot.objects.take(unit, month, known=known, correct=correct).pk)
        except Exception as error:  # told in the test's own thread
            errors.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not errors and len(set(made)) == 1
    latest = ReportSnapshot.objects.latest()
    assert latest.filter(kind="case").count() == 40
    assert latest.filter(kind="guide").count() == 3 and latest.filter(kind="unit").count() == 1
    told = Counter(AuditEvent.objects.values_list("action", flat=True))
    assert told["report.taken"] == latest.get(kind="unit").revision
    assert bool(told["report.corrected"]) is correct
    if correct:
        fresh = ReportSnapshot.objects.exclude(pk__in=before)
        assert fresh.count() >= 1 and set(fresh.values_list("revision", flat=True)) == {2}
    else:
        assert ReportSnapshot.objects.count() == 40 + 3 + 1
