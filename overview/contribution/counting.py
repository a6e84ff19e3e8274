"""Kinds of effort and what they contributed, counted; each number opens its list."""

from collections import Counter
from collections.abc import Callable

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from cases.models import Case
from plans.models import Contribution, EffortKind
from reports.metrics.definitions.efforts import efforts_ended
from reports.metrics.metric import Number
from reports.metrics.querysets import UNKNOWN
from reports.presentation.elements import Cell, Table

# The columns: the yardstick, and what nobody has said.
COLUMNS = (*Contribution.values, UNKNOWN)


def ended_for(user) -> Number:
    """The unit's efforts that ended within a year, as ``user`` may see them."""
    return efforts_ended(user.unit, cases=Case.objects.visible_to(user))


def out_of_sight(user, seen: int) -> int:
    """How many of the unit's efforts are in none of the numbers, which hold ``seen``: those of shielded cases."""
    return efforts_ended(user.unit).value - seen


def words_of(contribution: str) -> str:
    """A column in words."""
    return _("Unknown") if contribution == UNKNOWN else str(Contribution(contribution).label)


def narrowed(rows: QuerySet, kind: EffortKind | None, contribution: str) -> QuerySet:
    """The efforts behind one number: of a kind, with a contribution; None and "" are all."""
    if kind is not None:
        rows = rows.filter(at_kind=kind.pk)
    return rows.filter(at_contribution=contribution) if contribution else rows


def table_of(rows: QuerySet, link: Callable[..., str]) -> Table:
    """A row for each kind that has any, and a column for each contribution; two queries."""
    counted = Counter()
    for kind, contribution, n in (
        rows.order_by().values_list("at_kind", "at_contribution").annotate(Count("pk"))
    ):
        for key in ((kind, contribution), (kind, ""), (None, contribution), (None, "")):
            counted[key] += n
    kinds = [kind for kind in EffortKind.objects.all() if counted[kind.pk, ""]]

    def cells(kind: EffortKind | None) -> list[Cell]:
        pk = kind.pk if kind else None
        return [Cell(counted[pk, column], link(kind=pk, contribution=column)) for column in ("", *COLUMNS)]

    return Table(
        "contribution",
        _("Kinds of effort"),
        [_("Kind"), _("Have ended"), *map(words_of, COLUMNS)],
        [[Cell(str(kind)), *cells(kind)] for kind in kinds],
        total=[Cell(_("All together")), *cells(None)] if kinds else None,
        note=_("Few efforts say little: read the list behind the number, and talk about it."),
    )
