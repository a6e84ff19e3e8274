"""Today's rows as somebody may see them, for pages that count them on every look: each question is compiled once.

They are the query sets of `querysets` and `breaches`, with the day and the reader in place (`core.compiled`); a test
holds the two together. A frozen report asks of another day and of every case of the unit, and goes the ordinary way.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models

from accounts.given import WhoLooks
from accounts.models import Role, User
from cases.models import Case
from core.compiled import Plain, Shape, compiled, worked_out
from reports.metrics.breaches import learned_by
from reports.metrics.periods import Month
from reports.metrics.point_in_time import PointInTime
from reports.metrics.querysets import cases_at, milestones_at, outcomes_at

_DAY = Plain(models.DateField())


class _Today(PointInTime):
    """A day that is known to be today, though not which."""

    live = True


@dataclass(frozen=True)
class _ItsMonth:
    """The ends of the month of a day."""

    first: object
    last: object


def _today(on) -> PointInTime:
    first, last = (
        worked_out(lambda day, end=end: getattr(Month.of(day), end), on) for end in ("first", "last")
    )
    return _Today(on, _ItsMonth(first, last))


@compiled(user=WhoLooks(), on=_DAY, names=Shape())
def cases_today(user, on, names):
    """The cases that ``user`` may see."""
    return cases_at(Case.objects.visible_to(user), _today(on)).values_list(*names)


@compiled(user=WhoLooks(), on=_DAY, names=Shape())
def milestones_today(user, on, names):
    """Their milestones that count in the month."""
    return milestones_at(Case.objects.visible_to(user), _today(on)).values_list(*names)


@compiled(user=WhoLooks(), on=_DAY, names=Shape())
def outcomes_today(user, on, names):
    """The destinations reached."""
    return outcomes_at(Case.objects.visible_to(user), _today(on)).values_list(*names)


@compiled(user=WhoLooks(), on=_DAY)
def breaches_today(user, on):
    """What we have learned about the duty, with its facts and what its clocks are reckoned from."""
    rows = learned_by(Case.objects.visible_to(user), _today(on)).select_related("case__person")
    return rows.only("learned_on", "mistake", "followed_on", "case__guide", "case__person__birth_date")


@compiled(unit=Plain(models.BigIntegerField()))
def people(unit):
    """Everybody of the unit, those no longer there included."""
    rows = User.objects.filter(unit=unit).exclude(role=Role.PARTNER).order_by("name", "pk")
    return rows.values_list("pk", "name", "role", "is_active")
