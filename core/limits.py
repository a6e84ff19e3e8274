"""Numbers that rules stand on: each a row with the day from which it holds and where that is written.

A law changes one number from one day. So a limit is never a constant in the code: an administrator adds the new value
from its day, and what happened before is still judged by what held then. `declare` says which limits exist (a package
declares its own, in its ``limits.py``), `limit` is the one lookup.
"""

from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from time import monotonic

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core import clock


class LimitMissing(LookupError):
    """No row says what this limit is."""


class Limit(models.Model):
    """The value of a limit from the day ``valid_from``, until the next row's day. Rows are added and never changed.

    A row may be taken back as a mistake: it stays, as what we meant until then.
    """

    class Unit(models.TextChoices):
        """What the value counts. A day of the year is written month and day: 701 is 1 July."""

        YEARS = "years", _("years")
        MONTHS = "months", _("months")
        DAYS = "days", _("calendar days")
        WORKING_DAYS = "working_days", _("working days")
        DAY_OF_YEAR = "day_of_year", _("day of the year")
        YES_NO = "yes_no", _("yes or no")

    code = models.CharField(max_length=40)
    value = models.PositiveIntegerField(_("value"))
    unit = models.CharField(max_length=12, choices=Unit.choices)
    valid_from = models.DateField(_("holds from"))
    source = models.CharField(_("where it is written"), max_length=400)
    note = models.CharField(_("remark"), max_length=400, blank=True)
    # Ids and names, no foreign keys: this package knows no users.
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.BigIntegerField(null=True, editable=False)
    recorded_by_name = models.CharField(max_length=200, blank=True, editable=False)
    superseded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["code", "valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                condition=Q(superseded_at=None),
                name="one_value_from_a_day",
                violation_error_message=_("There is a value from that day already."),
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="limit_has_a_source",
                violation_error_message=_("Say where it is written."),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.value} from {self.valid_from}"


@dataclass(frozen=True)
class Declared:
    """A limit that the product asks for: its words, what it counts, and between which values it makes sense."""

    code: str
    group: Promise | str
    title: Promise | str
    explanation: Promise | str
    unit: str
    least: int = 0
    most: int = 400
    # Read only when something new is made, which from then on has a value of its own: no past day is judged by it.
    begins_only: bool = False

    @property
    def unit_label(self) -> str:
        """What the value counts, in words."""
        return str(Limit.Unit(self.unit).label)

    def refuses(self, value: int) -> bool:
        """Whether the value makes no sense for this limit."""
        if self.unit == Limit.Unit.DAY_OF_YEAR:
            try:
                date(2000, value // 100, value % 100)
            except ValueError:
                return True
            return False
        return not self.least <= value <= (1 if self.unit == Limit.Unit.YES_NO else self.most)


def in_words(value: int, unit: str) -> str:
    """The value as people say it: ``5 working days``, ``1. juli``, ``yes``."""
    if unit == Limit.Unit.YES_NO:
        return gettext("yes") if value else gettext("no")
    if unit == Limit.Unit.DAY_OF_YEAR:
        return date_format(date(2000, value // 100, value % 100), "MONTH_DAY_FORMAT")
    words = {
        Limit.Unit.YEARS: ngettext("%(n)s year", "%(n)s years", value),
        Limit.Unit.MONTHS: ngettext("%(n)s month", "%(n)s months", value),
        Limit.Unit.DAYS: ngettext("%(n)s calendar day", "%(n)s calendar days", value),
        Limit.Unit.WORKING_DAYS: ngettext("%(n)s working day", "%(n)s working days", value),
    }
    return words[Limit.Unit(unit)] % {"n": value}


DECLARED: dict[str, Declared] = {}


def declare(code: str, **words) -> None:
    """Say that the product asks for the limit ``code``; a migration of the same package gives its first row."""
    DECLARED[code] = Declared(code, **words)


_Table = dict[str, tuple[list[date], list[int]]]
# What this request or job has fetched (a request never sees two versions); None outside of one.
_request_cache: ContextVar[_Table | None] = ContextVar("limits", default=None)
# Whether this request or job has written to the table: what it reads then is not yet everybody's.
_written: ContextVar[bool] = ContextVar("limits_written", default=False)


class ProcessCache:
    """What this process fetched lately. Another process sees a new row within `settings.KUI_LIMITS_SECONDS`: rows are
    written days before they count, and every page would otherwise pay a query for a table that changes once a year.
    """

    table: _Table | None = None
    until: float = 0.0


@contextmanager
def cached() -> Iterator[None]:
    """Within the block every question is answered by one reading of the table. Requests and jobs run inside one."""
    if _request_cache.get() is not None:
        yield
        return
    tokens = _request_cache.set({}), _written.set(False)
    try:
        yield
    finally:
        _request_cache.reset(tokens[0])
        _written.reset(tokens[1])


def clear_cache() -> None:
    """Read the table anew at the next question; called by whoever writes to it."""
    ProcessCache.table = None
    if (fetched := _request_cache.get()) is not None:
        fetched.clear()
        _written.set(True)


def _table() -> _Table:
    fetched = _request_cache.get()
    if fetched:
        return fetched
    if (table := ProcessCache.table) is None or monotonic() > ProcessCache.until or _written.get():
        table = _fetch()
        if not _written.get():
            ProcessCache.table, ProcessCache.until = table, monotonic() + settings.KUI_LIMITS_SECONDS
    if fetched is not None:
        fetched.update(table)
    return table


def _fetch() -> _Table:
    table: _Table = {}
    rows = Limit.objects.filter(superseded_at=None).order_by("code", "valid_from")
    for code, valid_from, value in rows.values_list("code", "valid_from", "value"):
        days, values = table.setdefault(code, ([], []))
        days.append(valid_from)
        values.append(value)
    return table


def limit(code: str, *, on: date | None = None) -> int:
    """The value of the limit on the day ``on`` (today). Before its first row, the first row counts.

    Costs a query now and then, however many limits are asked for. Raises LimitMissing when there is no row at all.
    """
    try:
        days, values = _table()[code]
    except KeyError:
        raise LimitMissing(code) from None
    return values[max(bisect_right(days, on or clock.today()) - 1, 0)]


def add_first_rows(apps, rows) -> None:
    """For migrations: give limits their first rows, ``(code, value, unit, valid_from, source, note)``; known ones are
    left.
    """
    table = apps.get_model("core", "Limit")
    there = set(table.objects.values_list("code", flat=True))
    names = ("code", "value", "unit", "valid_from", "source", "note")
    table.objects.bulk_create(
        table(**dict(zip(names, row, strict=True))) for row in rows if row[0] not in there
    )


def remove_rows(apps, codes) -> None:
    """For migrations going back: remove every row of these limits."""
    apps.get_model("core", "Limit").objects.filter(code__in=list(codes)).delete()
