"""Reminding departments, and telling both leaders when nobody has answered. Silence is no answer, for ever.

Each step is claimed in the row before its mails are queued, so that any number of calls make one of each.
"""

from datetime import date

from django.db import transaction

from audit import trail
from core import clock, limits
from plans.qualification import mailing
from plans.qualification.models import Qualification


def remind_due(*, on: date | None = None) -> int:
    """Take every step that is due on the day ``on``; returns how many were taken."""
    on = on or clock.today()
    with limits.cached():
        return sum(step(on) for step in (_half, _last_day, _escalate))


def _half(on: date) -> int:
    """Half way: not once the last day has come, whose reminder says more."""
    rows = Qualification.objects.filter(half_reminded_at=None, remind_on__lte=on, deadline__gt=on)
    return _each(rows, "half_reminded_at", on, lambda row: mailing.tell_members(row, "half"))


def _last_day(on: date) -> int:
    rows = Qualification.objects.filter(reminded_at=None, deadline=on)
    return _each(rows, "reminded_at", on, lambda row: mailing.tell_members(row, "due"))


def _escalate(on: date) -> int:
    def tell(row):
        mailing.tell_heads(row, on)
        trail.record("qualification.escalated", by=None, case_id=row.plan.case_id, obj=row)

    return _each(Qualification.objects.filter(escalated_at=None, deadline__lt=on), "escalated_at", on, tell)


def _each(rows, mark: str, on: date, act) -> int:
    """Claim each row by its mark, then act on it; one that somebody else claims meanwhile is theirs."""
    done = 0
    for row in (
        rows.at_department().select_related("partner", "plan__case", "asked_by").order_by("deadline", "pk")
    ):
        with transaction.atomic():
            if Qualification.objects.filter(pk=row.pk, **{mark: None}).update(**{mark: clock.now()}):
                act(row)
                done += 1
    return done
