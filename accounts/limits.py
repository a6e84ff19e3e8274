"""Limits from law and habit: what a new unit begins with, and the actions by which an administrator keeps them."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit import trail
from core import clock, limits
from core.limits import DECLARED, Limit

UNIT = gettext_lazy("What a new unit begins with")

limits.declare(
    "unit_youngest_age",
    group=UNIT,
    title=gettext_lazy("Youngest age in the unit"),
    explanation=gettext_lazy("A unit begins with this; afterwards it is the unit's own choice."),
    unit=Limit.Unit.YEARS,
    least=10,
    most=20,
)
limits.declare(
    "unit_oldest_age",
    group=UNIT,
    title=gettext_lazy("Oldest age in the unit"),
    explanation=gettext_lazy("A unit begins with this; afterwards it is the unit's own choice."),
    unit=Limit.Unit.YEARS,
    least=18,
    most=35,
)
limits.declare(
    "activity_fresh_days",
    group=UNIT,
    title=gettext_lazy("How long a confirmed activity counts"),
    explanation=gettext_lazy("After so many days without confirmation, an activity counts as unknown."),
    unit=Limit.Unit.DAYS,
    least=7,
)
limits.declare(
    "contact_days",
    group=UNIT,
    title=gettext_lazy("How long there may be between talks"),
    explanation=gettext_lazy("After so many days without a talk, the young person stands on Min dag."),
    unit=Limit.Unit.DAYS,
    least=1,
)


def youngest_age() -> int:
    """With which youngest age a new unit begins, in years."""
    return limits.limit("unit_youngest_age")


def oldest_age() -> int:
    """With which oldest age a new unit begins, in years."""
    return limits.limit("unit_oldest_age")


def fresh_days() -> int:
    """For how many days an activity stays confirmed in a new unit."""
    return limits.limit("activity_fresh_days")


def contact_days() -> int:
    """How many days there may be between two talks in a new unit."""
    return limits.limit("contact_days")


@transaction.atomic
def add_limit(code: str, value: int, *, by, valid_from: date, source: str, note: str = "") -> Limit:
    """Let the limit ``code`` have ``value`` from the day ``valid_from``; what held before stays as it was.

    The day may lie behind us (a law is often read after it began), but not before the value of today began: history
    is added to and never rewritten. Raises ValidationError by field: for a value that makes no sense, a day that is
    taken or too early, a missing source.
    """
    rows = list(Limit.objects.filter(code=code, superseded_at=None).order_by("valid_from"))
    now = [row for row in rows if row.valid_from <= clock.today()][-1:]
    _check_limit(code, value, valid_from, rows, now)
    row = Limit(
        code=code,
        value=value,
        unit=DECLARED[code].unit,
        valid_from=valid_from,
        source=source.strip(),
        note=note.strip(),
        recorded_at=clock.now(),
        recorded_by=by.pk,
        recorded_by_name=str(by)[:200],
    )
    row.full_clean()
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise ValidationError({"valid_from": _("There is a value from that day already.")}) from None
    limits.clear_cache()
    before = now[0].value if now else None
    changes = {code: [before or None, value], "valid_from": [None, valid_from]}
    trail.record("limit.added", by=by, obj=row, changes=changes, purpose=row.source)
    return row


def _check_limit(code: str, value: int, valid_from: date, rows: list[Limit], now: list[Limit]) -> None:
    """Raises ValidationError for a value that makes no sense, and for a day that is taken or before that of ``now``."""
    if DECLARED[code].refuses(value):
        raise ValidationError({"value": _("This value makes no sense here.")})
    if any(row.valid_from == valid_from for row in rows):
        raise ValidationError({"valid_from": _("There is a value from that day already.")})
    if now and valid_from < now[0].valid_from:
        words = _("The value of today began on %(day)s. A new one must begin later.")
        raise ValidationError({"valid_from": words % {"day": f"{now[0].valid_from:%d-%m-%Y}"}})


@transaction.atomic
def take_back_limit(row: Limit, *, by) -> None:
    """Take back a value whose day has not come; the row is kept. Raises ValidationError once it has begun."""
    if row.valid_from <= clock.today():
        raise ValidationError(
            _("This value has begun, and cases were judged by it. Add the right one from its day.")
        )
    if Limit.objects.filter(pk=row.pk, superseded_at=None).update(superseded_at=clock.now()):
        limits.clear_cache()
        trail.record("limit.taken_back", by=by, obj=row, changes={row.code: [row.value, None]})
