"""The broker is away, or slow, or never answers: no page waits for it."""

import os
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.urls import reverse

from accounts.signin.models import TryCounter
from core import wake
from core.mail.models import OutboxMail
from tests.helpers.signing_in import LOGIN

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def slow_broker(monkeypatch, settings):
    """Each call takes its time and is not made; the tasks that were called for."""
    called = []

    def slowly(task, args):
        called.append((task, args))
        time.sleep(0.5)
        return False

    monkeypatch.setattr(wake, "call", slowly)
    monkeypatch.setattr(wake, "_caller", wake.Caller())
    settings.CELERY_TASK_ALWAYS_EAGER = False
    return called


def spent(post, times=7) -> float:
    """How long it takes for whoever waits, in seconds."""
    took = []
    for _ in range(times):
        TryCounter.objects.all().delete()  # the same address may ask three times in a quarter of an hour
        begun = time.perf_counter()
        post()
        took.append(time.perf_counter() - begun)
    return statistics.median(took)


@pytest.mark.django_db
def test_a_broker_that_is_away_does_not_tell_who_is_known(
    client, guide, slow_broker, django_capture_on_commit_callbacks
):
    def ask(email):
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(reverse("account_reset_password"), {"email": email}).status_code == 302

    ask(guide.email)
    known, unknown = spent(lambda: ask(guide.email)), spent(lambda: ask("ingen@eksempel.dk"))
    assert OutboxMail.objects.exists() and slow_broker
    assert max(known, unknown) < 0.3 and abs(known - unknown) < 0.02, (known, unknown)


@pytest.mark.django_db
def test_signing_in_waits_for_no_broker(client, guide, slow_broker):
    for email in (guide.email, "ingen@eksempel.dk"):
        assert spent(lambda email=email: client.post(LOGIN, {"login": email, "password": "x"}), 3) < 0.3


def test_what_waits_behind_a_broker_that_is_away_is_left_to_the_sweep(slow_broker):
    begun = time.perf_counter()
    for number in range(wake.WAITING + 10):
        wake.wake("a task", number)
    assert time.perf_counter() - begun < 0.4
    wake._caller.finish()
    assert len(slow_broker) < 5 and not wake._caller.calls.unfinished_tasks


def test_a_command_that_ends_makes_its_last_calls(monkeypatch, settings):
    made = []
    monkeypatch.setattr(wake, "call", lambda *call: time.sleep(0.02) or made.append(call) or True)
    settings.CELERY_TASK_ALWAYS_EAGER = False
    caller = wake.Caller()
    monkeypatch.setattr(wake, "_caller", caller)
    for number in range(5):
        wake.wake("a task", number)
    caller.finish()
    assert [args for _task, args in made] == [(number,) for number in range(5)]


ASK = """
import os, time, django
django.setup()
from core.wake import wake, _caller
begun = time.monotonic()
wake("core.mail.tasks.send_queued_mail")
print(time.monotonic() - begun)
os._exit(0)
"""


@pytest.mark.parametrize("listens", [False, True], ids=["refused", "silent"])
def test_a_real_redis_that_is_away_is_not_waited_for(tmp_path, listens):
    """A closed port, and one that takes the connection and says nothing."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        if listens:
            silent.listen()
        address = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        environment = {
            **os.environ,
            "KUI_MODE": "test",
            "KUI_TEST_REAL_BROKER": "1",
            "KUI_VAR_DIR": str(tmp_path),
            "REDIS_URL": address,
            "DJANGO_SETTINGS_MODULE": "kui.settings",
        }
        done = subprocess.run(
            [sys.executable, "-c", ASK], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
        )
    assert float(done.stdout) < 0.2
