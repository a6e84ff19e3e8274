"""The database itself says when a row of the trail was written, and which of its roles wrote it.

On PostgreSQL the moment is the database's own for everybody but the tables' owner, who could switch the trigger off anyway:
the demo loads two years of history as owner. SQLite cannot change a row before it is written, so it refuses one that says
it was written at another time than now, unless the process stands at another moment (`core.clock.travel`).
"""

from django.db import migrations, models

SQLITE = [
    """CREATE TRIGGER audit_written_now BEFORE INSERT ON audit_auditevent
       WHEN NOT kui_travels()
        AND (julianday(NEW.at) - julianday('now')) * 86400 NOT BETWEEN -900 AND 60
       BEGIN SELECT RAISE(ABORT, 'the trail is written as it happens'); END""",
]
POSTGRESQL = [
    """CREATE FUNCTION audit_written() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         NEW.db_role := session_user;
         IF NOT pg_has_role(session_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE') THEN
           NEW.at := clock_timestamp();
         END IF;
         RETURN NEW;
       END $$""",
    """CREATE TRIGGER audit_written BEFORE INSERT ON audit_auditevent
       FOR EACH ROW EXECUTE FUNCTION audit_written()""",
]
UNDO_SQLITE = ["DROP TRIGGER audit_written_now"]
UNDO_POSTGRESQL = ["DROP TRIGGER audit_written ON audit_auditevent", "DROP FUNCTION audit_written()"]


def arm(apps, schema_editor):
    """Create the trigger of this engine."""
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def disarm(apps, schema_editor):
    """Drop it."""
    for statement in UNDO_SQLITE if schema_editor.connection.vendor == "sqlite" else UNDO_POSTGRESQL:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """A column that may be empty: a long table is not written anew, and on SQLite keeps its triggers."""

    dependencies = [("audit", "0002_append_only")]
    operations = [
        migrations.AddField(
            "auditevent",
            "db_role",
            models.CharField(editable=False, max_length=63, null=True),
        ),
        migrations.RunPython(arm, disarm),
    ]
