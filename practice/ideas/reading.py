"""The ideas that may be read: those that were kept back long enough to tell nobody's name."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from accounts.models import Unit
from core.kept import Given, kept
from practice.ideas.models import Idea
from practice.ideas.rules import is_late, shown_from


@dataclass(frozen=True, slots=True)
class Shown:
    """An idea as it is read: with the last month of those shown together, and since when it is shown."""

    idea: Idea
    until: date
    since: date

    def is_late(self, on: date) -> bool:
        """Whether nobody has answered it in time."""
        return not self.idea.is_answered and is_late(self.since, on)


def months_shown(unit: Unit, on: date) -> dict[date, tuple[date, date]]:
    """The months whose ideas are shown; one query, which reads no text."""
    return shown_from(_months().ask(unit=unit.pk), on)


@kept
def _months() -> QuerySet:
    return Idea.objects.filter(unit=Given("unit")).order_by().values_list("month", flat=True)


def ideas_shown(unit: Unit, on: date) -> QuerySet:
    """The unit's ideas that are shown on the day, in an order that tells nothing; two queries."""
    return Idea.objects.filter(unit=unit, month__in=months_shown(unit, on)).select_related("answered_by")


def with_since(rows, shown: dict[date, tuple[date, date]]) -> list[Shown]:
    """Each with the month it is shown under: of those that wait, the ones shown longest first."""
    return [Shown(row, *shown[row.month]) for row in rows]


def unanswered(unit: Unit, on: date) -> list[Shown]:
    """Those that are shown and not answered, shown longest first; two queries."""
    shown = months_shown(unit, on)
    rows = Idea.objects.filter(unit=unit, month__in=shown, status=Idea.Status.NEW)
    return sorted(with_since(rows, shown), key=lambda found: (found.since, str(found.idea.pk)))


def late(unit: Unit, on: date) -> list[Shown]:
    """Those that nobody answered in time; two queries."""
    return [found for found in unanswered(unit, on) if found.is_late(on)]


def answered_ideas(unit: Unit) -> QuerySet:
    """What was proposed and what the unit answered, the latest answer first: for the young person's own page too.

    Nothing of who answered is to be drawn there; ``practice/ideas/_answered.html`` draws it.
    """
    rows = Idea.objects.filter(unit=unit).exclude(status=Idea.Status.NEW)
    return rows.order_by("-answered_on", "pk")
