"""Telling a database that is away, or that broke off because something was waited for too long, from a mistake."""

from django.db import InterfaceError, InternalError, OperationalError

# PostgreSQL ended the session because its transaction stood still: the one of our limits that it calls internal.
STOOD_STILL = "25P03"


def is_database_away(error: BaseException | None) -> bool:
    """Whether trying again later may help."""
    if isinstance(error, InternalError):
        return getattr(error.__cause__, "sqlstate", "") == STOOD_STILL
    return isinstance(error, OperationalError | InterfaceError)
