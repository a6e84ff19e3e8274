"""On PostgreSQL and Redis, with two workers as in production: one is killed in the middle of the month's report.

What must be true afterwards: one complete report. The other worker takes the job over when the dead one's
lease has run out, finds nothing half-written, and makes the whole from the same moment of knowledge.
"""

import signal
from collections import Counter

import pytest

from core import clock
from core.jobs import queue as jobs
from core.jobs.models import Job
from reports.metrics.unit_metrics import UnitMetrics
from reports.models import ReportSnapshot
from reports.periods.rules import Month
from reports.snapshots import actions
from reports.snapshots.figures import unit_figures
from tests.helpers.bulk import fill
from tests.helpers.processes import SWEEP, wait

CASES = 500


DISPATCH = "import sys, django; django.setup(); from core.jobs import queue; queue.dispatch(sys.argv[1])"


def test_one_of_two_workers_is_killed_in_the_middle_and_one_complete_report_comes_out(processes, monkeypatch):
    workers = [processes.worker(f"worker-{n}") for n in range(2)]
    unit = fill("kill", CASES, milestones=4, notes=2)
    monkeypatch.setattr(
        jobs, "dispatch", lambda pk: None
    )  # the bell is rung below, in a process of production's kind
    assert wait(60, lambda: all(" ready" in processes.said(w) for w in workers), 0.2), processes.said(
        workers[0]
    )

    month, killed = Month.of(clock.today()).previous, None
    for _try in range(3):
        job = actions.order_report(unit, month)
        processes.start("dispatch", "-c", DISPATCH, str(job.pk))
        mine = ReportSnapshot.objects.of_period(unit, month)
        work = Job.objects.filter(pk=job.pk)
        assert wait(60, lambda rows=work: rows.filter(done__gt=0).exists()), processes.said(workers[0])
        # A worker lists its tasks when it starts; the bracket is of one that it received.
        killed = [w for w in workers if "core.jobs.tasks.run_job[" in processes.said(w)][-1]
        processes.kill(killed)
        if not mine.exists():
            break
        # It was faster than we: start a fresh worker in its place and ask for the month before.
        workers = [w for w in workers if w is not killed]
        month = month.previous
    else:
        pytest.fail("three times the report was finished before the worker could be killed")

    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.RUNNING, 1), "it died at work, and nobody knows yet"
    processes.start("sweeper", "-c", SWEEP)
    assert wait(60, lambda: Job.objects.filter(pk=job.pk, state=Job.State.DONE).exists(), 0.2), [
        processes.said(p) for p in processes.started
    ]
    job.refresh_from_db()
    assert job.attempts >= 2 and job.done == job.total
    assert killed.returncode == -signal.SIGKILL

    made = ReportSnapshot.objects.of_period(unit, month)
    assert Counter(made.values_list("kind", flat=True)) == {"unit": 1, "guide": 8, "case": CASES}
    assert made.values("kind", "subject_id").distinct().count() == CASES + 8 + 1
    assert set(made.values_list("revision", "known_on")) == {(1, made.filter(kind="unit").get().known_on)}
    assert all(report.is_intact for report in made)
    report = made.get(kind="unit")
    assert bytes(report.pdf).startswith(b"%PDF-")
    assert job.result_url == report.get_absolute_url()
    again = unit_figures(UnitMetrics(unit, period=month, known=report.known_on))
    assert again == {key: value for key, value in report.data.items() if key != "history"}
