"""The directory as its readers and its keeper meet it."""

import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest

from audit.models import AuditEvent
from core import clock
from partners.directory import actions
from partners.directory.filters import PartnerFilterSet
from partners.models import Contact, Partner, PartnerCategory
from tests.helpers import factories

pytestmark = pytest.mark.django_db
LIST = "/partnere/"


@pytest.fixture
def as_admin(client, admin):
    client.force_login(admin)
    return client


@pytest.fixture
def as_guide(client, guide):
    client.force_login(guide)
    return client


@pytest.fixture
def partner(unit):
    return factories.PartnerFactory(unit=unit, name="Egnsteatret")


def names(response) -> list[str]:
    return [row.name for row in response.context["page"]]


def card(**values):
    category = PartnerCategory.objects.get(code="culture")
    return {"name": "Egnsteatret", "category": category.pk, "agreement": "none", **values}


# --- the list -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("egnsteatret", ["Egnsteatret"]),
        ("EGNS", ["Egnsteatret"]),
        ("håndbold", ["Højby Håndbold"]),
        ("haandbold", ["Højby Håndbold"]),
        ("handbold hojby", ["Højby Håndbold"]),
        ("hoejby haandbold 4500", ["Højby Håndbold"]),
        ("4500", ["Højby Håndbold"]),
        ("450", []),
        ("nykobing", ["Højby Håndbold"]),
        ("ase", ["Egnsteatret"]),
        ("håndbold hø", ["Højby Håndbold"]),
        ("åse", ["Egnsteatret"]),
        ("kultur", ["Egnsteatret"]),
        ("foreningsliv", []),
        ("nykøbing", ["Højby Håndbold"]),
        ("52399807", ["Egnsteatret"]),
        ("52 39 98 07", ["Egnsteatret"]),
        ("DK-52399807", ["Egnsteatret"]),
        ("CVR nr. 52 39 98 07", ["Egnsteatret"]),
        ("5239980", []),
        ("20 65 43 21", ["Egnsteatret"]),
        ("+45 ２０６５ 43–21", ["Egnsteatret"]),
        ("+46 8 123 456 78", ["Højby Håndbold"]),
        ("%", []),
        ("' or 1=1", []),
        ("\x00", ["Egnsteatret", "Højby Håndbold"]),
    ],
)
def test_search_finds_names_people_towns_categories_and_numbers(as_guide, unit, q, found):
    culture, association = (PartnerCategory.objects.get(code=code) for code in ("culture", "association"))
    theatre = factories.PartnerFactory(unit=unit, name="Egnsteatret", category=culture, cvr="52399807")
    factories.ContactFactory(partner=theatre, name="Åse Berg", phone="20654321")
    factories.PartnerFactory(
        unit=unit, name="Højby Håndbold", category=association, city="Nykøbing", postal_code="4500",
        phone="+46812345678",
    )  # fmt: skip
    assert names(as_guide.get(LIST, {"q": q})) == found


def test_a_postal_code_is_kept_in_plain_digits(as_admin):
    assert as_admin.post("/partnere/ny/", card(postal_code="４５４０")).status_code == 303
    assert Partner.objects.get().postal_code == "4540"
    assert as_admin.post("/partnere/ny/", card(name="Aldi", postal_code="²³⁴⁵")).status_code == 422


