"""The trail is append-only, whatever SQL is tried."""

from datetime import timedelta
from importlib import import_module

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from audit import trail
from audit.models import AuditEvent
from core import clock

ATTACKS = {
    "update": "UPDATE audit_auditevent SET action = 'x'",
    "delete": "DELETE FROM audit_auditevent",
    "truncate": "TRUNCATE audit_auditevent",
    "replace": "REPLACE INTO audit_auditevent SELECT * FROM audit_auditevent",
    "insert or replace": "INSERT OR REPLACE INTO audit_auditevent SELECT * FROM audit_auditevent",
}


@pytest.mark.parametrize("name", ATTACKS)
def test_the_database_refuses_to_change_the_trail(guide, name):
    row = trail.record("case.look", by=guide)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ATTACKS[name])
    assert AuditEvent.objects.get(pk=row.pk).action == "case.look"


def test_replace_is_refused_without_recursive_triggers(guide):
    """A connection that forgot the pragma must not overwrite either."""
    if connection.vendor != "sqlite":
        assert trail.record("case.look", by=guide).pk
        return
    row = trail.record("case.look", by=guide)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers=OFF")
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(ATTACKS["replace"])
        cursor.execute("PRAGMA recursive_triggers=ON")
    assert AuditEvent.objects.get(pk=row.pk).actor_name == guide.name


def test_a_look_and_its_row_are_one_transaction(case, guide, client, monkeypatch):
    """No row, no response: when the trail cannot be written, the page is not shown."""
    from cases.access import door

    def broken(*args, **kwargs):
        raise DatabaseError("disk full")

    monkeypatch.setattr(door.trail, "record", broken)
    client.force_login(guide)
    client.raise_request_exception = False
    response = client.get(f"/sager/{case.pk}/")
    assert response.status_code >= 500
    assert case.person.first_name not in response.content.decode()


# --- when, and by which role of the database ---

INSERT = """
    INSERT INTO audit_auditevent (at, actor_name, action, outcome, object_type, object_id, relation, purpose, changes,
                                  path, request_id, db_role)
    VALUES (%s, 'Ingen', 'case.look', 'ok', '', '', '', '', '{}', '', '', 'kui_owner')"""


@pytest.fixture
def app_role(transactional_db):
    """A connection of web and worker: a role that may write rows and owns nothing."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles")
    at = connection.settings_dict
    with connection.cursor() as cursor:
        cursor.execute("DROP ROLE IF EXISTS kui_test_app")
        cursor.execute("CREATE ROLE kui_test_app LOGIN PASSWORD 'kun-til-test'")
        cursor.execute("GRANT INSERT, SELECT ON audit_auditevent TO kui_test_app")
        cursor.execute("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO kui_test_app")
    place = {"host": at["HOST"], "port": at["PORT"] or 5432, "dbname": at["NAME"]}
    try:
        with psycopg.connect(**place, user="kui_test_app", password="kun-til-test", autocommit=True) as made:
            yield made
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP OWNED BY kui_test_app")
            cursor.execute("DROP ROLE kui_test_app")


def test_the_app_cannot_write_at_another_time_nor_as_another_role(app_role):
    for moment in ("2020-01-01 12:00+00", "2040-01-01 12:00+00"):
        app_role.execute(INSERT, [moment])
    for row in AuditEvent.objects.all():
        assert abs(row.at - clock.now()) < timedelta(minutes=1)
        assert row.db_role == "kui_test_app"


@pytest.mark.parametrize(
    ("after", "refused"),
    [(timedelta(minutes=-16), True), (timedelta(minutes=-14), False), (timedelta(minutes=2), True)],
)
def test_sqlite_refuses_a_row_of_another_time(guide, after, refused):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL sets the time")
    row = trail.event("case.look", by=guide)
    row.at += after
    if refused:
        with pytest.raises(DatabaseError, match="as it happens"), transaction.atomic():
            row.save()
        with clock.travel(row.at):
            row.save()
    else:
        row.save()
    assert AuditEvent.objects.get().at == row.at


def test_rows_say_which_role_wrote_them(guide):
    trail.record("case.look", by=guide)
    role = connection.settings_dict["USER"] if connection.vendor == "postgresql" else None
    assert AuditEvent.objects.get().db_role == role


@pytest.mark.django_db(transaction=True)
def test_the_stamp_comes_and_goes():
    """Down and up again, on a table that is filled."""
    written = import_module("audit.migrations.0003_written_when_and_by_whom")
    trail.record("case.look", by=None)
    with connection.schema_editor() as editor:
        written.disarm(None, editor)
        written.arm(None, editor)
    assert AuditEvent.objects.count() == 1 and trail.record("case.look", by=None).pk
