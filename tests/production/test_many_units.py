"""The month's reports of a whole country's worth of units, while workers are killed at random and the broker is away.

Part of `make soak`: on PostgreSQL, with a Redis of its own that can be stopped, and two workers as in production.
"""

import random
import subprocess
import time
from collections import Counter

import pytest
from django.db.models import Count

from accounts.models import Unit
from core.jobs.models import Job
from core.mail.models import OutboxMail
from reports.models import ReportSnapshot
from reports.snapshots.actions import due_periods
from tests.helpers.bulk import fill
from tests.helpers.daily import SEED, SOAK
from tests.helpers.factories import UserFactory
from tests.helpers.processes import free_port, wait

pytestmark = pytest.mark.skipif(not SOAK, reason="part of make soak")

UNITS, CASES, GUIDES = 40, 500, 8
AWAY = 60  # seconds without a broker
BETWEEN_KILLS = (4, 15)

# Beat's two: what is owed is ordered, what was forgotten is dispatched anew. Its own errors are not the test's.
BEAT = """import time, django; django.setup()
from core.jobs import queue
from reports.snapshots.tasks import take_due_reports
while True:
    take_due_reports(); queue.requeue_stale(); time.sleep(2)"""


@pytest.fixture
def broker(outside, processes, tmp_path):
    """Start and stop a Redis that keeps nothing: messages that it held are gone with it."""
    port = free_port()
    outside["REDIS_URL"] = f"redis://127.0.0.1:{port}/0"

    class Broker:
        process = None

        def start(self):
            self.process = subprocess.Popen(
                ["redis-server", "--port", str(port), "--save", "", "--dir", str(tmp_path)],
                stdout=subprocess.DEVNULL,
            )

        def stop(self):
            self.process.kill()
            self.process.wait()

    made = Broker()
    made.start()
    yield made
    made.stop()


class Watch:
    """What is seen of each job from one look to the next: how far it is."""

    def __init__(self):
        self.seen, self.back = {}, []

    def look(self) -> bool:
        """Note every job's progress; whether all there is to do is done."""
        live = 0
        for pk, state, done in Job.objects.values_list("pk", "state", "done"):
            if done < self.seen.get(pk, 0):
                self.back.append((pk, self.seen[pk], done))
            self.seen[pk] = done
            live += state in (Job.State.QUEUED, Job.State.RUNNING)
        return not live


def test_every_units_reports_come_once_and_whole_whatever_dies(processes, broker):
    chance, watch = random.Random(SEED), Watch()
    units = [fill(f"by{n}", CASES, guides=GUIDES, milestones=2, notes=1) for n in range(UNITS)]
    for unit in units:
        UserFactory(unit=unit, role="leader")
    workers = [processes.worker(f"worker-{n}") for n in range(2)]
    assert wait(60, lambda: all(" ready" in processes.said(one) for one in workers), 0.5)
    processes.start("beat", "-c", BEAT)
    assert wait(60, Job.objects.exists)

    killed, next_kill = 0, time.monotonic() + 5
    away_from, back_at, deadline = time.monotonic() + 40, None, time.monotonic() + 3600
    while not (watch.look() and not any(due_periods(unit) for unit in units)):
        now = time.monotonic()
        assert now < deadline, Counter(Job.objects.values_list("state", flat=True))
        if back_at is None and now > away_from:
            broker.stop()
            back_at = now + AWAY
        if back_at and back_at < now and broker.process.returncode is not None:
            broker.start()
        if now > next_kill and killed < 25:
            number = chance.randrange(2)
            processes.kill(workers[number])
            killed += 1
            workers[number] = processes.worker(f"worker-{number}-{killed}")
            next_kill = now + chance.uniform(*BETWEEN_KILLS)
        time.sleep(0.3)

    assert back_at and killed >= 5, "it was over before anything died"
    assert Job.objects.filter(attempts__gt=1).exists(), "nothing was taken over"
    assert watch.back == [], "progress went back"
    assert_whole(units)


def assert_whole(units: list[Unit]) -> None:
    """Of every period each report once, nothing half, every seal whole, and nobody told twice."""
    rows = ReportSnapshot.objects.all()
    assert not rows.exclude(revision=1).exists()
    months = rows.filter(span="month")
    found = Counter(months.values_list("unit_id", "period", "kind"))
    periods = {period for _unit, period, _kind in found}
    assert periods
    for unit in units:
        for period in periods:
            counts = {kind: found[unit.pk, period, kind] for kind in ("unit", "guide", "case")}
            assert counts == {"unit": 1, "guide": GUIDES, "case": CASES}, (unit.slug, period)
    same = rows.order_by().values("unit", "span", "period", "kind", "subject_id")
    assert not same.annotate(n=Count("pk")).filter(n__gt=1).exists()
    assert all(row.is_intact for row in rows.exclude(kind="case").iterator())
    assert all(row.is_intact for row in rows.filter(kind="case", unit__in=units[:4]).iterator())
    made = rows.filter(kind="unit").count() // len(units)
    assert not OutboxMail.objects.values("to").annotate(n=Count("pk")).filter(n__gt=made).exists()
