"""Many at once, in threads, on PostgreSQL: an effort ends once, and a partner joins once."""

import pytest
from django.db import connection  # noqa: F401 – the condition below asks it

from core import clock
from plans.efforts.actions import end_effort
from plans.models import Contribution, Effort
from tests.helpers.factories import ContactFactory, make_effort
from tests.helpers.racing import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="threads need PostgreSQL"),
]


def test_of_those_who_end_it_at_once_one_does(case, guide):
    effort, said = make_effort(case), list(Contribution)

    def end(number):
        row = Effort.objects.select_related("plan__case").get(pk=effort.pk)
        end_effort(row, by=guide, expected_version=1, ended_on=clock.today(), contribution=said[number])
        return said[number]

    results = at_once(len(said), end)
    won = [result for result in results if isinstance(result, Contribution)]
    effort.refresh_from_db()
    assert len(won) == 1 and effort.contribution == won[0]
    assert effort.history.filter(kind="ended").count() == 1


def test_a_partner_who_is_named_on_two_at_once_joins_once(case, unit):
    contact = ContactFactory(partner__unit=unit)

    def add(_number):
        case_now = type(case).objects.select_related("guide").get(pk=case.pk)
        return make_effort(case_now, responsible="partner", contact=contact)

    results = at_once(5, add)
    assert all(isinstance(result, Effort) for result in results), results
    assert case.participations.current().filter(partner=contact.partner).count() == 1