def test_filters_narrow_and_stand_as_chips(as_guide, unit):
    family = PartnerCategory.objects.get(code="family")
    inside = factories.PartnerFactory(unit=unit, name="Familieafdelingen", category=family, side="internal")
    factories.ContactFactory(partner=inside)
    deal = factories.PartnerFactory(unit=unit, name="Bageren", agreement="written")
    factories.PartnerFactory(unit=unit, name="Lukket", is_active=False)
    left = factories.ContactFactory(partner=deal, until_on=clock.today() - timedelta(days=1))
    ask = lambda **filters: names(as_guide.get(LIST, filters))  # noqa: E731
    assert ask() == ["Bageren", "Familieafdelingen"]
    assert ask(side="internal") == ["Familieafdelingen"]
    assert ask(category=family.pk) == ["Familieafdelingen"]
    assert ask(agreement="written") == ["Bageren"]
    assert ask(contact="yes") == ["Familieafdelingen"]
    assert ask(contact="no") == ["Bageren"]
    assert ask(active="no") == ["Lukket"]
    assert len(ask(active="all")) == 3
    left.until_on = clock.today()
    left.save()
    assert ask(contact="no") == []
    page = as_guide.get(LIST, {"side": "internal", "q": "fam"})
    assert [words for _name, _value, words in page.context["filters"].chips] == ["Søgning: fam", "Intern"]


@pytest.mark.parametrize(
    "bad",
    [
        {"side": "x"},
        {"category": "99999"},
        {"category": "x"},
        {"sort": "cpr"},
        {"page": "-1"},
        {"active": "?"},
    ],
)
def test_nonsense_in_the_address_is_not_asked(as_guide, partner, bad):
    assert names(as_guide.get(LIST, bad)) == ["Egnsteatret"]


def test_danish_order_and_sorting(as_guide, unit):
    for name in ["Ågården", "Ærø Skole", "Bageren", "Østerbro", "Aabybro"]:
        factories.PartnerFactory(unit=unit, name=name)
    assert names(as_guide.get(LIST)) == ["Bageren", "Ærø Skole", "Østerbro", "Aabybro", "Ågården"]
    assert names(as_guide.get(LIST, {"sort": "-name"}))[0] == "Ågården"


def test_partners_without_a_date_come_last_either_way(as_guide, unit):
    today = clock.today()
    for name, days in (("Sen", 9), ("Uden", None), ("Snart", 1)):
        day = days and today + timedelta(days=days)
        factories.PartnerFactory(unit=unit, name=name, next_evaluation_on=day)
    assert names(as_guide.get(LIST, {"sort": "evaluation"})) == ["Snart", "Sen", "Uden"]
    assert names(as_guide.get(LIST, {"sort": "-evaluation"})) == ["Sen", "Snart", "Uden"]


def test_two_rows_and_twenty_cost_the_same_queries(as_guide, unit, django_assert_num_queries):
    def fill(count):
        for _ in range(count):
            factories.ContactFactory(partner__unit=unit)
            factories.ContactFactory(partner=Partner.objects.last())

    def cost():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert as_guide.get(LIST).status_code == 200
        return len(queries)

    fill(2)
    few = cost()
    fill(18)
    assert cost() == few <= 9


def test_pages_hold_fifty(as_guide, unit):
    Partner.objects.bulk_create(
        [
            factories.PartnerFactory.build(
                unit=unit, category=PartnerCategory.objects.first(), sort_name=f"{n:03}"
            )
            for n in range(51)
        ]
    )
    assert len(names(as_guide.get(LIST))) == 50
    assert len(names(as_guide.get(LIST, {"page": "2"}))) == 1


def test_another_unit_sees_nothing(client, stranger, partner):
    client.force_login(stranger)
    assert names(client.get(LIST)) == []
    assert client.get(f"/partnere/{partner.pk}/").status_code == 404


def test_export_is_the_list_as_filtered(as_guide, unit, guide):
    row = factories.PartnerFactory(unit=unit, name="=HYPERLINK(1)", phone="20123456")
    factories.ContactFactory(partner=row, name="Åse Berg", role="Vejleder", phone="20654321")
    factories.PartnerFactory(unit=unit, name="Bageren")
    response = as_guide.get(LIST, {"q": "hyperlink", "format": "csv"})
    lines = response.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("'=HYPERLINK(1);")
    assert "Åse Berg;Vejleder;20 65 43 21" in lines[1]
    assert as_guide.get(LIST, {"format": "xlsx"}).content[:2] == b"PK"
    assert AuditEvent.objects.filter(action="partner.export", actor_id=guide.pk).count() == 2


