"""When the next meeting is due: by age, or by the rhythm of the one before. Pure: dates and rows in, dates out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from cases.people.rules import birthday

# A meeting at an age is proposed so long before the day, and held so long before it, it counts for that age.
AGE_AHEAD = timedelta(days=60)
AGE_COUNTS_FROM = timedelta(days=92)
# A meeting at an age that nobody held is proposed so long after, and no longer.
AGE_STILL = timedelta(days=183)
RHYTHM_AHEAD = timedelta(days=30)
# Minutes of older meetings that nobody shared are asked about no more: by then nobody remembers what was said.
ASKED_ABOUT = timedelta(days=183)


@dataclass(frozen=True, slots=True)
class Form:
    """A form of meeting, as far as it says when one is due; see `meetings.types.models.MeetingType`."""

    pk: int
    ages_months: tuple[int, ...] = ()
    rhythm_months: int | None = None
    then: int | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting that is not cancelled: of which form, on which day, and whether it is still to be held."""

    form: int
    on: date
    is_planned: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """A meeting that is due: of which form, by which day; by age (``months`` of life), or by rhythm (None)."""

    form: int
    due_on: date
    months: int | None = None


def next_by_rhythm(form: Form, on: date) -> Proposal | None:
    """What follows a meeting of ``form`` held ``on``; None when nothing follows by itself."""
    if not form.rhythm_months:
        return None
    return Proposal(form.then or form.pk, birthday(on, form.rhythm_months))


def proposal(
    forms: Iterable[Form], meetings: Iterable[Held], *, birth_date: date, on: date
) -> Proposal | None:
    """The meeting to plan next on the day ``on``; None while one is planned, or nothing is due soon.

    A meeting at an age goes before one by rhythm. Only the latest age that has come, or is near, is proposed.
    """
    by_key, in_order = {form.pk: form for form in forms}, sorted(meetings, key=lambda row: row.on)
    if any(row.is_planned and row.on >= on for row in in_order):
        return None
    by_age = _by_age(by_key.values(), in_order, birth_date=birth_date, on=on)
    if by_age is not None:
        return by_age
    last = in_order[-1] if in_order else None
    if last is None or last.is_planned or last.form not in by_key:
        return None
    found = next_by_rhythm(by_key[last.form], last.on)
    if found is None or found.due_on - RHYTHM_AHEAD > on or found.form not in by_key:
        return None
    return found


def _by_age(forms: Iterable[Form], meetings: list[Held], *, birth_date: date, on: date) -> Proposal | None:
    ages = sorted((months, form.pk) for form in forms for months in form.ages_months)
    near = [(months, pk, birthday(birth_date, months)) for months, pk in ages]
    near = [row for row in near if row[2] - AGE_AHEAD <= on]
    if not near:
        return None
    months, pk, day = near[-1]
    is_held = any(row.form == pk and row.on >= day - AGE_COUNTS_FROM for row in meetings)
    return None if is_held or on > day + AGE_STILL else Proposal(pk, day, months)
