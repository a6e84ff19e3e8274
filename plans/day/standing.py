"""What the sources begin with: the cases of a day, fetched once."""

from collections.abc import Iterable

from cases.models import Case, Status
from cases.rows import LIST_COLUMNS


def with_columns(rows):
    """The open ones of ``rows`` with every column that a line reads; one query for all of them."""
    return (
        rows.open()
        .select_related("person", "guide", "cover")
        .only(*LIST_COLUMNS, "opened_on", "cover__name")
        .order_by("id")
    )


def own_cases(user) -> list[Case]:
    """The open cases that ``user`` carries or stands in for, with what the lines need; one query."""
    return list(with_columns(Case.objects.own_of(user)))


def running(cases: dict) -> Iterable[Case]:
    """Those that run: a paused case, or one that waits for a guide, asks for no talk."""
    return (case for case in cases.values() if case.status == Status.RUNNING)
