"""A partner's own people change their card, contacts and absence; the administrator is told."""

from datetime import timedelta

import pytest

from audit.models import AuditEvent
from core import clock
from overview.waiting.admin import ADMIN
from overview.waiting.source import waiting_for
from partners.directory.actions import change_partner
from partners.directory.history import WORDS
from partners.models import Absence, Contact
from tests.helpers.forms import as_sent
from tests.helpers.promises import make_contact
from tests.helpers.signing_in import signed_in

pytestmark = pytest.mark.django_db

OWN = "/partnere/vores/"


@pytest.fixture
def contact(unit):
    return make_contact(unit)


@pytest.fixture
def plain(unit, contact):
    return make_contact(unit, partner=contact.partner, is_coordinator=False)


def told(admin):
    """What the administrator is told of cards."""
    found = [one for one in waiting_for(admin, clock.today(), ADMIN, named=True) if one.source.key == "cards"]
    return [row.words for one in found for row in one.rows]


def test_a_coordinator_changes_the_card_and_the_administrator_is_told(admin, contact):
    client, partner = signed_in(contact.user), contact.partner
    said = {"phone": "59 66 10 10", "postal_code": "4500", "city": "Højby", "version": partner.version}
    response = client.post(f"{OWN}ret/", said | {"name": "Andet", "has_authority": "on", "phone": "12 3"})
    assert response.status_code == 422 and "Højby" in response.content.decode()
    assert client.post(f"{OWN}ret/", said | {"name": "Andet", "has_authority": "on"}).status_code == 303
    name, had = partner.name, partner.has_authority
    partner.refresh_from_db()
    assert (partner.phone, partner.city, partner.name, partner.has_authority) == (
        "59661010",
        "Højby",
        name,
        had,
    )
    assert told(admin) == [str(WORDS["partner.change"])]
    with clock.travel(clock.today() + timedelta(days=15)):
        assert told(admin) == []
    assert client.post(f"{OWN}ret/", said | {"city": "Vig"}).status_code == 409


@pytest.mark.parametrize("both_wrote", [True, False])
def test_who_saved_first_is_read_as_the_unit_and_a_colleague_by_name(unit, admin, contact, both_wrote):
    client, partner, url = signed_in(contact.user), contact.partner, f"{OWN}ret/"
    colleague = make_contact(unit, partner=partner, is_coordinator=True)
    for by, read in ((admin, "Ungeenheden"), (colleague.user, colleague.user.name)):
        partner.refresh_from_db()
        opened = as_sent(client.get(url).context["form"])
        change_partner(partner, partner.version, {"city": f"Vig {by.pk}"}, by=by)
        mine = {"city": "Højby"} if both_wrote else {"phone": f"5966101{by.pk % 10}"}
        answer = client.post(url, opened | mine, follow=True)
        assert answer.status_code == (409 if both_wrote else 200)
        assert f"{read} {'gemte, mens du skrev' if both_wrote else 'har imens ændret'}" in answer.text
        assert admin.name not in answer.text


def test_saved_unchanged_nobody_is_said_to_be_told(admin, contact):
    Contact.objects.filter(pk=contact.pk).update(phone="20654321")  # as forms keep it
    client = signed_in(contact.user)
    for url in (f"{OWN}ret/", f"{OWN}kontakter/{contact.pk}/"):
        form = client.get(url).context["form"]
        stands = {name: form[name].value() for name in form.fields}
        sent = {name: value for name, value in stands.items() if value not in (None, False)}
        answer = client.post(url, sent, follow=True)
        assert [str(words) for words in answer.context["messages"]] == ["Der er ikke ændret noget."]
    assert told(admin) == []


def test_what_the_administrator_does_is_not_told_back(admin, contact):
    AuditEvent.objects.create(actor_id=admin.pk, action="partner.change", object_id=str(contact.partner_id))
    assert told(admin) == []


def test_a_contact_changes_the_own_row_alone(unit, contact, plain):
    client = signed_in(plain.user)
    assert client.get(f"{OWN}ret/").status_code == client.get(f"{OWN}kontakter/ny/").status_code == 403
    assert client.get(f"{OWN}kontakter/{contact.pk}/").status_code == 403
    assert client.get(f"{OWN}kontakter/{contact.pk}/fravaer/").status_code == 403
    assert client.get(f"{OWN}kontakter/{make_contact(unit).pk}/").status_code == 404
    said = {
        "name": plain.name,
        "role": "Mentor",
        "phone": "20123456",
        "email": "x@y.dk",
        "version": plain.version,
    }
    more = {"until_on": "2020-01-01", "is_coordinator": "on"}
    assert client.post(f"{OWN}kontakter/{plain.pk}/", said | more).status_code == 303
    plain.refresh_from_db()
    assert plain.role == "Mentor" and plain.until_on is None and not plain.is_coordinator


def test_a_coordinator_says_that_a_colleague_stops_and_adds_one(admin, contact, plain):
    client, today = signed_in(contact.user), clock.today()
    said = {"name": plain.name, "version": plain.version, "until_on": today.isoformat()}
    assert client.post(f"{OWN}kontakter/{plain.pk}/", said).status_code == 303
    for _twice in range(2):
        assert client.post(f"{OWN}kontakter/ny/", {"name": "Bo Berg", "submit_key": "k"}).status_code == 303
    plain.refresh_from_db()
    bo = Contact.objects.get(name="Bo Berg")
    assert plain.until_on == today and bo.partner == contact.partner and bo.user is None
    assert [word for word in told(admin) if "Bo Berg" in word or plain.name in word] == told(admin)
    assert len(told(admin)) == 2


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [(0, -1, "until_on"), (2, 1, "until_on"), (3, 9, "from_on"), (0, 0, None), (5, 6, None)],
)
def test_an_absence_lies_ahead_runs_forward_and_meets_no_other(contact, first, last, field):
    today = clock.today()
    day = lambda n: today + timedelta(days=n)  # noqa: E731
    Absence.objects.create(contact=contact, from_on=day(1), until_on=day(4), by=contact.user)
    said = {"from_on": day(first).isoformat(), "until_on": day(last).isoformat(), "submit_key": "k"}
    response = signed_in(contact.user).post(f"{OWN}kontakter/{contact.pk}/fravaer/", said)
    assert response.status_code == (422 if field else 303)
    assert Absence.objects.count() == (1 if field else 2)
    if field:
        assert field in response.context["form"].errors


def test_only_a_colleague_who_is_there_stands_in(unit, contact, plain):
    today = clock.today()
    client, said = signed_in(plain.user), {"from_on": today.isoformat(), "until_on": today.isoformat()}
    url = f"{OWN}kontakter/{plain.pk}/fravaer/"
    for wrong in (plain, make_contact(unit)):
        assert client.post(url, said | {"stand_in": wrong.pk}).status_code == 422
    assert client.post(url, said | {"stand_in": contact.pk}).status_code == 303
    row = Absence.objects.get()
    text = client.get(OWN).content.decode()
    assert f"{contact.name} er stedfortræder" in text
    for _twice in range(2):
        assert client.post(f"{OWN}fravaer/{row.pk}/aflys/").status_code == 303
    row.refresh_from_db()
    assert row.cancelled_at and "er stedfortræder" not in client.get(OWN).content.decode()


def test_the_mail_of_the_week_is_turned_off_and_on(contact):
    client = signed_in(contact.user)
    for wanted, kept in (("nej", False), ("ja", True)):
        assert client.post(f"{OWN}ugemail/", {"wanted": wanted}).status_code == 303
        contact.user.refresh_from_db()
        assert contact.user.weekly_digest is kept
