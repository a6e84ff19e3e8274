"""What PostgreSQL searches the table of texts by. Its triggers are put up after migrations (`workspace.search.triggers`)."""

from django.db import migrations

from workspace.search import triggers

POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "ALTER TABLE workspace_searchentry ADD COLUMN words tsvector"
    " GENERATED ALWAYS AS (to_tsvector('danish', text) || to_tsvector('simple', text)) STORED",
    "CREATE INDEX search_words ON workspace_searchentry USING gin (words)",
    "CREATE INDEX search_pieces ON workspace_searchentry USING gin (text gin_trgm_ops)",
)


def add(apps, schema_editor):
    """Add column and indexes."""
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL:
            schema_editor.execute(statement)


def remove(apps, schema_editor):
    """Take the triggers away; the column goes with the table."""
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("workspace", "0001_initial"), ("plans", "0002_destinations")]
    operations = [migrations.RunPython(add, remove)]
