"""Text messages: queued with what causes them, sent once, tried again, and told whether they arrived."""

import hashlib
import hmac
import json
import threading
import uuid
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from core import clock
from core.sms import backends, outbox
from core.sms.models import OutboxSms
from core.sms.tasks import send_queued_sms
from kui.gateway import text_messages

pytestmark = pytest.mark.django_db

State = OutboxSms.State


@pytest.fixture(autouse=True)
def empty():
    backends.outbox.clear()


def wanted(argument: str) -> bool:
    return argument == "yes"


def state(sms) -> str:
    sms.refresh_from_db()
    return sms.state


def test_it_is_sent_after_the_transaction(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        sms = outbox.queue_sms("21314151", "Din kode er 123456.")
        assert backends.outbox == []
    assert backends.outbox == [("21314151", "Din kode er 123456.")] and state(sms) == State.SENT
    send_queued_sms()
    assert len(backends.outbox) == 1


def test_what_is_rolled_back_is_not_sent():
    with pytest.raises(RuntimeError), transaction.atomic():
        outbox.queue_sms("21314151", "Din kode er 123456.")
        raise RuntimeError
    assert outbox.send_due() == 0 and backends.outbox == []


@pytest.mark.parametrize(("argument", "sent"), [("yes", 1), ("no", 0)])
def test_what_is_no_longer_wanted_is_dropped(argument, sent):
    sms = outbox.queue_sms("21314151", "Hej", still_wanted=f"{__name__}.wanted:{argument}")
    assert outbox.send_due() == sent
    assert state(sms) == (State.SENT if sent else State.DROPPED)


@pytest.mark.parametrize(
    "check", [f"{__name__}.gone_with_an_update:1", "no.such.room:1", f"{__name__}.state:1"]
)
def test_a_check_that_breaks_holds_its_own_message_alone(check):
    broken, following = (
        outbox.queue_sms("21314151", "Hej", still_wanted=check),
        outbox.queue_sms("21314152", "Hej"),
    )
    assert outbox.send_due() == 1
    assert (state(broken), state(following)) == (State.FAILED, State.SENT) and broken.error


def test_a_gateway_that_is_away_is_tried_again_a_few_times(monkeypatch):
    def away(*args):
        raise OSError("away")

    monkeypatch.setattr(backends, "send", away)
    sms, moment = outbox.queue_sms("21314151", "Hej"), clock.now()
    for n in range(outbox.MAX_ATTEMPTS):
        assert state(sms) == State.QUEUED
        with clock.travel(moment + timedelta(hours=n + 1)):
            outbox.send_due()
    assert state(sms) == State.FAILED and sms.attempts == outbox.MAX_ATTEMPTS


def test_what_a_gateway_refuses_is_not_tried_again(monkeypatch):
    def refuse(*args):
        raise ValueError("no number")

    monkeypatch.setattr(backends, "send", refuse)
    sms = outbox.queue_sms("21314151", "Hej")
    assert outbox.send_due() == 0
    assert state(sms) == State.FAILED and sms.error == "ValueError"


def test_number_and_text_are_encrypted():
    outbox.queue_sms("21314151", "Din kode er 123456.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM core_outboxsms")
        held = str(cursor.fetchall())
    assert "21314151" not in held and "123456" not in held


# --- the ways ---


def test_to_a_file(settings, tmp_path):
    settings.SMS_BACKEND, settings.SMS_FILE_PATH = "core.sms.backends.FileBackend", str(tmp_path / "sms")
    outbox.queue_sms("21314151", "Hej")
    outbox.send_due()
    assert [path.read_text() for path in (tmp_path / "sms").iterdir()] == ["21314151\nHej\n"]


def test_to_the_console(settings, capsys):
    settings.SMS_BACKEND = "core.sms.backends.ConsoleBackend"
    outbox.queue_sms("21314151", "Hej")
    outbox.send_due()
    assert capsys.readouterr().out == "SMS 21314151: Hej\n"


@pytest.fixture
def gateway(settings):
    """A gateway on this machine; what it was told, and what it answers."""

    class Gateway(BaseHTTPRequestHandler):
        told: list = []
        answers = 200

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.told.append((self.headers["Authorization"], json.loads(body)))
            self.send_response(self.answers)
            self.end_headers()

        def log_message(self, *args):
            pass

    Gateway.told = []
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SMS_BACKEND, settings.SMS_TOKEN = "core.sms.backends.HttpBackend", "the token"
    settings.SMS_URL = f"http://127.0.0.1:{server.server_port}/"
    yield Gateway
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("kept", "told"), [("21314151", "+4521314151"), ("+4620304050", "+4620304050")])
def test_to_a_gateway(gateway, settings, kept, told):
    sms = outbox.queue_sms(kept, "Din kode er 123456.")
    assert outbox.send_due() == 1 and state(sms) == State.SENT
    ((token, said),) = gateway.told
    assert token == "Bearer the token"
    assert said == {
        "to": told,
        "text": "Din kode er 123456.",
        "sender": "MinPlan",
        "reference": str(sms.reference),
        "report_url": settings.SITE_URL + reverse("sms_report"),
    }


