#!/usr/bin/env python3
"""Prove that a report survives the death of the worker that makes it: one complete report, made once.

    LOAD_DEMO=1 scripts/topology.sh .venv/bin/python scripts/prove_takeover.py

Orders the report of a month that has none, waits until it is half made, kills the worker that makes it (kill -9, with
its children), waits for the other worker to take it over, and looks at what is there in the end.
"""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import django
from django.db.models import Count

from accounts.models import Unit
from core.jobs.models import Job
from core.mail.models import OutboxMail
from reports.metrics.unit_metrics import UnitMetrics
from reports.models import ReportSnapshot
from reports.periods.rules import Month
from reports.snapshots.actions import order_report
from reports.snapshots.case_figures import cases_to_report

ROOT = Path(__file__).resolve().parent.parent


sys.path.insert(0, str(ROOT))


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kui.settings")


django.setup()


TAKEN = re.compile(r"run_job\[([0-9a-f-]+)\] received")


started = time.monotonic()


def say(text: str) -> None:
    """Tell what happens, and when."""
    print(f"{time.monotonic() - started:6.1f} s  {text}", flush=True)


def wait_for(what: str, look, seconds: float):
    """Whatever ``look`` finds, as soon as it finds something."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.05)
    sys.exit(f"waited {seconds} s in vain for {what}")


def worker_at_work() -> int:
    """The number of the worker that took up the newest job, read from the workers' own logs."""
    logs = {n: Path(os.environ["KUI_VAR_DIR"], f"worker-{n}.log").read_text() for n in (0, 1)}
    return max(logs, key=lambda n: max((m.start() for m in TAKEN.finditer(logs[n])), default=-1))


def kill(pid: int) -> None:
    """kill -9 a worker and the processes that it forked."""
    children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False).stdout
    for one in (pid, *map(int, children.split())):
        os.kill(one, signal.SIGKILL)


def main() -> None:
    """Do it, and exit with an error at the first thing that is not as promised."""
    unit = Unit.objects.annotate(size=Count("cases")).order_by("-size").first()
    oldest = ReportSnapshot.objects.monthly().filter(unit=unit).order_by("period").first()
    month = oldest.covers.previous if oldest else Month.of(time_of(unit)).previous
    mails = OutboxMail.objects.count()
    job = order_report(unit, month)
    say(f"ordered the report of {month} for {unit.name}")

    def half_made():
        job.refresh_from_db()
        return job.total and job.done >= job.total / 2

    wait_for("the report to be half made", half_made, 120)
    victim = int(os.environ["KUI_WORKER_PIDS"].split()[worker_at_work()])
    kill(victim)
    job.refresh_from_db()
    say(f"killed worker {victim} when {job.done} of {job.total} were done (attempt {job.attempts})")
    there = ReportSnapshot.objects.of_period(unit, month).count()
    if job.is_over:
        sys.exit("the job was over before the worker was killed: nothing is proven")
    if there:
        sys.exit(f"{there} reports of a month are there before it is whole")

    def over():
        job.refresh_from_db()
        return job.is_over

    wait_for("the other worker to finish", over, 240)
    say(f"job {job.state} in attempt {job.attempts}")
    check_result(unit, month, job, mails)


def time_of(unit):
    """The day the unit's first case was opened."""
    return unit.cases.order_by("opened_on").values_list("opened_on", flat=True).first()


def check_result(unit, month, job, mails_before: int) -> None:
    """One unit report, one per guide, one per case, every seal whole, leaders told once."""
    rows = ReportSnapshot.objects.of_period(unit, month)
    twice = rows.values("kind", "subject_id").annotate(n=Count("pk")).filter(n__gt=1).count()
    metrics = UnitMetrics(unit, period=month, known=rows.first().known_on)
    found = {kind: rows.filter(kind=kind).count() for kind in ("unit", "guide", "case")}
    wanted = {"unit": 1, "guide": len(metrics.guides), "case": len(cases_to_report(metrics))}
    broken = [row.pk for row in rows.iterator() if not row.is_intact]
    mails = OutboxMail.objects.count() - mails_before
    say(
        f"reports found {found}, wanted {wanted}; twice: {twice}; seals broken: {len(broken)}; mails: {mails}"
    )
    good = job.state == Job.State.DONE and job.attempts == 2 and found == wanted and not twice and not broken
    sys.exit(0 if good else "the report is not complete, or not once")


if __name__ == "__main__":
    main()
