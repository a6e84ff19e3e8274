"""Lists: one page at a time, with a count that stops counting, at the same cost on page 1 and on page 100."""

from collections.abc import Sequence

from django.db.models import QuerySet

PAGE_SIZE = 50
COUNT_LIMIT = 1000
# Beyond this, rows are found by their keys alone before they are fetched whole: a deep OFFSET then reads only an index.
DEEP = 500


class Page(Sequence):
    """One page of a list. Knows whether there is a next one by fetching one row too many, not by counting."""

    def __init__(self, rows: list, number: int, has_next: bool, count: int):
        self.rows, self.number, self._has_next, self.count = rows, number, has_next, count

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index]

    def has_next(self) -> bool:
        """Whether there are more rows."""
        return self._has_next

    def has_previous(self) -> bool:
        """Whether this is not the first page."""
        return self.number > 1

    def replace(self, rows: list) -> "Page":
        """The same page showing something made of its rows."""
        return Page(rows, self.number, self._has_next, self.count)


def page_number(request) -> int:
    """The page asked for; nonsense means the first."""
    text = request.GET.get("page", "1")
    return max(1, min(int(text), 100_000)) if text.isdecimal() and len(text) < 8 else 1


def bounded_count(rows: QuerySet, limit: int = COUNT_LIMIT) -> int:
    """How many rows there are, counted to ``limit + 1`` at most."""
    return rows.order_by()[: limit + 1].count()


def paginate(rows: QuerySet, number: int, size: int = PAGE_SIZE) -> Page:
    """The page ``number`` of ``rows``, which must be ordered down to a unique key. Two queries, three when deep."""
    start = (number - 1) * size
    if start >= DEEP:
        keys = list(rows.values_list("pk", flat=True)[start : start + size + 1])
        by_key = rows.order_by().in_bulk(keys[:size])
        found, has_next = [by_key[key] for key in keys[:size] if key in by_key], len(keys) > size
    else:
        found = list(rows[start : start + size + 1])
        found, has_next = found[:size], len(found) > size
    return Page(found, number, has_next, bounded_count(rows))
