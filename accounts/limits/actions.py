"""How an administrator keeps the table of limits: a value is added from its day, or taken back before it begins."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
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
    changes = {code: [before, value], "valid_from": [None, valid_from]}
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
