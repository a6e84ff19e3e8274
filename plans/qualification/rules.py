"""What a decision binds, and when an answer is due: pure arithmetic on words and dates."""

import hashlib
from dataclasses import dataclass
from datetime import date

from cases.duty.clocks import working_calendar
from core.limits import limit
from plans.limits import QUALIFICATION

# What a department sees of a milestone or a goal, and binds itself to.
TEXT_FIELDS = ("own_words", "professional", "start_on", "due_on", "responsible", "contact_ref")


@dataclass(frozen=True)
class Days:
    """When a department is reminded, and the last day of its answer."""

    remind_on: date
    due_on: date


def days_of(sent_on: date) -> Days:
    """Half way and last day of a question sent on ``sent_on``, in working days, by the limits of that day."""
    days, calendar = limit(QUALIFICATION, on=sent_on), working_calendar(sent_on)
    half = calendar.add_working_days(sent_on, max(days // 2, 1))
    return Days(half, calendar.add_working_days(sent_on, days))


def working_days_between(first: date, last: date) -> int:
    """Working days after ``first`` until and with ``last``; 0 on the same day."""
    return working_calendar(first).working_days_until(first, last)


def text_hash(text: dict[str, object]) -> str:
    """The fingerprint (SHA-256, 64 hex digits) of a text with the keys of TEXT_FIELDS."""
    said = ("" if text[name] is None else str(text[name]) for name in TEXT_FIELDS)
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()
