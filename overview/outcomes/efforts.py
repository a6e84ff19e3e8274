"""Which kinds of effort stood behind the steps that were reached; each number is the length of a list of milestones."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from uuid import UUID

from django.db.models import F, QuerySet

from overview.outcomes.figures import NONE, Figures
from plans.efforts.rules import never_began_q
from plans.models import Effort, EffortKind, Milestone


class Steps:
    """The milestones reached in the cases that began in the period, and the kinds of effort behind them."""

    def __init__(self, figures: Figures):
        self.figures = figures

    def rows(self) -> QuerySet[Milestone]:
        """Milestones reached in the cases that are counted, after each was opened."""
        return Milestone.objects.filter(
            plan__case__in=self.figures.cases.values("pk"),
            reached_on__gte=F("plan__case__opened_on"),
            reached_on__lte=self.figures.when.on,
        )

    @cached_property
    def all(self) -> set[UUID]:
        """The key of each."""
        return set(self.rows().order_by().values_list("pk", flat=True))

    @cached_property
    def by_kind(self) -> dict[str, set[UUID]]:
        """By the key of the kind of effort, the steps that an effort of it is written to and that it had begun by."""
        rows = Effort.objects.standing().exclude(never_began_q())
        rows = rows.filter(milestones__in=self.rows(), from_on__lte=F("milestones__reached_on"))
        found: dict[str, set[UUID]] = defaultdict(set)
        for kind, step in rows.order_by().values_list("kind", "milestones"):
            found[str(kind)].add(step)
        return dict(found)

    @cached_property
    def kinds(self) -> list[EffortKind]:
        """The kinds that stood behind any step, the most frequent first."""
        rows = list(EffortKind.objects.filter(pk__in=list(self.by_kind)))
        return sorted(rows, key=lambda kind: -len(self.by_kind[str(kind.pk)]))

    def of(self, kind: str) -> set[UUID]:
        """The steps behind a number: of a kind by its key, NONE for those without any effort, "" for all.

        Raises KeyError for a kind that stood behind none.
        """
        if kind == NONE:
            return self.all.difference(*self.by_kind.values())
        if not kind:
            return self.all
        return self.by_kind[kind]
