"""/healthz and /readyz tell the truth about each part."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from core import clock
from core.jobs import tasks
from core.jobs.models import Heartbeat
from kui import health


@pytest.fixture
def beating(db):
    """A worker that was just heard from, as the clock's task leaves it."""
    tasks.requeue_stale_jobs()
    return Heartbeat.objects.get(name="worker")


def test_healthz_asks_nothing_of_the_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_readyz_is_ok_when_every_part_is(client, beating):
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (
        200,
        {
            "status": "ok",
            "checks": dict.fromkeys(("database", "migrations", "trail", "broker", "worker"), "ok"),
        },
    )
    assert "no-store" in response["Cache-Control"]


def test_readyz_says_when_no_worker_was_ever_there(client, db):
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"]["worker"] == "no worker has been heard from yet"


@pytest.mark.parametrize(("age", "status"), [(60, 200), (120, 200), (121, 503), (3600, 503)])
def test_readyz_counts_how_long_the_worker_has_been_silent(client, beating, age, status):
    with clock.travel(beating.at + timedelta(seconds=age)):
        response = client.get("/readyz")
    assert response.status_code == status
    told = response.json()["checks"]["worker"]
    assert told == ("ok" if status == 200 else f"no worker has been heard from for {age} seconds")


def test_readyz_counts_migrations_that_are_not_applied(client, beating):
    (newest,) = MigrationLoader(connection).graph.leaf_nodes("core")
    MigrationRecorder(connection).record_unapplied(*newest)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "not applied" in response.json()["checks"]["migrations"]


def test_readyz_misses_the_table_that_the_sign_in_throttle_counts_in(client, beating, settings):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "not_there"}}
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "cache table" in response.json()["checks"]["migrations"]


def test_readyz_says_when_redis_is_away(client, beating, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"]["broker"] == "the broker does not answer"


def test_readyz_answers_though_the_database_does_not(client, db, monkeypatch):
    def away():
        raise DatabaseError("could not connect: password=hemmelig")

    monkeypatch.setattr(health, "CHECKS", dict.fromkeys(health.CHECKS, away))
    response = client.get("/readyz")
    assert response.status_code == 503
    assert set(response.json()["checks"].values()) == {"the database does not answer"}
    assert "hemmelig" not in response.content.decode()


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_takes_no_post(client, db, path):
    assert client.post(path).status_code == 405