# --- the card -----------------------------------------------------------------------------------------------


def test_card_shows_who_is_there_and_who_has_left_apart(as_guide, partner):
    today = clock.today()
    factories.ContactFactory(partner=partner, name="Er Her", phone="20654321")
    factories.ContactFactory(partner=partner, name="Sidste Dag", until_on=today)
    factories.ContactFactory(
        partner=partner, name="Er Rejst", phone="20112233", until_on=today - timedelta(days=1)
    )
    page = as_guide.get(f"/partnere/{partner.pk}/")
    assert [c.name for c in page.context["present"]] == ["Er Her", "Sidste Dag"]
    assert [c.name for c in page.context["left"]] == ["Er Rejst"]
    text = page.content.decode()
    assert 'href="tel:+4520654321"' in text and "20 65 43 21" in text
    assert "tel:+4520112233" not in text


def test_a_partner_sees_the_own_card_without_the_units_notes(client, partner_user, unit):
    own = partner_user.partner_contact.partner
    Partner.objects.filter(pk=own.pk).update(notes="KANARIE-noter")
    Contact.objects.filter(partner=own).update(notes="KANARIE-kontakt")
    other = factories.PartnerFactory(unit=unit)
    client.force_login(partner_user)
    page = client.get(f"/partnere/{own.pk}/")
    assert (
        page.status_code == 200
        and b"KANARIE" not in page.content
        and f"/{own.pk}/ret/".encode() not in page.content
    )
    assert "changes" not in page.context
    assert client.get(f"/partnere/{other.pk}/").status_code == 404
    assert client.get(LIST).status_code == 403


def test_a_partner_finds_the_own_card(client, partner_user, unit):
    client.force_login(partner_user)
    assert client.get("/partnere/vores/").context["partner"] == partner_user.partner_contact.partner
    client.force_login(factories.UserFactory(unit=unit, role="partner"))
    assert client.get("/partnere/vores/").status_code == 404


def test_a_guide_reads_and_is_offered_nothing_to_write(as_guide, partner):
    page = as_guide.get(f"/partnere/{partner.pk}/").content.decode()
    assert "/ret/" not in page and "/kontakter/ny/" not in page and "/flet/" not in page
    assert "/partnere/ny/" not in as_guide.get(LIST).content.decode()


def test_history_tells_what_changed_in_words(as_admin, admin, partner):
    actions.change_partner(partner, 1, {"agreement": "written", "phone": "20123456"}, by=admin)
    contact = actions.add_contact(partner, by=admin, name="Åse Berg")
    actions.change_contact(contact, 1, {"until_on": clock.today()}, by=admin)
    changes = as_admin.get(f"/partnere/{partner.pk}/").context["changes"]
    assert [change.what for change in changes] == ["Ændrede Åse Berg", "Tilføjede Åse Berg", "Ændret"]
    assert ("Aftale", "Ingen aftale", "Skriftlig") in changes[2].fields
    assert ("Telefon", "–", "20 12 34 56") in changes[2].fields
    assert changes[0].who == str(admin)


# --- adding and editing ---------------------------------------------------------------------------------------


def test_add_makes_a_partner_and_its_row_in_the_trail(as_admin, admin):
    response = as_admin.post(
        "/partnere/ny/", card(cvr="DK-52 39 98 07", phone="+45 20 12 34 56", web="egnsteatret.dk")
    )
    partner = Partner.objects.get()
    assert response.status_code == 303 and response.url == f"/partnere/{partner.pk}/"
    assert (partner.side, partner.cvr, partner.phone, partner.web) == (
        "external", "52399807", "20123456", "https://egnsteatret.dk"
    )  # fmt: skip
    event = AuditEvent.objects.get(action="partner.create")
    assert event.actor_id == admin.pk and event.changes["category"] == [None, "culture"]


