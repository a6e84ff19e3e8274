"""When a department is reminded and answers at the latest, and what its decision binds: at their borders."""

import hashlib
from datetime import date

import pytest

from core import clock
from core.limits import Limit, clear_cache
from plans.limits import QUALIFICATION
from plans.qualification.rules import TEXT_FIELDS, Days, days_of, text_hash, working_days_between

MONDAY = date(2026, 6, 8)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days", "half", "last"),
    [
        (1, date(2026, 6, 9), date(2026, 6, 9)),
        (2, date(2026, 6, 9), date(2026, 6, 10)),
        (3, date(2026, 6, 9), date(2026, 6, 11)),
        (4, date(2026, 6, 10), date(2026, 6, 12)),
        (10, date(2026, 6, 15), date(2026, 6, 22)),
    ],
)
def test_half_way_is_in_whole_working_days_and_never_the_day_it_was_sent(days, half, last):
    row = {"value": days, "unit": "working_days", "source": "Test"}
    Limit.objects.create(code=QUALIFICATION, valid_from=MONDAY, **row)
    clear_cache()
    assert days_of(MONDAY) == Days(half, last)


@pytest.mark.django_db
@pytest.mark.parametrize(("last", "days"), [(MONDAY, 0), (date(2026, 6, 9), 1), (date(2026, 6, 15), 5)])
def test_working_days_are_counted_from_the_day_after(last, days):
    assert working_days_between(MONDAY, last) == days


@pytest.mark.django_db
def test_the_limits_are_those_of_the_day_it_was_sent():
    """Asked afterwards, when other limits hold: a question keeps its days."""
    then, later = date(2026, 12, 21), date(2027, 2, 1)
    before = days_of(then), working_days_between(then, date(2027, 1, 8))
    same = {"valid_from": later, "source": "Test"}
    Limit.objects.create(code=QUALIFICATION, value=3, unit="working_days", **same)
    Limit.objects.create(code="free_24_december", value=0, unit="yes_no", **same)
    clear_cache()
    with clock.travel(later):
        assert (days_of(then), working_days_between(then, date(2027, 1, 8))) == before
        assert days_of(later).due_on == date(2027, 2, 4)


TEXT = {
    "own_words": "Ro", "professional": "Støtte", "start_on": date(2026, 1, 2), "due_on": date(2026, 2, 28),
    "responsible": "partner", "contact_ref": 7,
}  # fmt: skip


def test_a_fingerprint_is_of_every_field_in_its_place():
    assert set(TEXT_FIELDS) == set(TEXT)
    said = "\x1f".join(["Ro", "Støtte", "2026-01-02", "2026-02-28", "partner", "7"])
    assert text_hash(TEXT) == hashlib.sha256(said.encode()).hexdigest()
    others = {text_hash(TEXT | {name: "X"}) for name in TEXT}
    assert len(others | {text_hash(TEXT)}) == len(TEXT) + 1
    moved = TEXT | {"own_words": "Støtte", "professional": "Ro"}
    assert text_hash(moved) != text_hash(TEXT)


@pytest.mark.parametrize("name", ["start_on", "due_on", "contact_ref"])
def test_what_is_not_said_is_as_an_empty_text(name):
    assert text_hash(TEXT | {name: None}) == text_hash(TEXT | {name: ""})
