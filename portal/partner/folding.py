"""Lines of a partner's first page that say the same of many: folded into one, which opens them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import ngettext

from portal.promises.waiting import WaitingRow

# So many of a kind in a row, and they are folded.
FOLD_FROM = 3


@dataclass(frozen=True, slots=True)
class Fold:
    """Rows that stand together; with ``words`` they are folded under them."""

    rows: tuple[WaitingRow, ...]
    words: str = ""


def _words(kind: str, n: int) -> str:
    """What ``n`` rows of the kind say together; "" for a kind that is never folded."""
    words = {
        "late": ngettext(
            "%(n)s young person: agreements are overdue", "%(n)s young people: agreements are overdue", n
        ),
        "soon": ngettext(
            "%(n)s young person: agreements are due within two weeks",
            "%(n)s young people: agreements are due within two weeks",
            n,
        ),
        "meeting": ngettext(
            "%(n)s meeting waits for whether you come", "%(n)s meetings wait for whether you come", n
        ),
        "question": ngettext(
            "%(n)s question from youth guides waits for an answer",
            "%(n)s questions from youth guides wait for an answer",
            n,
        ),
        "outcome": ngettext("%(n)s proposal of yours has ended", "%(n)s proposals of yours have ended", n),
        "ending": ngettext(
            "%(n)s young person: what you may know ends soon",
            "%(n)s young people: what you may know ends soon",
            n,
        ),
    }.get(kind, "")
    return words % {"n": n} if words else ""


def folded(rows: Iterable[WaitingRow]) -> list[Fold]:
    """The rows in their order, those of a kind together, and folded when they are many."""
    made = []
    for kind, found in groupby(rows, key=lambda row: row.kind):
        alike = tuple(found)
        made.append(Fold(alike, _words(kind, len(alike)) if len(alike) >= FOLD_FROM else ""))
    return made