def test_the_same_form_five_times_makes_one_partner(as_admin):
    key = re.search(r'name="submit_key" value="([^"]+)"', as_admin.get("/partnere/ny/").content.decode())[1]
    answers = {as_admin.post("/partnere/ny/", card(submit_key=key)).url for _ in range(5)}
    assert Partner.objects.count() == 1 and answers == {f"/partnere/{Partner.objects.get().pk}/"}


def test_the_same_contact_form_five_times_makes_one_contact(as_admin, partner):
    url = f"/partnere/{partner.pk}/kontakter/ny/"
    key = re.search(r'name="submit_key" value="([^"]+)"', as_admin.get(url).content.decode())[1]
    for _ in range(5):
        as_admin.post(url, {"name": "Åse", "from_on": "2026-01-01", "submit_key": key})
    assert partner.contacts.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("cvr", "45964753"),
        ("phone", "2012"),
        ("postal_code", "450"),
        ("email", "ikke-en-mail"),
        ("name", ""),
        ("web", "http://"),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_what_was_typed_is_kept(as_admin, field, value):
    response = as_admin.post("/partnere/ny/", card(**{field: value, "city": "Nykøbing Sj."}))
    assert list(response.context["form"].errors) == [field] and not Partner.objects.exists()
    text = response.content.decode()
    assert "Nykøbing Sj." in text and f'id="id_{field}_error"' in text


def test_a_likely_duplicate_is_shown_and_can_be_created_anyway(as_admin, unit):
    there = factories.PartnerFactory(unit=unit, name="Egnsteatret A/S")
    response = as_admin.post("/partnere/ny/", card())
    assert response.status_code == 422 and Partner.objects.count() == 1
    text = response.content.decode()
    assert f'href="/partnere/{there.pk}/"' in text and 'name="anyway"' in text and "samme navn" in text
    as_admin.post("/partnere/ny/", card(anyway="1"))
    assert Partner.objects.count() == 2


def test_no_warning_about_another_units_partner(as_admin):
    factories.PartnerFactory(name="Egnsteatret")
    as_admin.post("/partnere/ny/", card())
    assert Partner.objects.count() == 2


def test_edit_warns_of_a_new_likeness_only(as_admin, unit, partner):
    factories.PartnerFactory(unit=unit, name="egnsteatret")
    url = f"/partnere/{partner.pk}/ret/"
    as_admin.post(url, card(version=1, city="Holbæk", is_active="on"))
    partner.refresh_from_db()
    assert partner.city == "Holbæk"
    factories.PartnerFactory(unit=unit, name="Scenen", cvr="52399807")
    response = as_admin.post(url, card(version=2, cvr="52399807", is_active="on"))
    assert response.status_code == 422 and [found.partner.name for found in response.context["alike"]] == [
        "Scenen"
    ]
    assert as_admin.post(url, card(version=2, cvr="52399807", is_active="on", anyway="1")).status_code == 303


def test_edit_keeps_the_search_name_and_order(as_admin, partner):
    as_admin.post(f"/partnere/{partner.pk}/ret/", card(version=1, name="Åben Scene", is_active="on"))
    assert names(as_admin.get(LIST, {"q": "aaben"})) == ["Åben Scene"]
    assert names(as_admin.get(LIST, {"q": "egns"})) == []


def test_who_saves_second_sees_both_texts_and_loses_nothing(as_admin, admin, partner):
    actions.change_partner(partner, 1, {"notes": "Deres tekst", "agreement": "oral"}, by=admin)
    url = f"/partnere/{partner.pk}/ret/"
    response = as_admin.post(url, card(version=1, notes="Min tekst", is_active="on"))
    assert response.status_code == 409
    rows = {row["label"]: (row["theirs"], row["mine"]) for row in response.context["form"].conflict}
    assert rows["Bemærkninger"] == ("Deres tekst", "Min tekst")
    assert rows["Aftale"] == ("Mundtlig", "Ingen aftale")
    partner.refresh_from_db()
    assert partner.notes == "Deres tekst"
    assert 'name="version" value="2"' in response.content.decode()
    assert as_admin.post(url, card(version=2, notes="Min tekst", is_active="on")).status_code == 303


