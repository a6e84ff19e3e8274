"""A contact gets a user of their own."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from audit.models import AuditEvent
from core import clock
from core.mail.models import OutboxMail
from partners.invitations.actions import invite_contact
from tests.helpers.factories import ContactFactory, UserFactory


@pytest.fixture
def contact(unit):
    """Somebody at a partner, with an e-mail."""
    return ContactFactory(partner__unit=unit, name="Karla Kontakt", email="Karla@Skole.dk")


def test_an_administrator_sends_a_contact_a_link(client, admin, contact):
    client.force_login(admin)
    card = f"/partnere/{contact.partner_id}/kontakter/{contact.pk}/"
    assert "inviter/" in client.get(card).content.decode()
    assert client.post(card + "inviter/")["Location"] == f"/partnere/{contact.partner_id}/"
    contact.refresh_from_db()
    user = contact.user
    assert (user.email, user.role, user.unit) == ("karla@skole.dk", "partner", admin.unit)
    assert OutboxMail.objects.get().to == "karla@skole.dk"
    event = AuditEvent.objects.get(action="contact.invite")
    assert event.actor_id == admin.pk and event.changes["user"] == [None, user.pk]
    assert "inviter/" not in client.get(card).content.decode()


def test_sent_twice_makes_one_user(client, admin, contact):
    client.force_login(admin)
    for _ in range(3):
        client.post(f"/partnere/{contact.partner_id}/kontakter/{contact.pk}/inviter/")
    assert User.objects.filter(role="partner").count() == 1 == OutboxMail.objects.count()


@pytest.mark.parametrize("change", [{"email": ""}, {"until_on": clock.today() - timedelta(days=1)}])
def test_who_has_left_or_has_no_email_is_not_invited(admin, contact, change):
    type(contact).objects.filter(pk=contact.pk).update(**change)
    contact.refresh_from_db()
    with pytest.raises(ValidationError):
        invite_contact(contact, by=admin)
    assert not User.objects.filter(role="partner").exists()


def test_an_email_that_is_taken_stays_with_its_user(client, unit, admin, contact):
    taken = UserFactory(unit=unit, email="karla@skole.dk")
    client.force_login(admin)
    page = client.post(f"/partnere/{contact.partner_id}/kontakter/{contact.pk}/inviter/", follow=True)
    assert "E-mail" in page.content.decode() and not OutboxMail.objects.exists()
    contact.refresh_from_db()
    taken.refresh_from_db()
    assert contact.user is None and taken.role == "guide"


def test_a_contact_of_another_unit_does_not_exist(client, admin):
    contact = ContactFactory(email="x@skole.dk")
    client.force_login(admin)
    path = f"/partnere/{contact.partner_id}/kontakter/{contact.pk}/inviter/"
    assert client.post(path).status_code == 404
