"""Whether what waits to be sent is still wanted: the function that its row names is asked just before it leaves."""

from django.utils.module_loading import import_string

from core.outages import is_database_away


class CannotAsk(Exception):
    """The function broke, or there is none any more; the text says how. What is not known to be wanted stays here."""


def is_wanted(check: str) -> bool:
    """The answer of ``check``, ``"dotted.path:argument"``; "" is always wanted.

    Raises CannotAsk for a function that breaks: one row must not hold up all behind it. A database that is away is no
    fault of the row's, and raised as it is.
    """
    if not check:
        return True
    path, _, argument = check.partition(":")
    try:
        return bool(import_string(path)(argument))
    except Exception as error:
        if is_database_away(error):
            raise
        raise CannotAsk(type(error).__name__) from error
