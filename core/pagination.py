"""Lists: one page at a time, with a count that stops counting, at the same cost on page 1 and on page 100."""

from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

PAGE_SIZE = 50
COUNT_LIMIT = 1000
# Beyond this, rows are found by their keys alone before they are fetched whole: a deep OFFSET then reads only an index.
DEEP = 500
LAST_PAGE = 100_000


class BoundedPage(Page):
    """One page of a list. Knows whether there is a next one by one row too many, not by counting."""

    def __init__(self, rows, number: int, paginator: "BoundedPaginator", *, has_next: bool):
        super().__init__(rows, number, paginator)
        self._has_next = has_next

    def has_next(self) -> bool:
        """Whether there are more rows."""
        return self._has_next

    @property
    def count(self) -> int:
        """How many rows the whole list has, counted to ``COUNT_LIMIT + 1`` at most."""
        return self.paginator.count


class BoundedPaginator(Paginator):
    """The pages of a queryset ordered down to a unique key, or of a computed list: two queries a page, three when deep.

    How many pages there are is asked only when there are not so many: beyond the last page is the last, and nonsense
    means the first.
    """

    num_pages = None

    def __init__(self, rows, size: int = PAGE_SIZE):
        super().__init__(rows, size)

    @cached_property
    def count(self) -> int:
        """How many rows there are; those of a database are counted to ``COUNT_LIMIT + 1`` at most."""
        rows = self.object_list
        return rows.order_by()[: COUNT_LIMIT + 1].count() if isinstance(rows, QuerySet) else len(rows)

    def _last(self) -> int:
        rows = self.object_list
        total = rows.order_by().count() if isinstance(rows, QuerySet) else len(rows)
        self.count = min(total, COUNT_LIMIT + 1) if isinstance(rows, QuerySet) else total
        return max(1, -(-total // self.per_page))

    def validate_number(self, number) -> int:
        """The page that is asked for."""
        text = str(number)
        return max(1, min(int(text), LAST_PAGE)) if text.isdecimal() and len(text) < 8 else 1

    def page(self, number) -> BoundedPage:
        """One page."""
        number = self.validate_number(number)
        start, rows = (number - 1) * self.per_page, self.object_list
        end = start + self.per_page + 1
        if start >= DEEP and isinstance(rows, QuerySet):
            keys = list(rows.values_list("pk", flat=True)[start:end])
            by_key = rows.order_by().in_bulk(keys[: self.per_page])
            found, has_next = [by_key[key] for key in keys if key in by_key], len(keys) > self.per_page
        else:
            found = list(rows[start:end])
            found, has_next = found[: self.per_page], len(found) > self.per_page
        if not found and number > 1:
            return self.page(self._last())
        return BoundedPage(found, number, self, has_next=has_next)
