"""How each process speaks to its database, and how long it waits for it: never for ever, and the web shortest of all.

A page that waits holds a thread, and a handful of them holds the site. What PostgreSQL breaks off is answered with the
page that says so (`core.middleware.DatabaseDownMiddleware`), and a job is run again (`core.jobs.queue`). Reports and
commands get longer: nobody waits for them.
"""

from pathlib import Path

import environ

SQLITE = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;"
        " PRAGMA cache_size=-20000;"
    ),
}


def database(env: environ.Env, folder: Path) -> dict:
    """Django's settings of the one database: `DATABASE_URL`, or else SQLite in ``folder``."""
    made = env.db("DATABASE_URL", default=f"sqlite:///{folder / 'kui.sqlite3'}")
    if made["ENGINE"] == "django.db.backends.sqlite3":
        return made | {"OPTIONS": SQLITE}
    return made | {
        "OPTIONS": {**_postgresql(env), **made.get("OPTIONS", {})},
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60),
    }


def _postgresql(env: environ.Env) -> dict:
    web = env("KUI_PROCESS", default="") == "web"  # gunicorn.conf.py says so
    told = {
        # The planner's default takes a look by index for four times as dear as reading on: true of disks that turn, not
        # of today's. Where many units share the base it would then read everybody's rows to find one unit's.
        "random_page_cost": "1.1",
        # One statement, and a lock that it waits for.
        "statement_timeout": _seconds(env, "KUI_DB_STATEMENT_SECONDS", 15)
        if web
        else _seconds(env, "KUI_DB_WORKER_STATEMENT_SECONDS", 600),
        "lock_timeout": _seconds(env, "KUI_DB_LOCK_SECONDS", 5),
        # A transaction in which nothing is asked holds its locks all the same: a PDF is drawn in one, a report's too.
        "idle_in_transaction_session_timeout": _seconds(env, "KUI_DB_IDLE_SECONDS", 60)
        if web
        else _seconds(env, "KUI_DB_WORKER_IDLE_SECONDS", 900),
    }
    return {
        "options": " ".join(f"-c {name}={value}" for name, value in told.items()),
        # How often a kept query (`core.kept`) is asked before PostgreSQL keeps its plan; the others never are.
        "prepare_threshold": 2 if env.bool("KUI_DB_PREPARE", default=True) else None,
        "connect_timeout": env.int("KUI_DB_CONNECT_SECONDS", default=3),
        # A server that vanished from the network answers nothing at all: what was sent counts as lost after so many ms.
        "tcp_user_timeout": 20_000,
        "keepalives_idle": 30,
        "keepalives_interval": 5,
        "keepalives_count": 3,
    }


def _seconds(env: environ.Env, name: str, default: int) -> str:
    return f"{env.int(name, default=default) * 1000}ms"
