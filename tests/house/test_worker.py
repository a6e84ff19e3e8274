"""A real worker in a process of its own does what is asked over the real broker.

Elsewhere in the suite tasks run at once, in the test's own process. Here the message travels: over files and
SQLite as in the demo, or over Redis and PostgreSQL as in production, whichever the suite runs on.
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from core import clock
from core.jobs.models import Heartbeat, Job

ROOT = Path(__file__).resolve().parent.parent.parent


ASK = "import django; django.setup(); from core.jobs.tasks import requeue_stale_jobs; requeue_stale_jobs.delay()"


@pytest.fixture
def forgotten(transactional_db):
    """A job that nobody has worked on for a minute."""
    return Job.objects.create(kind="nobody knows", created_at=clock.now() - timedelta(minutes=1))


@pytest.fixture
def outside(forgotten, tmp_path):
    """The environment of processes that share this test's database and broker."""
    if connection.vendor == "postgresql" and not settings.REDIS_URL:
        pytest.skip("no Redis beside this PostgreSQL")
    environment = {
        **os.environ,
        "KUI_MODE": "test",
        "KUI_TEST_REAL_BROKER": "1",
        "KUI_VAR_DIR": str(tmp_path),
        "KUI_QUEUE": f"test-{uuid.uuid4().hex}",
        "DJANGO_SETTINGS_MODULE": "kui.settings",
    }
    if connection.vendor == "sqlite":
        environment.pop("REDIS_URL", None)
        environment["DATABASE_URL"] = f"sqlite:///{tmp_path / 'kui.sqlite3'}"
        with sqlite3.connect(tmp_path / "kui.sqlite3") as copy:
            connection.connection.backup(copy)
        copy.close()
    else:
        at = connection.settings_dict
        environment["DATABASE_URL"] = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**at)
        environment["REDIS_URL"] = settings.REDIS_URL
    return environment


@pytest.fixture
def worker(outside, tmp_path):
    """A worker with its clock, as the demo starts it."""
    command = ["celery", "-A", "kui", "worker", "-B", "-P", "threads", "-c", "2", "--without-mingle"]
    with (tmp_path / "worker.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *command], cwd=ROOT, env=outside, stdout=log, stderr=log
        )
        yield process
        process.kill()
        process.wait()


def look(path: Path) -> tuple[int, tuple]:
    """How many workers were heard from, and the job's state and attempts, as the database outside has it."""
    if connection.vendor == "postgresql":
        return Heartbeat.objects.count(), Job.objects.values_list("state", "attempts").get()
    with sqlite3.connect(path / "kui.sqlite3", timeout=20) as outside:
        (beats,) = outside.execute("SELECT count(*) FROM core_heartbeat").fetchone()
        job = outside.execute("SELECT state, attempts FROM core_job").fetchone()
    outside.close()
    return beats, job


@pytest.mark.in_turn
def test_a_worker_hears_the_call_takes_up_what_was_forgotten_and_stops_when_told(worker, outside, tmp_path):
    assert look(tmp_path) == (0, ("queued", 0))
    subprocess.run([sys.executable, "-c", ASK], cwd=ROOT, env=outside, timeout=60, check=True)
    deadline = time.monotonic() + 120
    # Nobody handles its kind, so being taken up means that it fails, once.
    while look(tmp_path) != (1, ("failed", 1)) and time.monotonic() < deadline and worker.poll() is None:
        time.sleep(0.2)
    log = (tmp_path / "worker.log").read_text()
    assert look(tmp_path) == (1, ("failed", 1)), log
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=30) == 0
    for line in (tmp_path / "worker.log").read_text().splitlines():
        if line.startswith("{"):
            assert json.loads(line)["level"] in ("INFO", "WARNING", "ERROR")
    assert '"logger": "celery.worker' in (tmp_path / "worker.log").read_text()


@pytest.mark.once
def test_a_command_reads_no_code_from_where_one_stands(tmp_path):
    for name in ("core", "accounts"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('code of somebody else')")
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", "version"],
        cwd=tmp_path,
        env={**os.environ, "KUI_MODE": "test"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
