"""The labels of a case on lists: the duty ends, and is told ahead, by the limits of the day."""

from datetime import date

import pytest

from cases.people.rules import OF_AGE
from core import clock
from core.limits import Limit, clear_cache
from tests.helpers import factories
from workspace.case.page import age_ribbon
from workspace.rows import chips_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def now():
    with clock.travel(TODAY):
        yield


def let(code: str, value: int, unit: str) -> None:
    Limit.objects.create(code=code, value=value, unit=unit, valid_from=TODAY, source="Ny lov")
    clear_cache()


def test_the_age_at_which_the_duty_ends_is_what_the_limit_says(guide):
    turns_18 = factories.make_case(guide, birth_date=date(2008, 12, 1))
    turns_19 = factories.make_case(guide, birth_date=date(2007, 12, 1))
    assert "18 år om" in chips_of(turns_18, TODAY) and "Pligt" not in chips_of(turns_19, TODAY)
    let("duty_oldest_age", 18, "years")
    assert "år om" not in chips_of(turns_18, TODAY) and "19 år om" in chips_of(turns_19, TODAY)


def test_it_is_told_ahead_as_long_as_a_transition_is_prepared(guide):
    last, after = date(2009, 5, 23), date(2009, 5, 24)
    cases = [factories.make_case(guide, birth_date=born) for born in (last, after)]
    assert [" år om" in chips_of(case, TODAY) for case in cases] == [True, False]
    let("transition_months_before", 7, "months")
    assert [" år om" in chips_of(case, TODAY) for case in cases] == [True, True]


def test_the_next_age_is_soon_while_it_is_to_be_prepared():
    def shown():
        return next(age.css for age in age_ribbon(date(2009, 5, 22), TODAY) if age.months == OF_AGE)

    assert shown() == "is-next is-soon"
    let("transition_months_before", 5, "months")
    assert shown() == "is-next"