def fields_of(page: str) -> dict[str, str]:
    """What the form on a page would send, untouched."""

    class Reader(HTMLParser):
        data: dict[str, str] = {}
        into = ""

        def handle_starttag(self, tag, attrs):
            attrs = dict(attrs)
            if (
                tag == "input"
                and attrs.get("name")
                and ("checked" in attrs or attrs.get("type") != "checkbox")
            ):
                usual = "on" if attrs.get("type") == "checkbox" else ""
                self.data[attrs["name"]] = attrs.get("value", usual)
            if tag in ("select", "textarea"):
                self.into = attrs.get("name", "")
            if tag == "option" and "selected" in attrs:
                self.data[self.into] = attrs.get("value", "")

        def handle_data(self, text):
            if self.into == "notes":
                self.data["notes"] = self.data.get("notes", "") + text.strip()

        def handle_endtag(self, tag):
            if tag == "textarea":
                self.into = ""

    reader = Reader()
    reader.data = {}
    reader.feed(page)
    return reader.data


def test_what_one_did_not_touch_is_the_others_after_a_conflict(as_admin, admin, partner):
    url = f"/partnere/{partner.pk}/ret/"
    mine = fields_of(as_admin.get(url).content.decode()) | {"notes": "Min tekst"}
    theirs = {"notes": "Deres tekst", "phone": "20123456", "agreement": "written", "has_authority": True}
    actions.change_partner(partner, 1, theirs, by=admin)
    response = as_admin.post(url, mine)
    assert response.status_code == 409
    assert [(row["theirs"], row["mine"]) for row in response.context["form"].conflict] == [
        ("Deres tekst", "Min tekst")
    ]
    again = fields_of(response.content.decode())
    assert (again["notes"], again["phone"], again["agreement"], again["has_authority"], again["version"]) == (
        "Min tekst", "20 12 34 56", "written", "on", "2"
    )  # fmt: skip
    # A third is faster yet: what was mine still is.
    actions.change_partner(partner, 2, {"notes": "Tredje tekst", "city": "Vig"}, by=admin)
    response = as_admin.post(url, again)
    assert response.status_code == 409
    again = fields_of(response.content.decode())
    assert (again["notes"], again["city"], again["version"]) == ("Min tekst", "Vig", "3")
    assert as_admin.post(url, again).status_code == 303
    partner.refresh_from_db()
    assert (partner.notes, partner.city, partner.phone, partner.agreement) == (
        "Min tekst",
        "Vig",
        "20123456",
        "written",
    )


def test_contact_conflict_and_end(as_admin, admin, partner):
    contact = factories.ContactFactory(partner=partner, name="Åse Berg")
    url = f"/partnere/{partner.pk}/kontakter/{contact.pk}/"
    data = {"name": "Åse Berg", "from_on": "2024-01-01", "until_on": "2026-03-01", "version": 1}
    assert as_admin.post(url, data).status_code == 303
    response = as_admin.post(url, data | {"until_on": "2026-04-01"})
    assert response.status_code == 409
    assert as_admin.post(url, data | {"until_on": "2023-12-31", "version": 2}).context["form"].errors
    contact.refresh_from_db()
    assert f"{contact.until_on}" == "2026-03-01" and contact.version == 2


def test_who_changed_a_contact_first_is_named_and_not_who_changed_another(as_admin, admin, partner, leader):
    contact, other = (factories.ContactFactory(partner=partner, name=name) for name in ("Åse", "Bo"))
    url = f"/partnere/{partner.pk}/kontakter/{contact.pk}/"
    actions.change_contact(contact, 1, {"role": "vejleder"}, by=leader)
    actions.change_contact(other, 1, {"role": "vejleder"}, by=admin)
    lost = as_admin.post(url, {"name": "Åse", "role": "leder", "from_on": "2024-01-01", "version": 1})
    assert lost.status_code == 409 and f"{leader.name} gemte, mens du skrev" in lost.content.decode()


