"""How quickly a partner answers, in plain words: questions about promises and statements together."""

from datetime import date, timedelta
from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from core.working_days import Calendar
from intake.models import Statement
from plans.models import PromiseQuestion

# What is older says nothing of today; of fewer answers one says nothing at all.
WITHIN_DAYS = 365
FEWEST = 3


def answered_in(partner, on: date) -> list[int]:
    """Working days from each question to its answer, of what was answered in the last year; two queries.

    Weekends and public holidays do not count; an answer on the same day is 0.
    """
    since = clock.at(on - timedelta(days=WITHIN_DAYS), 0)
    questions = PromiseQuestion.objects.filter(partner=partner, answered_at__gte=since)
    pairs = [
        (clock.local_date(asked), done) for asked, done in questions.values_list("asked_at", "answered_at")
    ]
    statements = Statement.objects.filter(partner=partner, answered_at__gte=since, said_by="")
    pairs += statements.values_list("asked_on", "answered_at")
    calendar = Calendar()
    return [calendar.working_days_until(asked, clock.local_date(done)) for asked, done in pairs]


def response_words(partner) -> str:
    """What the partner's card says of it: the median, or that there are too few answers to tell.

    It says what it speaks of: how long clarifications take is another number (`reports.qualification.figures`).
    """
    days = answered_in(partner, clock.today())
    if len(days) < FEWEST:
        return _("Questions about promises, and statements: too few answers to tell how long they take.")
    typical = -int(-median(days) // 1)  # half a day more counts as a whole one
    if typical == 0:
        return _("Questions about promises, and statements: usually answered on the same day.")
    words = ngettext(
        "Questions about promises, and statements: usually answered within %(n)s working day.",
        "Questions about promises, and statements: usually answered within %(n)s working days.",
        typical,
    )
    return words % {"n": typical}
