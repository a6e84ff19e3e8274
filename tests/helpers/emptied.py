"""A database that a transactional test wrote to, as it was before the first test.

Django empties every table, one file on the disk after the other, and what the migrations put into the tables of
reference goes along. Here those are remembered before the first test, and afterwards only tables that hold anything are
emptied and filled again: there are few of them, with few rows.
"""

import sqlite3

from django.db import connection

# On SQLite the whole database of before the first test.
_untouched = sqlite3.connect(":memory:", check_same_thread=False)
# On PostgreSQL a copy of each table that was not empty, in a schema of its own.
SCHEMA = "untouched"


def remember() -> None:
    """Keep the database as the migrations left it."""
    if connection.vendor == "sqlite":
        connection.connection.backup(_untouched)
        return
    with connection.cursor() as cursor:
        # What a test writes is gone with it: nobody waits until it is on the disk.
        name = connection.settings_dict["NAME"]
        cursor.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off; SET synchronous_commit = off')
        cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE; CREATE SCHEMA {SCHEMA}")
        for table in _filled(cursor, _tables(cursor)):
            cursor.execute(f'CREATE TABLE {SCHEMA}."{table}" AS TABLE public."{table}"')


def copied() -> sqlite3.Connection:
    """SQLite's whole database as it stands, with no transaction open."""
    copy = sqlite3.connect(":memory:", check_same_thread=False)
    connection.connection.backup(copy)
    return copy


def put_back(stood: sqlite3.Connection | None = None) -> None:
    """The database as it was remembered, or on SQLite as it ``stood`` when it was copied."""
    connection.close_if_unusable_or_obsolete()
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        (stood or _untouched).backup(connection.connection)
        return
    with connection.cursor() as cursor:
        cursor.execute(_statements(cursor))


def _tables(cursor, schema: str = "public") -> list[str]:
    """The tables of ``schema``, but for the list of the migrations, which stays as it is."""
    cursor.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename <> 'django_migrations'"
        " ORDER BY tablename",
        [schema],
    )
    return [table for (table,) in cursor.fetchall()]


def _filled(cursor, tables: list[str]) -> list[str]:
    asked = (f"SELECT '{table}' WHERE EXISTS (SELECT FROM public.\"{table}\")" for table in tables)
    cursor.execute(" UNION ALL ".join(asked))
    return [table for (table,) in cursor.fetchall()]


def _statements(cursor) -> str:
    """One transaction that empties what is filled and fills what was.

    The database's own rules stand aside meanwhile: the trail rightly refuses to be emptied, and words that are put back
    have their places in the search already. What refers to what is asked about at the end, when all is there.
    """
    kept = _tables(cursor, SCHEMA)
    filled = sorted({*_filled(cursor, _tables(cursor)), *kept})
    cursor.execute(
        "SELECT DISTINCT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal"
    )
    ruled = [table for (table,) in cursor.fetchall() if table in filled]
    return (
        "BEGIN;"
        + "".join(f'ALTER TABLE public."{table}" DISABLE TRIGGER USER;' for table in ruled)
        + "".join(f'DELETE FROM public."{table}";' for table in filled)
        + "".join(f'INSERT INTO public."{table}" SELECT * FROM {SCHEMA}."{table}";' for table in kept)
        + "SET CONSTRAINTS ALL IMMEDIATE;"
        + "".join(f'ALTER TABLE public."{table}" ENABLE TRIGGER USER;' for table in ruled)
        + "COMMIT;"
    )
