"""Which meeting a young person needs next, from the forms of meetings and those held: one query, however many cases."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import FilteredRelation, Q, QuerySet
from django.utils.translation import get_language

from cases.duty.clocks import calendar_of
from core import clock
from core.kept import GivenIds, kept
from core.working_days import Calendar
from meetings.planning.rules import Form, Held, Proposal, proposal
from meetings.types.models import MeetingType


def rows_of(case_ids: Iterable[UUID]) -> QuerySet:
    """Every form in use, or met, with each meeting of the cases of that form; those not cancelled.

    Columns: the meeting's case, start, state and id (all None for a form without meetings), and the form's id, names,
    whether it is in use, ages, rhythm and what follows it; last, how the meeting's minutes stand (None: not written).
    """
    theirs = FilteredRelation(
        "meetings", condition=Q(meetings__case__among=case_ids) & ~Q(meetings__state="cancelled")
    )
    return (
        MeetingType.objects.annotate(held=theirs)
        .filter(Q(is_active=True) | Q(held__isnull=False))
        .order_by()
        .values_list(
            "held__case_id", "held__starts_at", "held__state", "held__id", "pk", "name_da", "name_en", "is_active",
            "ages_months", "rhythm_months", "then_id", "held__minutes__state",
        )
    )  # fmt: skip


@kept
def of_cases() -> QuerySet:
    """The same, of the ``cases`` asked about."""
    return rows_of(GivenIds("cases"))


def forms_in(rows: Iterable[tuple]) -> dict[int, Form]:
    """The forms in use that the rows speak of: only they are proposed."""
    found = {}
    for _case, _at, _state, _id, pk, _da, _en, is_active, ages, rhythm, then, _minutes in rows:
        if is_active:
            found[pk] = Form(pk, tuple(ages), rhythm, then)
    return found


def meetings_in(rows: Iterable[tuple]) -> dict[UUID, list[Held]]:
    """The meetings of each case."""
    found: dict[UUID, list[Held]] = {}
    for case_id, at, state, _id, form, *_rest in rows:
        if case_id is not None:
            found.setdefault(case_id, []).append(Held(form, clock.local_date(at), state != "held"))
    return found


def proposals_in(rows: list[tuple], births: Mapping[UUID, date], on: date) -> dict[UUID, Proposal]:
    """What each case needs next, for those who need something; ``births`` are the days of birth by case."""
    forms, meetings = forms_in(rows).values(), meetings_in(rows)
    needs = (
        (pk, proposal(forms, meetings.get(pk, ()), birth_date=born, on=on)) for pk, born in births.items()
    )
    return {pk: found for pk, found in needs if found is not None}


@dataclass(frozen=True, slots=True)
class Due:
    """A meeting that is due, in words for a page."""

    form: int
    name: str
    due_on: date
    months: int | None


def named_proposal(case, on: date) -> Due | None:
    """What one case needs next, with the form's name; one query."""
    rows = of_cases().ask(cases=[case.pk])
    found = proposals_in(rows, {case.pk: case.person.birth_date}, on).get(case.pk)
    if found is None:
        return None
    return Due(found.form, names_in(rows)[found.form], found.due_on, found.months)


def names_in(rows: Iterable[tuple]) -> dict[int, str]:
    """The names of the forms, in the reader's language."""
    english = get_language() == "en"
    return {row[4]: row[6] if english else row[5] for row in rows}


def working_calendar(on: date) -> Calendar:
    """Which days are working days, by the limits of the day ``on``; no summer pause."""
    return Calendar(calendar_of("contact", on).also_free)


def working_day_from(day: date, on: date) -> date:
    """``day``, or the first working day after it; never before the first working day after ``on``."""
    calendar = working_calendar(on)
    return calendar.add_working_days(max(day - timedelta(days=1), on), 1)
