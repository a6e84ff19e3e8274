"""On PostgreSQL, a trigram index makes a search inside names fast; SQLite scans, which a unit's size allows."""

from django.db import migrations


def add(apps, schema_editor):
    """Create the extension and the index."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        schema_editor.execute(
            "CREATE INDEX person_search_trgm ON cases_youngperson USING gin (search_name gin_trgm_ops)"
        )


def remove(apps, schema_editor):
    """Drop the index; the extension may serve others."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX person_search_trgm")


class Migration(migrations.Migration):
    """Trigram index on the folded name."""

    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
