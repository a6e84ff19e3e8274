"""Processes of production's kind beside a test: workers, what sweeps up after them, a broker that can be stopped."""

import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

# What beat does every half minute, here every second.
SWEEP = """import time, django; django.setup(); from core.jobs import queue
while True: queue.requeue_stale(); time.sleep(1)"""


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

    def worker(self, name):
        """Start a Celery worker as in production."""
        return self.start(
            name, "-m", "celery", "-A", "kui", "worker", "-c", "1", "-n", f"{uuid.uuid4().hex}@%h",
            "--without-mingle", "--without-gossip", "-l", "INFO",
        )  # fmt: skip


def wait(seconds, done, every=0.02):
    """Whether ``done`` came true within so many seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if done():
            return True
        time.sleep(every)
    return False


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
