"""Where an inquiry stands, as lists and the board write it.

One condition per standing: list, tile and count share it.
"""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.limits import limit
from core.templatetags.kui import chip, day
from intake.inquiries.models import AskedBy, Decision, Outcome, Statement

# The limits (core.limits) of how long an inquiry, or a case without a guide, may wait; and a department may think.
WAITING, THINKING = "inquiry_waiting_days", "statement_days"


STANDINGS = {
    "": gettext_lazy("Wait for a decision"),
    "over": gettext_lazy("Have waited too long"),
    "udtalelser": gettext_lazy("Wait for a statement"),
    "svaret": gettext_lazy("Statements are in"),
    "udsat": gettext_lazy("Put off"),
    "optaget": gettext_lazy("Taken in"),
    "andet": gettext_lazy("Guided elsewhere"),
    "alle": gettext_lazy("All"),
}


def narrowed(rows, standing: str, today: date):
    """The inquiries among ``rows`` that stand so."""
    asked = Statement.objects.filter(inquiry=OuterRef("pk"), withdrawn_at=None)
    decided = Decision.objects.in_force().filter(inquiry=OuterRef("pk"))
    match standing:
        case "alle":
            return rows
        case "udsat":
            return rows.put_off(today)
        case "optaget":
            return rows.filter(Exists(decided.filter(outcome__in=(Outcome.TAKEN_IN, Outcome.KNOWN))))
        case "andet":
            return rows.filter(Exists(decided.filter(outcome=Outcome.ELSEWHERE)))
    rows = rows.undecided(today)
    match standing:
        case "over":
            return rows.filter(_over(today))
        case "udtalelser":
            return rows.filter(Exists(asked.filter(answered_at=None)))
        case "svaret":
            return rows.filter(Exists(asked), ~Exists(asked.filter(answered_at=None)))
    return rows


def _over(today: date) -> Q:
    return Q(received_on__lt=today - timedelta(days=limit(WAITING, on=today)))


def waiting_chip(days: int, code: str = WAITING):
    """How long something has waited; the colour changes beyond the limit ``code``, and so do the words."""
    most = limit(code)
    words = _("%(n)s days") % {"n": days} if days != 1 else _("1 day")
    if days > most:
        return chip(_("%(words)s: too long") % {"words": words}, "danger", "clock")
    return chip(words, "warn" if days > most // 2 else "plain", "clock")


def standing_chip(row, today: date):
    """Where one inquiry stands, of a row with `with_standing`."""
    if row.outcome == Outcome.WAIT and row.wait_until <= today:
        return chip(_("The wait is over"), "danger")
    if row.outcome == Outcome.WAIT:
        return chip(_("Put off until %(day)s") % {"day": day(row.wait_until)}, "plain")
    if row.outcome:
        tone = "ok" if row.outcome == Outcome.TAKEN_IN else "plain"
        return chip(Outcome(row.outcome).label, tone)
    if row.awaited:
        answered = {"answered": row.asked - row.awaited, "asked": row.asked}
        return chip(_("%(answered)s of %(asked)s have answered") % answered, "info")
    if row.asked:
        return chip(_("Statements are in"), "ok")
    return chip(_("Newly come"), "info")


def inquiry_rows(rows, today: date) -> list[dict]:
    """The rows of a list of inquiries, as the template writes them. No query."""
    asked_by = dict(AskedBy.choices)
    return [
        {
            "url": f"/henvendelser/{row.pk}/",
            "name": row.name,
            "age": row.age(today),
            "asked_by": str(asked_by[row.asked_by]),
            "who": row.asked_by_name,
            "received": day(row.received_on),
            "waited": waiting_chip(row.waited(today)) if _still_waits(row, today) else "",
            "standing": standing_chip(row, today),
        }
        for row in rows
    ]


def _still_waits(row, today: date) -> bool:
    return not row.outcome or (row.outcome == Outcome.WAIT and row.wait_until <= today)
