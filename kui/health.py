"""How the processes are, for machines that watch them. Plain JSON, no personal data, nothing about versions.

`/healthz` says that this web process answers. `/readyz` says whether everything behind it does; a proxy should not take
the web away for it, since pages work while the broker or the worker is down, but whoever runs the place should know.
"""

from collections.abc import Callable
from datetime import timedelta

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import public
from core import clock
from core.jobs.models import Heartbeat

# The clock wakes the worker every half minute; four missed beats are no coincidence.
WORKER_SILENCE = timedelta(minutes=2)


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
    parts = {name: state_of(look) for name, look in CHECKS.items()}
    ready = all(state == "ok" for state in parts.values())
    return JsonResponse(
        {"status": "ok" if ready else "not ready", "checks": parts}, status=200 if ready else 503
    )


def state_of(look: Callable[[], None]) -> str:
    """`ok`, or what is wrong."""
    try:
        look()
    except NotReady as error:
        return str(error)
    except DatabaseError:
        return "the database does not answer"
    return "ok"


def database() -> None:
    """The database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


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


CHECKS = {"database": database, "migrations": migrations, "broker": broker, "worker": worker}
