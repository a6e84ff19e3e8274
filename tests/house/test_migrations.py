"""Every migration can be taken back, on a database that holds a unit's work, and leaves nothing behind."""

import os
import shutil
import subprocess
import sys
import uuid
from contextlib import contextmanager

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from tests.helpers import migrated

SCRIPT = """
import gc

gc.disable()  # models are made by the hundred and go with the process
import django
django.setup()
from django.core.management import call_command
from cases.models import Case
from django.db import connection
from kui import demo
from reports.snapshots import pdf
pdf.render = lambda report, lang="da": b"%PDF- "  # a year of real ones would take most of the time
demo.load(lambda text: None, running=2)
assert Case.objects.exists()
for app in ("accounts", "core", "audit"):  # … and with each whatever stands upon it
    call_command("migrate", app, "zero", verbosity=0)
# What the way back leaves is what there was before the first step, so the way up is the first one over again.
# (The cache's
# table is made by createcachetable, which has no way back.)
above = ("reports", "meetings", "practice", "participation", "programmes", "plans", "progress")
ours = (*above, "cases", "partners", "audit", "core", "accounts")
with connection.cursor() as cursor:
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name <> 'core_cache'")
    else:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'public'"
            " AND c.relname NOT LIKE 'core_cache%' UNION SELECT proname FROM pg_proc p"
            " JOIN pg_namespace n ON n.oid = pronamespace"
            " LEFT JOIN pg_depend d ON d.objid = p.oid AND d.deptype = 'e' WHERE nspname = 'public' AND d.objid IS NULL"
            " UNION SELECT cfgname FROM pg_ts_config c JOIN pg_namespace n ON n.oid = cfgnamespace"
            " WHERE nspname = 'public'"
        )
    left = [name for (name,) in cursor.fetchall() if name.startswith(ours)]
    assert not left, left
    cursor.execute("SELECT app, name FROM django_migrations")
    taken = [row for row in cursor.fetchall() if row[0] in ours]
    assert not taken, taken
"""


@contextmanager
def scratch(tmp_path):
    """The address of a migrated database that lives for the length of the block, on the engine under test."""
    if connection.vendor == "sqlite":
        shutil.copy(migrated.ensure(), tmp_path / "scratch.sqlite3")
        yield f"sqlite:///{tmp_path}/scratch.sqlite3"
        return
    name, given = f"kui_scratch_{uuid.uuid4().hex[:8]}", settings.DATABASES["default"]
    server = {
        "host": given["HOST"],
        "port": given["PORT"],
        "user": given["USER"],
        "password": given["PASSWORD"],
    }
    with psycopg.connect(dbname="postgres", autocommit=True, **server) as server_connection:
        server_connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{migrated.ensure()}"')
        try:
            secret = f":{given['PASSWORD']}" if given["PASSWORD"] else ""
            yield f"postgres://{given['USER']}{secret}@{given['HOST']}:{given['PORT']}/{name}"
        finally:
            server_connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.in_turn
def test_down_again_from_a_filled_database(tmp_path, django_db_blocker):
    with django_db_blocker.unblock(), scratch(tmp_path) as address:
        environment = {
            **os.environ,
            "DATABASE_URL": address,
            "KUI_MODE": "test",
            "KUI_VAR_DIR": str(tmp_path),
        }
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
