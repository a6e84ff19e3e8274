"""A contact gets a user of their own."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.users.actions import close_user
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


def ends(contact, how):
    """Their last day has passed, or their partner is out of use."""
    if how == "last day":
        day = clock.today() - timedelta(days=1)
        type(contact).objects.filter(pk=contact.pk).update(from_on=day, until_on=day)
    else:
        type(contact.partner).objects.filter(pk=contact.partner_id).update(is_active=False)


@pytest.mark.parametrize("how", ["last day", "out of use"])
def test_who_has_gone_is_not_said_to_sign_in_nor_invited_again(client, admin, contact, how):
    user = invite_contact(contact, by=admin)
    client.force_login(admin)
    card, url = f"/partnere/{contact.partner_id}/kontakter/{contact.pk}/", f"/brugere/{user.pk}/"
    gone, again = "kan ikke længere komme ind", "Send invitationen igen"
    assert "ser det, der deles" in client.get(card).content.decode()
    page = client.get(url).content.decode()
    assert again in page and gone not in page
    ends(contact, how)
    page = client.get(card).content.decode()
    assert gone in page and "ser det, der deles" not in page and url in page
    page = client.get(url).content.decode()
    assert gone in page and "Adgangen er ophørt" in page and again not in page
    assert client.post(url + "invitation/").status_code == 404
    assert "Adgangen er ophørt" in client.get("/brugere/").content.decode()
    listed = client.get("/brugere/?state=invited")
    assert user not in list(listed.context["page"]) and listed.context["waiting"] == 0


@pytest.mark.parametrize("how", ["last day", "out of use"])
def test_who_has_gone_is_offered_no_link_that_would_be_refused(client, admin, contact, how):
    client.force_login(admin)
    ends(contact, how)
    page = client.get(f"/partnere/{contact.partner_id}/kontakter/{contact.pk}/").content.decode()
    assert "inviter/" not in page and "får ikke en bruger" in page
    with pytest.raises(ValidationError):
        invite_contact(type(contact).objects.get(pk=contact.pk), by=admin)
    assert not OutboxMail.objects.exists()


def test_a_contact_whose_users_access_is_closed_is_not_said_to_see_anything(client, admin, contact):
    close_user(invite_contact(contact, by=admin), by=admin)
    client.force_login(admin)
    page = client.get(f"/partnere/{contact.partner_id}/kontakter/{contact.pk}/").content.decode()
    assert "adgangen er lukket" in page and "ser det, der deles" not in page


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
