"""Leaders hear of each partner's user whom an administrator lets in again, or lets see more."""

from datetime import timedelta

import pytest

from core import clock
from core.mail.models import OutboxMail
from partners.directory.actions import change_contact, change_partner
from tests.helpers import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact(partner_user):
    return partner_user.partner_contact


def told(leader) -> int:
    return OutboxMail.objects.filter(to=leader.email).count()


def test_of_who_had_left_and_is_back(contact, admin, leader):
    change_contact(contact, 1, {"until_on": clock.today() - timedelta(days=1)}, by=admin)
    assert not told(leader)
    change_contact(contact, 2, {"until_on": None}, by=admin)
    assert contact.user.email in OutboxMail.objects.get(to=leader.email).body


def test_of_those_of_a_partner_that_is_in_use_again(contact, admin, leader):
    factories.ContactFactory(partner=contact.partner)
    gone = factories.ContactFactory(
        partner=contact.partner,
        user=factories.UserFactory(unit=leader.unit, role="partner"),
        until_on=clock.today() - timedelta(days=9),
    )
    change_partner(contact.partner, 1, {"is_active": False}, by=admin)
    assert not told(leader)
    change_partner(contact.partner, 2, {"is_active": True}, by=admin)
    body = OutboxMail.objects.get(to=leader.email).body
    assert contact.user.email in body and gone.user.email not in body


def test_of_who_sees_all_that_is_shared_with_the_partner_from_now_on(contact, admin, leader):
    change_contact(contact, 1, {"is_coordinator": False}, by=admin)
    assert not told(leader)
    change_contact(contact, 2, {"is_coordinator": True}, by=admin)
    assert told(leader) == 1


@pytest.mark.parametrize("values", [{"phone": "20123456"}, {"is_coordinator": True}])
def test_not_of_who_sees_no_more(contact, admin, leader, values):
    change_contact(contact, 1, values, by=admin)
    assert not told(leader)


def test_not_of_who_does_not_sign_in(admin, leader):
    card = factories.ContactFactory(partner__unit=leader.unit, is_coordinator=False)
    change_contact(card, 1, {"is_coordinator": True}, by=admin)
    assert not told(leader)
