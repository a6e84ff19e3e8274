"""Where an inquiry stands, as lists and the board write it."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.limits import limit
from core.templatetags.kui import chip, day
from intake.inquiries.models import AskedBy, Outcome
from intake.inquiries.querysets import WAITING

# The limit (core.limits) of how long a department may think.
THINKING = "statement_days"


def waiting_chip(days: int, code: str = WAITING):
    """How long something has waited; the colour changes beyond the limit ``code``, and so do the words."""
    most = limit(code)
    words = ngettext("%(n)s day", "%(n)s days", days) % {"n": days} if days else _("Today")
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
            "url": row.get_absolute_url(),
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
