"""Many at once, in threads: for PostgreSQL, since SQLite lets one write at a time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.core.exceptions import ValidationError
from django.db import connection

from core.versions import Conflict


def at_once(n, act):
    """Call ``act(number)`` in ``n`` threads at the same moment; results, or the errors in their place."""
    gate = Barrier(n)

    def run(number):
        try:
            gate.wait(20)
            return act(number)
        except (ValidationError, Conflict) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(n) as pool:
        return list(pool.map(run, range(n)))
