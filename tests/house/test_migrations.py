"""Every migration can be taken back and done again, on a database that holds a unit's work."""

import os
import subprocess
import sys
import uuid
from contextlib import contextmanager

import psycopg
from django.conf import settings
from django.db import connection

SCRIPT = """
import django
django.setup()
from django.core.management import call_command
from cases.models import Case
from django.db import connection
from kui import demo
call_command("migrate", verbosity=0)
demo.load(lambda text: None, running=2)
assert Case.objects.exists()
for app in ("accounts", "core", "audit"):  # … and with each whatever stands upon it
    call_command("migrate", app, "zero", verbosity=0)
ours = ("reports_", "practice_", "plans_", "cases_", "partners_", "audit_", "core_", "accounts_")
left = [name for name in connection.introspection.table_names() if name.startswith(ours)]
assert set(left) <= {"core_cache"}, left  # made by createcachetable, which has no way back
call_command("migrate", verbosity=0)
assert not Case.objects.exists()
"""


@contextmanager
def scratch(tmp_path):
    """The address of a database that lives for the length of the block, on the engine under test."""
    if connection.vendor == "sqlite":
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
        server_connection.execute(f'CREATE DATABASE "{name}"')
        try:
            secret = f":{given['PASSWORD']}" if given["PASSWORD"] else ""
            yield f"postgres://{given['USER']}{secret}@{given['HOST']}:{given['PORT']}/{name}"
        finally:
            server_connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_up_down_and_up_again_on_a_filled_database(tmp_path):
    with scratch(tmp_path) as address:
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