@pytest.mark.parametrize(("answer", "then"), [(503, State.QUEUED), (429, State.QUEUED), (401, State.FAILED)])
def test_what_the_gateway_answers(gateway, answer, then):
    gateway.answers = answer
    sms = outbox.queue_sms("21314151", "Hej")
    outbox.send_due()
    assert state(sms) == then


def test_a_gateway_in_production_is_https_and_without_one_nothing_leaves(tmp_path):
    def settings_of(mode, **said):
        return text_messages(lambda name, default="": said.get(name, default), mode, tmp_path)

    with pytest.raises(ImproperlyConfigured):
        settings_of("production", SMS_URL="http://gateway.example/")
    assert settings_of("production")["SMS_BACKEND"] == ""
    assert settings_of("production", SMS_URL="https://x.example/")["SMS_BACKEND"].endswith("HttpBackend")
    assert settings_of("demo")["SMS_BACKEND"].endswith("FileBackend")


# --- reports ---


def report(client, told, secret="a secret", **headers):
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    headers = {"X-Signature": signature} | headers
    return client.post(reverse("sms_report"), body, content_type="application/json", headers=headers)


@pytest.fixture
def sent(settings):
    settings.SMS_REPORT_SECRET = "a secret"
    sms = outbox.queue_sms("21314151", "Hej")
    outbox.send_due()
    return sms


@pytest.mark.parametrize(("told", "then"), [("delivered", State.DELIVERED), ("failed", State.FAILED)])
def test_a_report_is_kept(client, sent, told, then):
    assert report(client, {"reference": str(sent.reference), "state": told}).status_code == 204
    assert state(sent) == then and sent.reported_at


def test_what_arrived_has_arrived(client, sent):
    for told in ("failed", "delivered", "failed"):
        report(client, {"reference": str(sent.reference), "state": told})
    assert state(sent) == State.DELIVERED


@pytest.mark.parametrize("wrong", ["", "0" * 64, "æ"])
def test_a_report_without_its_signature_is_not_believed(client, sent, wrong):
    told = {"reference": str(sent.reference), "state": "delivered"}
    headers = {"X-Signature": wrong.encode().decode("latin-1")}
    assert report(client, told, **headers).status_code == 403
    assert state(sent) == State.SENT


def test_without_a_secret_no_report_is_believed(client, sent, settings):
    settings.SMS_REPORT_SECRET = ""
    told = {"reference": str(sent.reference), "state": "delivered"}
    assert report(client, told, secret="").status_code == 403


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"[]",
        b"3",
        b"\xff",
        {"state": "delivered"},
        {"reference": "x", "state": "delivered"},
        {"reference": str(uuid.uuid4()), "state": "?"},
        {"reference": 3, "state": "delivered"},
    ],
)
def test_what_is_no_report(client, sent, told):
    assert report(client, told).status_code == 400


def test_a_report_of_nothing_of_ours_tells_nothing(client, sent):
    assert report(client, {"reference": str(uuid.uuid4()), "state": "delivered"}).status_code == 204


def test_a_report_needs_no_token_of_a_form(sent):
    client = Client(enforce_csrf_checks=True)
    assert report(client, {"reference": str(sent.reference), "state": "delivered"}).status_code == 204
