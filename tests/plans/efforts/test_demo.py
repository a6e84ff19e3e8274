"""The demo's efforts: of many kinds, in every state, serial and side by side, told within the life of the case."""

from datetime import timedelta
from random import Random

import pytest

from cases.models import Case
from core import clock
from plans.efforts import demo
from plans.models import Contribution, Effort, EffortKind, EffortLaw, EffortState
from tests.helpers.factories import ContactFactory, make_case

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_every_effort_names_a_kind_and_a_law_of_the_tables():
    told = (*demo.COURSES, *demo.BESIDE, *demo.LATER)
    assert {one.kind for one in told} <= set(EffortKind.objects.values_list("code", flat=True))
    assert {one.law for one in told} <= set(EffortLaw.objects.values_list("code", flat=True))


def test_they_are_told_in_every_state(guide, unit):
    contact = ContactFactory(partner__unit=unit)
    for number in range(25):
        on = clock.today() - timedelta(days=(12, 90, 200, 400, 700)[number % 5])
        with clock.travel(on):
            case = make_case(guide, on=on)
            case.participations.create(
                partner=contact.partner, contact=contact, from_on=on, recorded_by=guide
            )
    demo.load(Case.objects.all(), Random(3))
    today, rows = clock.today(), list(Effort.objects.select_related("plan__case"))
    assert {row.state_on(today) for row in rows} == set(EffortState)
    assert {row.contribution for row in rows} >= {Contribution.DECISIVE, Contribution.HELPED, ""}
    assert any(row.is_asked(today) for row in rows)
    assert any(row.contact_id for row in rows) and any(not row.contact_id for row in rows)
    for row in rows:
        assert row.from_on >= row.plan.opened_on and (row.ended_on or today) <= today
        assert clock.local_date(row.recorded_at) <= today
