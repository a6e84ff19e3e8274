"""Nothing like a CPR number leaves a process through its logs, whichever way it got in."""

import json
import logging
import logging.config
import os
import subprocess
import sys
from io import StringIO

import pytest
from django.conf import settings
from django.db import IntegrityError

from core import logs

pytestmark = pytest.mark.once  # no engine is asked, or the embedded one alone

CPR = "0101019995"
WAYS_TO_WRITE_IT = ["0101019995", "010101-9995", "010101 9995", "010101–9995", "010101%2D9995", "010101.9995"]


@pytest.fixture
def written():
    """A logger that writes as the product does, and what it wrote so far."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.JsonFormatter())
    log = logging.getLogger("tests.written")
    log.setLevel(logging.DEBUG)
    log.addHandler(handler)
    log.propagate = False
    yield log, lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    log.removeHandler(handler)


@pytest.mark.parametrize("number", WAYS_TO_WRITE_IT)
def test_a_cpr_number_is_taken_out_of_message_and_arguments(written, number):
    log, lines = written
    log.info(f"person {number} not found")
    log.info("person %s not found", number)
    log.info("person %(cpr)s not found", {"cpr": number})
    assert [line["message"] for line in lines()] == ["person [cpr] not found"] * 3


def test_a_cpr_number_is_taken_out_of_exceptions_and_what_caused_them(written):
    log, lines = written
    try:
        try:
            raise ValueError(f"no such person: {CPR}")
        except ValueError as error:
            raise RuntimeError("lookup of 010101-9995 failed") from error
    except RuntimeError:
        log.exception("broken", stack_info=True)
    (line,) = lines()
    assert "ValueError: no such person: [cpr]" in line["exception"]
    assert "RuntimeError: lookup of [cpr] failed" in line["exception"]
    assert "stack" in line
    assert "9995" not in json.dumps(line)


WHOLE = [
    "b0101019-9951-4b4a-9d7e-010101999501",
    "8a010101-9995-4b4a-9d7e-a10101019995",
    "a1b2c30101019995",
    "1764321987",
    "9999999999",
    "12345678901234567890",
    "01010199951",
    "3101057JC9A",
    "310105-7JCJ",
]


@pytest.mark.parametrize("number", ["310105-7JC9", "3101057jc9", "310105 – 7JC9", "310105%207JC9"])
def test_a_replacement_number_with_letters_is_taken_out_too(number):
    assert logs.redact(f"person {number} not found") == "person [cpr] not found"


@pytest.mark.parametrize("number", WHOLE)
def test_ids_and_numbers_that_are_no_cpr_stay_whole(number):
    assert logs.redact(f"job {number} failed") == f"job {number} failed"


@pytest.mark.parametrize(
    "text", ["cpr=6101019995", "?q=%200101019995", "CPR3112999995", "(9112-99)310199-9995"]
)
def test_a_number_that_may_be_one_never_stays(text):
    assert "9995" not in logs.redact(text)


def test_the_row_that_broke_a_constraint_is_left_out(written):
    log, lines = written
    try:
        raise IntegrityError(
            'duplicate key value violates unique constraint "x"\nDETAIL:  Key (last_name)=(Hemmelig) already exists.'
        )
    except IntegrityError:
        log.exception("broken")
    assert "Hemmelig" not in json.dumps(lines())
    assert 'constraint "x"' in lines()[0]["exception"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("succeeded in 0.02719199670854s: None", "succeeded in 0.027s: None"),
        ("succeeded in 61.1234567s: '0101019995'", "succeeded in 61.123s: '[cpr]'"),
        ("010101.9995s", "[cpr]s"),
    ],
)
def test_a_duration_is_no_cpr_number(text, told):
    assert logs.redact(text) == told


def test_mail_addresses_are_left_out(written):
    log, lines = written
    log.warning("refused: %s", "mette.hansen+kui@odsherred.example.dk")
    assert lines()[0]["message"] == "refused: [e-mail]"


def test_each_record_is_one_line_of_json_with_what_ties_it_to_its_request(written, client):
    log, lines = written
    token = logs.request_id.set("abc123")
    log.error("two\nlines")
    logs.request_id.reset(token)
    log.error("one")
    first, second = lines()
    assert first["request_id"] == "abc123"
    assert first["level"] == "ERROR"
    assert first["logger"] == "tests.written"
    assert "request_id" not in second


def test_a_line_with_the_wrong_arguments_is_written_all_the_same():
    record = logging.LogRecord("x", logging.INFO, "x.py", 1, "wrong %d", (CPR,), None)
    assert json.loads(logs.JsonFormatter().format(record))["message"] == "wrong %d ('[cpr]',)"


@pytest.mark.django_db
def test_a_request_that_fails_is_logged_with_the_id_its_page_shows(client, monkeypatch, written):
    log, lines = written
    monkeypatch.setattr("kui.health.CHECKS", {"x": lambda: log.warning("during the request")})
    response = client.get("/readyz")
    assert lines()[0]["request_id"] == response["X-Request-ID"]


def test_every_logger_writes_through_the_one_handler():
    """A library that brings its own handler would go round the filter."""
    assert [*settings.LOGGING["handlers"]] == ["stderr"]
    assert settings.LOGGING["handlers"]["stderr"]["formatter"] == "json"
    loud = [name for name, logger in settings.LOGGING["loggers"].items() if logger["handlers"]]
    assert loud == []


CELERY = f"""
import logging
from kui.celery import app
from celery import signals

@app.task(name="fails")
def fails(cpr):
    raise ValueError(f"person {{cpr}} is not there")

signals.setup_logging.send(sender=None, loglevel="INFO", logfile=None, format="%(message)s", colorize=False)
app.conf.task_eager_propagates = False
fails.apply(args=["{CPR}"])
from celery.app import trace
logging.getLogger("celery.worker.strategy").info("Task fails[1] received: ('%s',)", "{CPR}")
logging.getLogger("celery.app.trace").info("Task fails[1] succeeded in 1s: %r", {{"cpr": "{CPR}"}})
"""


def test_celery_writes_the_same_way_tracebacks_too(tmp_path):
    """In a process of its own, so that its logging is set up as in a worker."""
    environment = {**os.environ, "KUI_MODE": "test", "KUI_VAR_DIR": str(tmp_path)}
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-c", CELERY],
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert CPR not in done.stderr + done.stdout
    assert len(lines) >= 2
    assert any("received: ('[cpr]',)" in line["message"] for line in lines)
