"""The demo of the duty shows every state, through the real verbs."""

from datetime import timedelta
from random import Random

import pytest

from cases.activity import actions
from cases.demo import duty as demo_duty
from cases.duty import clocks as duty
from cases.duty.rules import ClockState
from cases.models import Case, DutyExemption
from core import clock
from tests.helpers import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_every_state_is_there(guide):
    today = clock.today()
    long_ago = today - timedelta(days=200)
    with clock.travel(long_ago):
        for _n in range(16):
            case = factories.make_case(guide, birth_date=long_ago - timedelta(days=16 * 365), on=long_ago)
            actions.set_activity(case, "eud", by=guide)
        for day in (0, 20):
            with clock.travel(long_ago + timedelta(days=day)):
                case = factories.make_case(guide, birth_date=long_ago - timedelta(days=16 * 365), on=long_ago)
                actions.set_activity(case, "none", by=guide)
    demo_duty.load(guide.unit, rng=Random(3))
    found = duty.clocks(Case.objects.select_related("person"), today)
    states = {clock_.state for pairs in found.values() for pair in pairs for clock_ in pair}
    assert states == set(ClockState)
    assert any(c.why for pairs in found.values() for pair in pairs for c in pair)
    assert any(c.is_open and c.is_missed for pairs in found.values() for pair in pairs for c in pair)
    assert DutyExemption.objects.count() == 2