def test_fields_nobody_may_post_stay(as_admin, admin, unit, partner):
    other = factories.PartnerFactory()
    user = factories.UserFactory(unit=unit, role="partner")
    forged = {"unit": other.unit_id, "merged_into": other.pk, "search_name": "x", "id": 999, "user": user.pk}
    as_admin.post(f"/partnere/{partner.pk}/ret/", card(version=1, is_active="on", **forged))
    contact = factories.ContactFactory(partner=partner)
    as_admin.post(
        f"/partnere/{partner.pk}/kontakter/{contact.pk}/",
        {"name": "Åse", "from_on": "2024-01-01", "version": 1, "user": user.pk, "partner": other.pk},
    )
    partner.refresh_from_db()
    contact.refresh_from_db()
    assert (partner.unit_id, partner.merged_into_id, partner.search_name) == (unit.pk, None, "egnsteatret")
    assert (contact.user_id, contact.partner_id, contact.name) == (None, partner.pk, "Åse")


def test_a_contact_is_edited_under_its_own_partner_only(as_admin, unit, partner):
    elsewhere = factories.ContactFactory(partner__unit=unit)
    assert as_admin.get(f"/partnere/{partner.pk}/kontakter/{elsewhere.pk}/").status_code == 404


# --- categories -----------------------------------------------------------------------------------------------


def test_the_history_has_its_index_and_uses_it(partner):
    from django.db import connection

    from partners.directory.history import events_of

    with connection.cursor() as cursor:
        indexes = connection.introspection.get_constraints(cursor, AuditEvent._meta.db_table)
    assert indexes["audit_object_without_case"]["columns"] == ["object_type", "object_id", "at"]
    # PostgreSQL plans by what is in the table, and in a test there is next to nothing.
    if connection.vendor == "sqlite":
        assert "audit_object_without_case" in events_of(partner).explain()


# --- every order and chip -----------------------------------------------------------------------------------


@pytest.mark.parametrize("key", PartnerFilterSet.orders)
def test_every_order_of_the_directory_is_one(as_guide, unit, key):
    for name, code, days in (("Ål", "family", 3), ("Bo", "culture", None), ("Aks", "association", 1)):
        category = PartnerCategory.objects.get(code=code)
        day = days and clock.today() + timedelta(days=days)
        factories.PartnerFactory(unit=unit, name=name, category=category, next_evaluation_on=day)
    worth = {
        "name": lambda row: row.sort_name,
        "category": lambda row: row.category.name_da,
        "evaluation": lambda row: row.next_evaluation_on,
    }[key.strip("-")]
    rows = list(as_guide.get(LIST, {"sort": key}).context["page"])
    known = [worth(row) for row in rows if worth(row) is not None]
    assert known == sorted(known, reverse=key.startswith("-"))
    assert [worth(row) for row in rows][: len(known)] == known, "what has no value comes last"


def test_more_filters_stand_open_while_one_of_them_is_in_force(as_guide, partner):
    closed, opened = (as_guide.get(LIST, asked).content.decode() for asked in ({}, {"contact": "no"}))
    assert '<details class="more fit" >' in closed and '<details class="more fit" open>' in opened


def test_an_address_without_a_town_stands_apart_from_its_postal_code(as_guide, partner):
    Partner.objects.filter(pk=partner.pk).update(address="Fjordvej 1", postal_code="4300", city="")
    page = " ".join(as_guide.get(partner.get_absolute_url()).content.decode().split())
    assert "Fjordvej 1, 4300" in page
    Partner.objects.filter(pk=partner.pk).update(address="", postal_code="4300", city="")
    assert "4300" in as_guide.get(partner.get_absolute_url()).content.decode()
