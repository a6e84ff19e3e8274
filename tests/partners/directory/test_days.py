"""One rule for a contact's days: from the first to the last, both included, they act; before and after they do not."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.signin.backends import is_open
from accounts.users.actions import resend_invitation
from core import clock
from core.mail.models import OutboxMail
from core.templatetags.kui import day
from meetings.planning.people import partner_contacts
from overview.takeover import left
from overview.takeover.forms import contacts_of
from partners.directory.actions import change_contact
from partners.directory.autocomplete import contact_label, name_of, selectable_contacts
from partners.invitations.actions import invite_contact
from partners.models import Contact, Partner
from tests.helpers import factories
from tests.helpers.promises import make_contact, make_promise
from tests.helpers.signing_in import PASSWORD, sign_in, signed_in

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
# First day and last day from today, and whether they act, are gone, or have not begun.
DAYS = [
    (1, None, "not begun"),
    (1, 1, "not begun"),
    (0, None, "acts"),
    (0, 0, "acts"),
    (-1, 1, "acts"),
    (-1, 0, "acts"),
    (-1, -1, "gone"),
]


def period(first: int, last: int | None) -> dict:
    today = clock.today()
    return {"from_on": today + first * DAY, "until_on": None if last is None else today + last * DAY}


def soon(contact) -> Contact:
    """The contact, from tomorrow on."""
    Contact.objects.filter(pk=contact.pk).update(**period(1, None))
    return Contact.objects.select_related("partner").get(pk=contact.pk)


@pytest.mark.parametrize("in_use", [True, False])
@pytest.mark.parametrize(("first", "last", "state"), DAYS)
def test_properties_and_querysets_agree(unit, first, last, state, in_use):
    contact = make_contact(unit, **period(first, last))
    Partner.objects.filter(pk=contact.partner_id).update(is_active=in_use)
    contact, today = Contact.objects.get(pk=contact.pk), clock.today()
    state = state if in_use else "gone"
    assert contact.may_act(today) is Contact.objects.acting(today).exists() is (state == "acts")
    assert (
        contact.is_gone(today) is Contact.objects.filter(Contact.gone_q(today)).exists() is (state == "gone")
    )
    assert Contact.objects.staying(today).exists() is (state != "gone")
    assert is_open(contact.user) is (state == "acts")


@pytest.mark.parametrize(("first", "last", "state"), DAYS)
def test_the_door_opens_on_those_days_and_says_why_on_others(unit, first, last, state):
    contact = make_contact(unit, **period(first, last))
    client = Client()
    answer = sign_in(client, contact.user.email)
    assert ("_auth_user_id" in client.session) is (answer.status_code == 302) is (state == "acts")
    words = answer.content.decode()
    assert ("Du kan komme ind fra" in words) is (state == "not begun")
    assert ("Din adgang er ophørt" in words) is (state == "gone")
    assert "administrator har lukket" not in words
    assert (signed_in(contact.user).get("/delt-med-os/").status_code == 200) is (state == "acts")


def test_with_a_wrong_password_nobody_hears_when_somebody_begins(unit):
    contact = make_contact(unit, **period(1, None))
    assert "komme ind fra" not in sign_in(Client(), contact.user.email, "forkert").content.decode()
    assert "komme ind fra" in sign_in(Client(), contact.user.email, PASSWORD).content.decode()


def test_a_contact_whose_account_is_closed_is_not_promised_a_day(unit):
    contact = make_contact(unit, **period(1, None))
    type(contact.user).objects.filter(pk=contact.user_id).update(is_active=False)
    assert sign_in(Client(), contact.user.email)["Location"] == "/konto/lukket/"


def test_a_first_day_that_moves_ahead_signs_out(unit, admin):
    contact = make_contact(unit)
    client = Client()
    sign_in(client, contact.user.email)
    assert client.get("/delt-med-os/").status_code == 200
    change_contact(contact, 1, period(1, None), by=admin)
    assert client.get("/delt-med-os/").status_code == 302


def test_who_has_not_begun_is_invited_and_told_when_they_come_in(unit, admin):
    factories.ContactFactory(partner__unit=unit)
    contact = factories.ContactFactory(partner__unit=unit, email="ny@skole.dk", **period(30, None))
    path, client = f"/partnere/{contact.partner_id}/kontakter/{contact.pk}/", signed_in(admin)
    when = day(contact.from_on)
    page = client.get(path).content.decode()
    assert "inviter/" in page and when in page
    receipt = client.post(f"{path}inviter/", follow=True).content.decode()
    assert f"kan komme ind fra {when}" in receipt
    mail = OutboxMail.objects.get(to="ny@skole.dk")
    assert "komme ind fra" in mail.body
    contact.refresh_from_db()
    page = client.get(path).content.decode()
    assert f"kan komme ind fra {when}" in page and "ser det, der deles" not in page
    assert "kan ikke længere" not in page
    for url in ("/brugere/", f"/brugere/{contact.user_id}/"):
        page = client.get(url).content.decode()
        assert f"Kan komme ind fra {when}" in page and "Adgangen er ophørt" not in page
    assert client.post(f"/brugere/{contact.user_id}/invitation/").status_code == 302
    assert ["komme ind fra" in row.body for row in OutboxMail.objects.filter(to="ny@skole.dk")] == [True] * 2


def test_who_has_begun_is_told_no_day(unit, admin):
    contact = factories.ContactFactory(partner__unit=unit, email="nu@skole.dk", **period(0, None))
    user = invite_contact(contact, by=admin)
    resend_invitation(user, by=admin)
    assert not any("komme ind fra" in row.body for row in OutboxMail.objects.filter(to="nu@skole.dk"))


def test_the_first_to_be_invited_is_said_to_coordinate(unit, admin):
    partner, client = factories.PartnerFactory(unit=unit), signed_in(admin)
    for n, coordinates in enumerate((True, False)):
        contact = factories.ContactFactory(partner=partner, email=f"nr{n}@skole.dk", is_coordinator=False)
        url = f"/partnere/{partner.pk}/kontakter/{contact.pk}/inviter/"
        assert ("bliver koordinator" in client.post(url, follow=True).content.decode()) is coordinates
        contact.refresh_from_db()
        assert contact.is_coordinator is coordinates


def test_the_link_for_those_without_a_password_says_when_to_come(unit, monkeypatch):
    monkeypatch.setattr("partners.linksignin.views.TAKES", 0)
    contact = make_contact(unit, **period(1, None))
    contact.user.set_unusable_password()
    contact.user.save()
    assert Client().post("/konto/link/", {"email": contact.user.email}).status_code == 302
    mail = OutboxMail.objects.get(to=contact.user.email)
    assert day(contact.from_on) in mail.body and "/konto/link/" not in mail.body


def test_leaders_hear_of_who_will_see_more_when_they_begin(unit, admin, leader):
    contact = make_contact(unit, is_coordinator=False, **period(1, None))
    for version, (values, told) in enumerate(
        [({"phone": "20123456"}, 0), ({"is_coordinator": True}, 1), (period(0, None), 2)], start=1
    ):
        change_contact(Contact.objects.get(pk=contact.pk), version, values, by=admin)
        assert OutboxMail.objects.filter(to=leader.email).count() == told


def test_the_directory_says_from_when(unit, admin):
    contact = factories.ContactFactory(partner__unit=unit, **period(5, None))
    page = signed_in(admin).get(f"/partnere/{contact.partner_id}/").content.decode()
    assert f"fra {day(contact.from_on)}" in page and "Ikke endnu" in page
    assert f"siden {day(contact.from_on)}" not in page


def test_forms_offer_who_begins_soon_and_say_so(unit, guide):
    promise = make_promise(guide, make_contact(unit))
    contact = soon(promise.contact)
    marked = f"{contact.name} (fra {day(contact.from_on)})"
    assert name_of(contact) == marked
    assert contact in selectable_contacts(unit) and marked in contact_label(contact)
    assert [one.name for one in partner_contacts(promise.plan.case)] == [marked]
    assert contacts_of(unit.pk) == [contact]
    assert not any(rows.exists() for rows in left.of_partner(contact.partner, clock.today()).values())


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"from_on": "0026-11-20"}, "from_on"),
        ({"from_on": "2036-11-20"}, "from_on"),
        ({"from_on": "2026-12-05", "until_on": "2099-12-31"}, "until_on"),
        ({"from_on": "2026-12-05", "until_on": "2027-12-31"}, ""),
    ],
)
def test_a_contacts_days_have_bounds_that_are_named(unit, admin, fields, wrong):
    partner, client = factories.PartnerFactory(unit=unit), signed_in(admin)
    answer = client.post(f"/partnere/{partner.pk}/kontakter/ny/", {"name": "Åse", **fields})
    assert answer.status_code == (422 if wrong else 303)
    if wrong:
        assert "Dagen kan ligge fra 1. januar 1990 til" in answer.context["form"].errors[wrong][0]


@pytest.mark.parametrize(("year", "status"), [("0026", 422), ("2099", 422), ("2027", 303)])
def test_the_next_evaluation_is_no_slip_of_the_finger(unit, admin, year, status):
    partner = factories.PartnerFactory(unit=unit)
    said = {"name": partner.name, "category": partner.category_id, "agreement": "none", "is_active": "on"}
    said |= {"version": partner.version, "next_evaluation_on": f"{year}-11-20", "anyway": "1"}
    answer = signed_in(admin).post(f"/partnere/{partner.pk}/ret/", said)
    assert answer.status_code == status
