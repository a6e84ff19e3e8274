"""How an administrator keeps the table of limits: a value is added from its day, and a mistake is taken back."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit import trail
from core import clock, limits
from core.limits import DECLARED, Limit


@transaction.atomic
def add_limit(code: str, value: int, *, by, valid_from: date, source: str, note: str = "") -> Limit:
    """Let the limit ``code`` have ``value`` from the day ``valid_from``; what held before stays as it was.

    The day may lie behind us (a law is often read after it began), but not before the value of today began: history
    is added to and never rewritten. Raises ValidationError by field: for a value that makes no sense, a day that is
    taken or too early, a missing source.
    """
    now = check_limit(code, value, valid_from)
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
    changes = {code: [now and now.value, value], "valid_from": [None, valid_from]}
    trail.record("limit.added", by=by, obj=row, changes=changes, purpose=row.source)
    return row


def check_limit(code: str, value: int, valid_from: date) -> Limit | None:
    """The row that holds today. Raises ValidationError for a value that makes no sense, and for a day that is taken or
    before that row's.
    """
    rows = list(Limit.objects.filter(code=code, superseded_at=None).order_by("valid_from"))
    now = next((row for row in reversed(rows) if row.valid_from <= clock.today()), None)
    if DECLARED[code].refuses(value):
        raise ValidationError({"value": _("This value makes no sense here.")})
    if any(row.valid_from == valid_from for row in rows):
        raise ValidationError({"valid_from": _("There is a value from that day already.")})
    if now and valid_from < now.valid_from:
        words = _("The value of today began on %(day)s. A new one must begin later.")
        raise ValidationError({"valid_from": words % {"day": date_format(now.valid_from)}})
    return now


def is_correctable(row: Limit, rows: list[Limit]) -> bool:
    """Whether a value that has begun may be taken back: it holds today, and another stands before it."""
    begun = [one for one in rows if not one.superseded_at and one.valid_from <= clock.today()]
    return len(begun) > 1 and max(begun, key=lambda one: one.valid_from) == row


@transaction.atomic
def take_back_limit(row: Limit, *, by, reason: str = "") -> None:
    """Take back a value; the row is kept. One that has begun wants a reason, and what held before it holds again.

    Raises ValidationError for a value that has begun without a reason, and for one that is not correctable.
    """
    change: list[int | None] = [row.value, None]
    if row.valid_from <= clock.today():
        if not is_correctable(row, list(Limit.objects.filter(code=row.code))):
            raise ValidationError(_("Only the value of today is taken back, and never the first one."))
        if not reason.strip():
            raise ValidationError(_("Say what was wrong with it."))
        change = [row.value, limits.limit(row.code, on=row.valid_from - timedelta(days=1))]
    if Limit.objects.filter(pk=row.pk, superseded_at=None).update(superseded_at=clock.now()):
        limits.clear_cache()
        trail.record("limit.taken_back", by=by, obj=row, changes={row.code: change}, purpose=reason.strip())
