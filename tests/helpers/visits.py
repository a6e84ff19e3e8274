"""Every page of the matrix, as the first of those who may see it."""

from collections.abc import Iterable, Iterator

from tests.access_rows import ACTS, PAGES, PRINCIPALS, Row
from tests.helpers import world as worlds

# Seen from whom, where a page lets in several.
FIRST = ("owner", "leader", "admin", "colleague", "partner", *PRINCIPALS)


def pages(world, rows: Iterable[Row]) -> Iterator[tuple]:
    """``(row, principal, response)`` of every row that answers a GET with a whole page."""
    for row in rows:
        if "get" not in row.methods:
            continue
        for kind in ("plain", "closed") if row.about_a_case else (None,):
            allowed = row.only or (ACTS[row.rule][kind] if row.about_a_case else PAGES[row.rule])
            principal = next((name for name in FIRST if name in allowed), None)
            if principal is None:
                continue
            response = worlds.call(world, row, principal, kind, "get")
            if response.streaming:
                continue
            if response.status_code == 200 and response.content.lstrip()[:15].lower() == b"<!doctype html>":
                yield row, principal, response
                break
