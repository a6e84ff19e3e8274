"""Where efforts are, and of which it is asked, as the database finds them: the same as the rules say of each."""

from datetime import date, timedelta
from itertools import product

import pytest

from plans.efforts.choices import Contribution, EffortState
from plans.efforts.rules import asked_q, never_began_q, state_q
from plans.models import Effort, EffortKind

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
ON = date(2026, 3, 29)  # the clock is moved that night
NEAR = (None, ON - DAY, ON, ON + DAY)


@pytest.fixture
def efforts(case):
    """Efforts of every combination of days around the day that is asked about, as far as the database allows."""
    plan, kind, rows = case.plans.get(), EffortKind.objects.first(), []
    for begins, until, ended, reason in product(NEAR[1:], NEAR, NEAR, ("", "Syg")):
        never_began = ended is not None and ended < begins
        if (until and until < begins) or (never_began and not reason) or (reason and not ended):
            continue
        said = "" if ended is None or never_began else "helped"
        days = {"from_on": begins, "until_on": until, "ended_on": ended}
        rows.append(Effort(plan=plan, kind=kind, name="x", responsible="guide", **days))
        rows[-1].break_reason, rows[-1].contribution = reason, said
    return Effort.objects.bulk_create(rows)


def test_each_is_found_in_the_state_that_the_rule_says(efforts):
    for state in EffortState:
        found = set(Effort.objects.filter(state_q(state, ON)))
        assert found == {effort for effort in efforts if effort.state_on(ON) == state} != set(), state
        assert set(Effort.objects.filter(state_q(state.value, ON))) == found


def test_those_it_is_asked_of_are_those_whose_day_to_be_asked_has_come(efforts):
    for on in (ON, ON + DAY):
        asked = {effort for effort in efforts if effort.asked_on and effort.asked_on <= on}
        assert set(Effort.objects.filter(asked_q(on))) == asked != set()


@pytest.mark.parametrize("contribution", Contribution.values)
@pytest.mark.parametrize(("days", "again"), [(90, False), (91, True), (92, True), (None, False)])
def test_what_was_too_early_to_say_is_asked_again_after_91_days(make_effort, contribution, days, again):
    effort = make_effort(from_on=ON)
    judged = None if days is None else ON - days * DAY
    for ended in (ON, None):
        values = {"ended_on": ended, "judged_on": judged, "contribution": contribution if ended else ""}
        Effort.objects.filter(pk=effort.pk).update(**values)
        asked = again and contribution == "too_early" and ended is not None
        assert Effort.objects.filter(asked_q(ON)).exists() is asked


def test_one_that_was_broken_off_before_its_first_day_never_began(efforts):
    never = {effort for effort in efforts if effort.ended_on and effort.ended_on < effort.from_on}
    assert set(Effort.objects.filter(never_began_q())) == never != set()
