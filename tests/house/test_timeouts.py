"""Nobody waits for the database for ever: what takes too long is a page that says so, and health tells it at once."""

import time

import environ
import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from audit import trail
from kui.database import database
from tests.helpers import factories

SHORT = "300ms"


def made(tmp_path, monkeypatch, **values):
    """The settings of a process with these in its environment."""
    monkeypatch.setenv("DATABASE_URL", "postgres://kui@127.0.0.1/kui")
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return database(environ.Env(), tmp_path)["OPTIONS"]


def test_the_web_waits_shorter_than_a_worker(tmp_path, monkeypatch):
    worker = made(tmp_path, monkeypatch)
    web = made(tmp_path, monkeypatch, KUI_PROCESS="web")
    assert "statement_timeout=600000ms" in worker["options"]
    assert "statement_timeout=15000ms" in web["options"]
    for options in (web, worker):
        assert options["connect_timeout"] == 3
        assert "lock_timeout=5000ms" in options["options"]
        assert "idle_in_transaction_session_timeout=" in options["options"]


def test_each_limit_can_be_set(tmp_path, monkeypatch):
    names = ("STATEMENT", "LOCK", "IDLE", "CONNECT")
    set_to = {f"KUI_DB_{name}_SECONDS": str(number) for number, name in enumerate(names, 2)}
    options = made(tmp_path, monkeypatch, KUI_PROCESS="web", **set_to)
    assert options["connect_timeout"] == 5
    for told in ("statement_timeout=2000ms", "lock_timeout=3000ms", "session_timeout=4000ms"):
        assert told in options["options"]


@pytest.fixture
def limited(transactional_db):
    """``limited(lock_timeout=…)``: what follows has these limits, as a process that was started with them."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer and a limit of its own")
    before = dict(connection.settings_dict["OPTIONS"])

    def set_limits(**limits):
        told = " ".join(f"-c {name}={value}" for name, value in limits.items())
        connection.settings_dict["OPTIONS"] = before | {"options": told}
        connection.close()

    yield set_limits
    connection.settings_dict["OPTIONS"] = before
    connection.close()


@pytest.fixture
def locked(limited):
    """Somebody else holds the trail."""
    at = connection.settings_dict
    with psycopg.connect(
        host=at["HOST"], port=at["PORT"] or 5432, user=at["USER"], password=at["PASSWORD"], dbname=at["NAME"]
    ) as other:
        yield lambda: other.execute("LOCK TABLE audit_auditevent IN ACCESS EXCLUSIVE MODE")
        other.rollback()


def assert_says_so(response):
    assert response.status_code == 503 and response["Retry-After"] == "15"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("limit", ["lock_timeout", "statement_timeout"])
def test_a_locked_trail_holds_no_page(limited, locked, guide, limit):
    case = factories.make_case(guide)
    client = Client()
    client.force_login(guide)
    limited(**{limit: SHORT})
    locked()
    begun = time.monotonic()
    assert_says_so(client.get(case.get_absolute_url()))
    assert time.monotonic() - begun < 2
    assert client.get("/konto/").status_code == 200, "what is not locked goes on"


def test_health_tells_of_a_locked_trail_at_once(limited, locked):
    limited(lock_timeout="30s")
    locked()
    begun = time.monotonic()
    response = Client().get("/readyz")
    assert time.monotonic() - begun < 3
    checks = response.json()["checks"]
    assert response.status_code == 503 and checks["trail"] == "the database does not answer"
    assert (checks["database"], checks["migrations"]) == ("ok", "ok")
    assert Client().get("/healthz").status_code == 200


def test_a_transaction_that_stands_still_is_ended(limited, guide, monkeypatch):
    case = factories.make_case(guide)
    client = Client()
    client.force_login(guide)
    limited(idle_in_transaction_session_timeout="200ms")
    real = trail.record

    def slowly(*args, **kwargs):
        time.sleep(0.5)
        return real(*args, **kwargs)

    monkeypatch.setattr(trail, "record", slowly)
    assert_says_so(client.get(case.get_absolute_url()))
    monkeypatch.undo()
    assert client.get(case.get_absolute_url()).status_code == 200, (
        "the next request has a connection of its own"
    )


def test_a_database_that_is_away_is_told_by_page_and_health(limited, guide):
    client = Client(raise_request_exception=False)
    client.force_login(guide)
    limited()
    before = connection.settings_dict["PORT"]
    connection.settings_dict["PORT"] = "1"
    try:
        assert_says_so(client.get(reverse("workspace:my_day")))
        checks = Client().get("/readyz").json()["checks"]
        told = {name: checks[name] for name in ("database", "migrations", "trail", "worker")}
        assert set(told.values()) == {"the database does not answer"}
        assert Client().get("/healthz").status_code == 200
    finally:
        connection.settings_dict["PORT"] = before
        connection.close()
