"""The list of who is new or leaves, on their own Min dag while something on it is open."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from practice.models import Point
from practice.onboarding.rules import Direction, is_late
from workspace.lines.source import About, Told, told


@dataclass(frozen=True, slots=True)
class ShownPoint:
    """A point as Min dag shows it."""

    pk: int
    text: str
    link: str
    due_on: date
    is_late: bool


@dataclass(slots=True)
class Shown:
    """A list, with the points that are open, first those due first."""

    pk: int
    is_leaving: bool
    points: list[ShownPoint] = field(default_factory=list)


def introduction_rows(about: About) -> QuerySet:
    """The open points of the user's lists that run."""
    rows = Point.objects.open().filter(introduction__user=about.user)
    columns = {"number": "pk", "other": "introduction_id", "day": "due_on", "what": "text", "more": "link"}
    return told("introduction", rows, who="introduction__direction", **columns)


def introductions(about: About, rows: list[Told]) -> list[Shown]:
    """Each list on which something is open."""
    found: dict[int, Shown] = {}
    for row in sorted(rows, key=lambda row: (row.day, row.number)):
        one = found.setdefault(row.other, Shown(row.other, row.who == Direction.LEAVING))
        late = is_late(row.day, None, about.today)
        one.points.append(ShownPoint(row.number, row.what, row.more, row.day, late))
    return list(found.values())
