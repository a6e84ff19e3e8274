"""One act while another's transaction is open; each has a connection of its own, so it takes PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from core.versions import Conflict

# Seconds: many times what an act takes that need not wait.
LONG = 1.5


def meanwhile(first, second):
    """Act ``first``, and ``second`` before that is committed: whether the second waited, and its result or error."""
    acted, done, results = Event(), Event(), []

    def run():
        acted.wait(20)
        try:
            results.append(second())
        except (ValidationError, Conflict) as error:
            results.append(error)
        finally:
            done.set()
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(run)
        with transaction.atomic():
            first()
            acted.set()
            waited = not done.wait(LONG)
        running.result(20)
    return waited, results[0]
