"""On PostgreSQL and Redis, with two workers as in production: one is killed in the middle of the month's report.

What must be true afterwards: one complete report. The other worker takes the job over when the dead one's
lease has run out, finds nothing half-written, and makes the whole from the same moment of knowledge.
"""

import os
import signal
import subprocess
import sys
import time
import uuid
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from core import clock
from core.jobs import queue as jobs
from core.jobs.models import Job
from reports.metrics.unit_metrics import UnitMetrics
from reports.models import ReportSnapshot
from reports.periods.rules import Month
from reports.snapshots import actions
from reports.snapshots.figures import unit_figures
from tests.helpers.bulk import fill

ROOT = Path(__file__).resolve().parent.parent.parent


CASES = 500


DISPATCH = "import sys, django; django.setup(); from core.jobs import queue; queue.dispatch(sys.argv[1])"


SWEEP = """import time, django; django.setup(); from core.jobs import queue
while True: queue.requeue_stale(); time.sleep(1)"""


@pytest.fixture
def outside(transactional_db, tmp_path):
    """The environment of processes that share this test's database, broker and keys."""
    if connection.vendor != "postgresql" or not settings.REDIS_URL:
        pytest.skip("needs PostgreSQL and Redis")
    return {
        **os.environ,
        "KUI_MODE": "test",
        "KUI_TEST_REAL_BROKER": "1",
        "KUI_VAR_DIR": str(tmp_path),
        "KUI_QUEUE": f"test-{uuid.uuid4().hex}",
        "KUI_JOB_LEASE_SECONDS": "6",
        "SECRET_KEY": settings.SECRET_KEY,
        "KUI_FIELD_KEYS": ",".join(settings.KUI_FIELD_KEYS),
        "KUI_INDEX_KEY": settings.KUI_INDEX_KEY,
        "DATABASE_URL": "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(
            **connection.settings_dict
        ),
        "REDIS_URL": settings.REDIS_URL,
        "DJANGO_SETTINGS_MODULE": "kui.settings",
    }


class Processes:
    """Processes of a test, each the leader of its own group, so that killing one leaves no child behind."""

    def __init__(self, env, folder):
        self.env, self.folder, self.started = env, folder, []

    def start(self, name, *command):
        """Start `python …` with its output in a file of that name."""
        with (self.folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env=self.env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        process.name = name
        self.started.append(process)
        return process

    def said(self, process):
        """Everything it has written so far."""
        return (self.folder / f"{process.name}.log").read_text()

    def kill(self, process):
        """`kill -9`, its children too."""
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture
def processes(outside, tmp_path):
    """Starts processes, and leaves none behind."""
    made = Processes(outside, tmp_path)
    yield made
    for process in made.started:
        made.kill(process)


def _wait(seconds, done, every=0.02):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if done():
            return True
        time.sleep(every)
    return False


def test_one_of_two_workers_is_killed_in_the_middle_and_one_complete_report_comes_out(processes, monkeypatch):
    workers = [
        processes.start(
            f"worker-{n}", "-m", "celery", "-A", "kui", "worker", "-c", "1", "-n", f"{uuid.uuid4().hex}@%h",
            "--without-mingle", "--without-gossip", "-l", "INFO",
        )
        for n in range(2)
    ]  # fmt: skip
    unit = fill("kill", CASES, milestones=4, notes=2)
    monkeypatch.setattr(
        jobs, "dispatch", lambda pk: None
    )  # the bell is rung below, in a process of production's kind
    assert _wait(60, lambda: all(" ready" in processes.said(w) for w in workers), 0.2), processes.said(
        workers[0]
    )

    month, killed = Month.of(clock.today()).previous, None
    for _try in range(3):
        job = actions.order_report(unit, month)
        processes.start("dispatch", "-c", DISPATCH, str(job.pk))
        mine = ReportSnapshot.objects.of_period(unit, month)
        work = Job.objects.filter(pk=job.pk)
        assert _wait(60, lambda rows=work: rows.filter(done__gt=0).exists()), processes.said(workers[0])
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
    assert _wait(60, lambda: Job.objects.filter(pk=job.pk, state=Job.State.DONE).exists(), 0.2), [
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
