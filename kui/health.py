"""How the processes are, for machines that watch them. Plain JSON, no personal data, nothing about versions.

`/healthz` says that this web process answers. `/readyz` says whether everything behind it does; a proxy should not take
the web away for it, since pages work while the broker or the worker is down, but whoever runs the place should know.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta

import redis
from django.conf import settings
from django.db import Error, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import public
from audit.models import AuditEvent
from core import clock
from core.jobs.models import Heartbeat

# The clock wakes the worker every half minute; four missed beats are no coincidence.
WORKER_SILENCE = timedelta(minutes=2)
# How long the database may take over each answer: whoever watches wants to hear of a lock, not to wait for it.
PATIENCE = "1s"
AWAY = "the database does not answer"


class NotReady(Exception):
    """Something behind the web process is not as it should be; the text says what."""


@public
@never_cache
@require_safe
def healthz(request):
    """200 when this process answers at all."""
    return JsonResponse({"status": "ok"})


@public
@never_cache
@require_safe
def readyz(request):
    """200 when all parts are ready, otherwise 503; the answer names each part and what is wrong with it."""
    parts: dict[str, str] = {}
    for name, look in CHECKS.items():
        # A database that is away is asked once: each try may take seconds.
        away = parts.get("database") == AWAY and look is not broker
        parts[name] = AWAY if away else state_of(look)
    ready = all(state == "ok" for state in parts.values())
    return JsonResponse(
        {"status": "ok" if ready else "not ready", "checks": parts}, status=200 if ready else 503
    )


def state_of(look: Callable[[], None]) -> str:
    """`ok`, or what is wrong."""
    try:
        with nullcontext() if look is broker else impatient():
            look()
    except NotReady as error:
        return str(error)
    except Error:
        return AWAY
    return "ok"


@contextmanager
def impatient() -> Iterator[None]:
    """Ask the database within, without waiting for it long."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = '{PATIENCE}'; SET LOCAL lock_timeout = '{PATIENCE}'")
        yield


def database() -> None:
    """The database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def trail() -> None:
    """The trail can be written: what locks it closes every page of a case."""
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(AuditEvent._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN ROW EXCLUSIVE MODE")


def migrations() -> None:
    """Every migration that this code knows has been applied, and the cache that counts sign-ins has its table."""
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if waiting:
        raise NotReady(f"{waiting} migrations are not applied")
    if settings.CACHES["default"]["LOCATION"] not in connection.introspection.table_names():
        raise NotReady("the cache table is missing")


def broker() -> None:
    """Redis answers, where it is what carries the calls to the workers."""
    if not settings.REDIS_URL:
        return
    try:
        redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1).ping()
    except redis.RedisError as error:
        raise NotReady("the broker does not answer") from error


def worker() -> None:
    """A worker has been heard from lately: the clock runs, the broker carries, the worker works."""
    beat = Heartbeat.objects.filter(name="worker").first()
    if beat is None:
        raise NotReady("no worker has been heard from yet")
    silence = clock.now() - beat.at
    if silence > WORKER_SILENCE:
        raise NotReady(f"no worker has been heard from for {int(silence.total_seconds())} seconds")


CHECKS = {
    "database": database,
    "migrations": migrations,
    "trail": trail,
    "broker": broker,
    "worker": worker,
}
