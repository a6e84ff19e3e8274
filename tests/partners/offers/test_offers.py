"""Offers: who writes them, their starts, what is wrong beside its field, and two who save at once."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from core import clock
from core.versions import Conflict
from partners.models import Contact, Offer
from partners.offers.actions import add_offer, edit_offer
from tests.helpers.factories import PartnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner(unit):
    return PartnerFactory(unit=unit)


def sent(**changed):
    told = {"name": "Værkstedshold", "kind": "class", "capacity": "12", "youngest": "15", "oldest": "25"}
    return told | {"is_active": "on", "starts": "04-01-2027\n2027-08-09"} | changed


def test_a_leader_and_an_administrator_write_it_and_a_guide_does_not(client, partner, leader, admin, guide):
    for writer, name in ((leader, "Et"), (admin, "To")):
        client.force_login(writer)
        page = reverse("partners:offer_add", args=[partner.pk])
        assert client.post(page, sent(name=name)).status_code == 303
    offer = Offer.objects.get(name="Et")
    assert list(offer.starts.values_list("on", flat=True)) == [date(2027, 1, 4), date(2027, 8, 9)]
    client.force_login(guide)
    assert client.get(page).status_code == 403
    with pytest.raises(PermissionDenied):
        add_offer(partner, by=guide, name="Tre", capacity=1)
    card = client.get(reverse("partners:partner_detail", args=[partner.pk])).content.decode()
    assert "Et</a>" in card and reverse("partners:offer_add", args=[partner.pk]) not in card


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"capacity": "0"}, "capacity"),
        ({"capacity": "501"}, "capacity"),
        ({"oldest": "14"}, "oldest"),
        ({"youngest": "9"}, "youngest"),
        ({"starts": "04-01-2027\nefter jul"}, "starts"),
        ({"starts": "\n".join(f"2027-01-{day:02}" for day in range(1, 26))}, "starts"),
        ({"kind": "fest"}, "kind"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_is_kept(client, partner, leader, changed, field):
    client.force_login(leader)
    answer = client.post(
        reverse("partners:offer_add", args=[partner.pk]), sent(terms="Skrevet med omhu", **changed)
    )
    assert answer.status_code == 422 and list(answer.context["form"].errors) == [field]
    assert "Skrevet med omhu" in answer.content.decode() and not Offer.objects.exists()


def test_the_partner_changes_its_own_places_and_starts(client, leader, partner_user):
    partner = partner_user.partner_contact.partner
    offer = add_offer(partner, by=leader, name="Værkstedshold", capacity=12, starts=[date(2027, 1, 4)])
    client.force_login(partner_user)
    assert "Værkstedshold" in client.get(reverse("partners:own_offers")).content.decode()
    page = reverse("partners:offer_edit", args=[offer.pk])
    form = client.get(page).context["form"]
    assert form["starts"].value() == "04-01-2027"
    told = sent(capacity="8", starts="", version="1", opened=form["opened"].value() or "")
    assert client.post(page, told)["Location"] == reverse("partners:own_offers")
    offer.refresh_from_db()
    assert offer.capacity == 8 and not offer.starts.exists()
    foreign = add_offer(PartnerFactory(unit=partner.unit), by=leader, name="Fremmed", capacity=1)
    assert client.get(reverse("partners:offer_edit", args=[foreign.pk])).status_code == 404
    Contact.objects.update(is_coordinator=False)
    assert client.get(page).status_code == 403


def test_who_saves_second_does_not_overwrite(partner, leader):
    offer = add_offer(partner, by=leader, name="Værkstedshold", capacity=12)
    edit_offer(offer, by=leader, expected_version=1, values={"capacity": 8}, starts=[clock.today()])
    with pytest.raises(Conflict):
        edit_offer(offer, by=leader, expected_version=1, values={"capacity": 9}, starts=[])
    assert Offer.objects.get().starts.get().on == clock.today()


def test_another_units_offers_are_open_only_when_shared(partner, leader, stranger):
    add_offer(partner, by=leader, name="Vores", capacity=1)
    shared = add_offer(partner, by=leader, name="Delt", capacity=1, is_shared=True)
    add_offer(partner, by=leader, name="Ude", capacity=1, is_shared=True, is_active=False)
    assert list(Offer.objects.open_to(stranger.unit)) == [shared]
    assert Offer.objects.open_to(leader.unit).count() == 2
    day = clock.today() + timedelta(days=1)
    with pytest.raises(PermissionDenied):
        edit_offer(shared, by=stranger, expected_version=1, values={"capacity": 2}, starts=[day])
