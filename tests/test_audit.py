"""The trail is append-only, whatever SQL is tried."""

import pytest
from django.db import DatabaseError, connection, transaction

from audit import trail
from audit.models import AuditEvent

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
