"""The efforts that a partner's contact was responsible for go on with another, or come back to the guide."""

from datetime import timedelta

import pytest

from cases.models import Participation
from core import clock
from overview.takeover import actions, left
from overview.takeover.left import Kind
from partners.directory.actions import change_contact
from plans.efforts.actions import end_effort
from tests.helpers import factories
from tests.helpers.queries import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact(unit):
    return factories.ContactFactory(partner__unit=unit, name="Mette Mentor")


@pytest.fixture
def effort(case, contact):
    return factories.make_effort(case, name="Mentorforløb", responsible="partner", contact=contact)


def lines(contact, reader, on):
    return left.lines_of(left.of_partner(contact.partner, on), reader, 200)


@pytest.mark.parametrize("has_other", [True, False])
def test_they_are_listed_from_the_day_after_the_last_and_given_on(
    case, contact, effort, leader, admin, has_other
):
    day = clock.today()
    change_contact(contact, contact.version, {"until_on": day}, by=admin)
    assert lines(contact, leader, day) == []
    found = lines(contact, leader, day + timedelta(days=1))
    assert {line.kind for line in found} == {Kind.EFFORT, Kind.PART}
    told = next(line for line in found if line.kind == Kind.EFFORT)
    assert "Mentorforløb" in told.words and told.case == case
    other = factories.ContactFactory(partner=contact.partner) if has_other else None
    actions.follow_partner(contact.partner, found, other, by=leader, reason="Mette stopper")
    effort.refresh_from_db()
    assert (effort.responsible, effort.contact) == ("partner" if has_other else "guide", other)
    assert effort.history.first().reason == "Mette stopper"
    assert lines(contact, leader, day + timedelta(days=1)) == []
    assert Participation.objects.current().filter(case=case, until_on=None).exists()


def test_what_has_ended_lies_with_nobody(contact, effort, guide, leader):
    end_effort(effort, by=guide, expected_version=1, ended_on=clock.today(), contribution="helped")
    contact.until_on = clock.today() - timedelta(days=1)
    contact.save(update_fields=["until_on"])
    assert {line.kind for line in lines(contact, leader, clock.today())} == {Kind.PART}


def test_a_shielded_case_is_counted_and_not_told(case, contact, effort, leader):
    case.shielded = True
    case.save(update_fields=["shielded"])
    contact.until_on = clock.today() - timedelta(days=1)
    contact.save(update_fields=["until_on"])
    assert all(line.hidden and not line.words for line in lines(contact, leader, clock.today()))


def test_twenty_cost_what_two_cost(client, guide, contact, leader):
    contact.until_on = clock.today() - timedelta(days=1)
    client.force_login(leader)
    costs = []
    for n in (2, 18):
        for _n in range(n):
            case = factories.make_case(guide)
            factories.make_effort(case, responsible="partner", contact=contact)
        contact.save(update_fields=["until_on"])
        costs.append(queries(client, left.url_of(contact.partner)))
    assert costs[0] == costs[1]
