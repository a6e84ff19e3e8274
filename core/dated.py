"""Facts that change are dated rows.

A row says what held from ``from_on`` up to, not including, ``until_on``, and when we knew it. Rows are corrected
and ended by superseding: the old row stays and the new one is written beside it, so that "as of 31 December, known
on 8 January" can be computed again and again.
"""

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.constraints import Taken


class KnownQuerySet(models.QuerySet):
    """Adjectives of rows that are superseded and never overwritten."""

    def current(self):
        """What we hold to be true now, about any day."""
        return self.filter(superseded_at=None)

    def known_on(self, moment: datetime):
        """What we held to be true at ``moment``."""
        return self.filter(Q(superseded_at=None) | Q(superseded_at__gt=moment), recorded_at__lte=moment)


class DatedQuerySet(KnownQuerySet):
    """Adjectives of dated rows."""

    def holding(self, on: date):
        """Rows whose period holds the day ``on``; combine with `current` or `known_on`."""
        return self.filter(Q(until_on=None) | Q(until_on__gt=on), from_on__lte=on)

    def afresh(self, *same: str):
        """Rows written as new, not by superseding one that said the ``same``, as an undo gives back what stood."""
        says = {name: OuterRef(name) for name in (*same, "from_on")}
        return self.exclude(Exists(self.model.objects.filter(superseded_at=OuterRef("recorded_at"), **says)))


class Dated(models.Model):
    """What held from ``from_on`` up to, not including, ``until_on`` (None: still)."""

    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False
    )
    superseded_at = models.DateTimeField(null=True, editable=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="%(app_label)s_%(class)s_runs_forward",
                violation_error_message=_("The last day is before the first."),
            )
        ]

    def holds(self, on: date) -> bool:
        """Whether the row's period holds the day ``on``; the same as the queryset's `holding`."""
        return self.from_on <= on and (self.until_on is None or self.until_on > on)

    def supersede(self, *, by, **values) -> "Dated":
        """Write the row anew with ``values`` changed; the old one is kept as what we knew until now.

        Raises core.constraints.Taken when somebody has written it anew meanwhile.
        """
        moment = clock.now()
        self._leave(moment)
        copied = {
            f.attname: getattr(self, f.attname) for f in self._meta.concrete_fields if not f.primary_key
        }
        copied |= {"recorded_at": moment, "recorded_by_id": by.pk if by else None, "superseded_at": None}
        successor = type(self)(**(copied | values))
        successor.save(force_insert=True)
        return successor

    def end(self, *, by, on: date) -> "Dated":
        """End the row: ``on`` is the first day it no longer holds."""
        return self.supersede(by=by, until_on=max(on, self.from_on))

    def retract(self) -> None:
        """Take the row back: it stays as what we knew until now, and nothing takes its place.

        Raises core.constraints.Taken when somebody has written it anew meanwhile.
        """
        moment = clock.now()
        self._leave(moment)
        self.superseded_at = moment

    def again(self, *, by) -> "Dated":
        """Write a row anew that was superseded or retracted: it holds as it did."""
        copied = {
            f.attname: getattr(self, f.attname) for f in self._meta.concrete_fields if not f.primary_key
        }
        copied |= {"recorded_at": clock.now(), "recorded_by_id": by.pk, "superseded_at": None}
        row = type(self)(**copied)
        row.save(force_insert=True)
        return row

    def _leave(self, moment: datetime) -> None:
        rows = type(self)._base_manager.filter(pk=self.pk, superseded_at=None)
        if not rows.update(superseded_at=moment):
            raise Taken(_("Somebody has changed this meanwhile. Look at it again."))


def take_back(rows: models.QuerySet, since: datetime, until: datetime, *, by) -> list[Dated]:
    """Let ``rows`` stand as they did before ``since``: what an act wrote up to ``until`` is retracted, and what it
    superseded holds again. Returns what does; what was known meanwhile stays so.
    """
    for row in rows.filter(superseded_at=None, recorded_at__range=(since, until)):
        row.retract()
    gone = rows.filter(superseded_at__range=(since, until), recorded_at__lt=since)
    return [row.again(by=by) for row in gone.order_by("recorded_at", "pk")]
