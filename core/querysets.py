"""Query sets that are put together once: Django takes longer to do that than the database to answer."""

from collections.abc import Callable
from functools import lru_cache, wraps

from django.db.models import QuerySet


def built_once(build: Callable[..., QuerySet]) -> Callable[..., QuerySet]:
    """Decorate a function whose query set follows from its arguments alone, such as the day: it is put together once
    for each of them. Every caller gets a copy, which is asked anew: what is kept is the question, never the rows.

    What it must not hold: a user, a moment, a limit that an administrator may change, a translated word.
    """
    kept = lru_cache(maxsize=16)(build)

    @wraps(build)
    def copy(*args) -> QuerySet:
        return kept(*args).all()

    return copy
