"""A migrated database, made once for each state of the migrations and copied by every process that tests.

Taking every migration costs about ten seconds of processor time, a copy a few hundredths. `ensure` makes the
database of the present settings when it is not there yet; ``python -m tests.helpers.migrated`` does the same
from the command line.
"""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

import django
from django.apps import apps
from django.conf import settings
from django.db import connection

PREFIX = "kui_migrated_"
# Kept so that another checkout, or a branch that one goes back to, does not have to begin anew.
KEPT = 4


def fingerprint() -> str:
    """What tells one state of the migrations from another: their texts, and what runs them."""
    digest = hashlib.sha256()
    for package in ("Django", "django-allauth", "psycopg"):
        digest.update(version(package).encode())
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def ensure() -> str:
    """The database to copy: a file's path on SQLite, a database's name on PostgreSQL. Migrates it first if need be."""
    make = _sqlite if connection.vendor == "sqlite" else _postgresql
    with _alone():
        return make(PREFIX + fingerprint())


@contextmanager
def _alone():
    """Of several processes one migrates, and the others wait for it."""
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with open(settings.VAR_DIR / f"{PREFIX}{connection.vendor}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _sqlite(name: str) -> str:
    path = settings.VAR_DIR / f"{name}.sqlite3"
    if not path.exists():
        half = path.with_suffix(".half")
        half.unlink(missing_ok=True)
        _migrate(f"sqlite:///{half}")
        with closing(sqlite3.connect(half)) as database:
            database.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it
        half.rename(path)
        for old in sorted(settings.VAR_DIR.glob(f"{PREFIX}*.sqlite3"), key=lambda p: p.stat().st_mtime)[
            :-KEPT
        ]:
            old.unlink()
    return str(path)


def _postgresql(name: str) -> str:
    half = f"{name}_half"
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid", [PREFIX]
        )
        there = [row[0] for row in cursor.fetchall()]
        if name not in there:
            cursor.execute(f'DROP DATABASE IF EXISTS "{half}"')
            cursor.execute(f'CREATE DATABASE "{half}"')
            given = settings.DATABASES["default"]
            secret = f":{quote(given['PASSWORD'])}" if given["PASSWORD"] else ""
            _migrate(f"postgres://{given['USER']}{secret}@{given['HOST']}:{given['PORT'] or 5432}/{half}")
            cursor.execute(f'ALTER DATABASE "{half}" RENAME TO "{name}"')
            for old in [one for one in there if not one.endswith("_half")][: 1 - KEPT]:
                cursor.execute(f'DROP DATABASE IF EXISTS "{old}"')
    return name


def _migrate(address: str) -> None:
    """Take every migration in a process of its own, whose connection ends with it."""
    environment = {**os.environ, "KUI_MODE": "test", "DATABASE_URL": address}
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=settings.BASE_DIR, env=environment, check=True,
    )  # fmt: skip


def copy_into(name: str) -> sqlite3.Connection:
    """Fill the SQLite database ``name`` with the migrated one; the connection keeps a database in memory alive."""
    held = sqlite3.connect(name, uri=name.startswith("file:"), check_same_thread=False)
    with closing(sqlite3.connect(ensure())) as source:
        source.backup(held)
    return held


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kui.settings")
    django.setup()
    ensure()
