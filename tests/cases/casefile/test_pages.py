"""The guide's pages: what they cost, what they say, and that a form does its thing once."""

import re
from datetime import timedelta

import pytest
from django.urls import resolve, reverse

from audit.models import AuditEvent
from cases.access import actions as access_actions
from cases.activity import actions as activity_actions
from cases.links import case_url
from cases.models import Consent, Guardian, Note
from cases.network import actions as network_actions
from cases.notes import actions as notes_actions
from core import clock
from tests.helpers import factories
from tests.helpers.queries import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, guide):
    """A client of the guide."""
    client.force_login(guide)
    return client


def fill(guide, number):
    """Cases with something on each."""
    for n in range(number):
        case = factories.make_case(guide, first_name="Alma", last_name=f"Prøve {n}")
        activity_actions.set_activity(case, "fgu", by=guide, on=clock.today() - timedelta(days=200))
        factories.make_milestone(case, due_on=clock.today() - timedelta(days=n % 5))
        notes_actions.add_note(case, by=guide, text="Talt")


@pytest.mark.parametrize(("name", "most"), [("workspace:mine", 9), ("workspace:my_day", 20)])
def test_a_list_costs_the_same_for_2_rows_and_for_20(signed_in, guide, name, most):
    fill(guide, 2)
    few = queries(signed_in, reverse(name))
    fill(guide, 18)
    assert queries(signed_in, reverse(name)) == few <= most


def test_the_units_list_costs_the_same_for_2_rows_and_for_20(client, guide, leader):
    client.force_login(leader)
    fill(guide, 2)
    few = queries(client, reverse("workspace:unit_list"))
    fill(guide, 18)
    assert queries(client, reverse("workspace:unit_list")) == few <= 10


def test_the_case_page_costs_the_same_however_much_is_on_it(signed_in, guide, case):
    Guardian.objects.create(person=case.person, name="Mor")
    factories.make_milestone(case)
    notes_actions.add_note(case, by=guide, text="Første")
    few = queries(signed_in, case_url(case.pk))
    partners = factories.PartnerFactory.create_batch(3, unit=guide.unit)
    for n in range(12):
        note = notes_actions.add_note(case, by=guide, text=f"Nummer {n}")
        notes_actions.add_note(case, by=guide, text="Mere", addition_to=note, kind="other")
        factories.make_milestone(case)
    for partner in partners:
        network_actions.add_participation(case, partner, by=guide)
    assert queries(signed_in, case_url(case.pk)) == few <= 12  # and its transaction


@pytest.mark.parametrize("name", ["workspace:mine", "workspace:my_day"])
def test_a_list_of_a_whole_caseload_is_light(signed_in, guide, name):
    fill(guide, 62)
    body = signed_in.get(reverse(name)).content
    assert len(body) < 100_000
    assert body.count(b"<option") < 200


def test_addresses_made_by_hand_are_routes(signed_in, guide, case):
    """Pages with many rows write addresses without asking the router: each must lead somewhere."""
    Guardian.objects.create(person=case.person, name="Mor")
    network_actions.add_participation(case, factories.PartnerFactory(unit=guide.unit), by=guide)
    notes_actions.add_note(case, by=guide, text="Talt")
    fill(guide, 2)
    for page in (case_url(case.pk), reverse("workspace:my_day"), reverse("workspace:mine")):
        text = signed_in.get(page).content.decode()
        for path in set(re.findall(r'(?:href|action|hx-get|hx-post)="(/sager/[^"?#]*)', text)):
            resolve(path)


def test_case_url_is_the_route(case):
    assert case_url(case.pk) == reverse("workspace:case_detail", args=[case.pk])


def test_pages_without_style_or_script_in_them(signed_in, guide, case):
    fill(guide, 3)
    for url in (
        reverse("workspace:mine"),
        reverse("workspace:my_day"),
        case_url(case.pk),
        reverse("intake:intake"),
    ):
        text = signed_in.get(url).content.decode()
        assert " style=" not in text, url
        assert "<style" not in text, url
        assert "onclick" not in text, url
        assert "<script>" not in text, url


def test_mine_shows_own_cases_only_and_records_them(signed_in, guide, colleague, case):
    theirs = factories.make_case(colleague, first_name="Bjarke", last_name="Kollegas")
    text = signed_in.get(reverse("workspace:mine")).content.decode()
    assert case.person.name in text
    assert theirs.person.name not in text
    event = AuditEvent.objects.filter(action="cases.listed", actor_id=guide.pk).latest("pk")
    assert event.changes["cases"] == [str(case.pk)]


def test_filters_narrow_and_show_chips_to_remove(signed_in, guide):
    late = factories.make_case(guide, first_name="Sen", last_name="Frist")
    factories.make_milestone(late, due_on=clock.today() - timedelta(days=3))
    calm = factories.make_case(guide, first_name="Rolig", last_name="Uden")
    response = signed_in.get(reverse("workspace:mine"), {"vis": "over-frist", "sort": "frist"})
    text = response.content.decode()
    assert late.person.name in text
    assert calm.person.name not in text
    assert 'href="/mine-unge/?sort=frist"' in text


def test_nonsense_in_the_address_is_left_out(signed_in, case):
    response = signed_in.get(
        reverse("workspace:mine"), {"vis": "bogus", "nu": "x", "sort": "person__cpr", "page": "-7"}
    )
    assert response.status_code == 200
    assert case.person.name in response.content.decode()


def test_export_is_recorded_and_harmless(signed_in, guide):
    factories.make_case(guide, first_name="=HYPERLINK(1)", last_name="Ung")
    response = signed_in.get(reverse("workspace:mine"), {"format": "csv"})
    data = response.content.decode("utf-8-sig")
    assert "HYPERLINK" in data
    assert "\n=HYPERLINK" not in data and ";=HYPERLINK" not in data
    assert AuditEvent.objects.filter(action="cases.exported", actor_id=guide.pk).count() == 1


def test_no_list_shows_a_cpr_number(signed_in, guide, case):
    for url in (reverse("workspace:mine"), reverse("workspace:my_day"), case_url(case.pk)):
        text = signed_in.get(url).content.decode()
        assert case.person.cpr not in text
        assert case.person.cpr[6:] not in text


def test_search_finds_a_colleagues_case_and_says_only_whom_to_phone(signed_in, colleague):
    theirs = factories.make_case(colleague, first_name="Bjarke", last_name="Østergård")
    text = signed_in.get(reverse("workspace:search"), {"q": "bjarke oester"}).content.decode()
    assert "Bjarke Østergård" in text
    assert colleague.phone in text
    assert f"{case_url(theirs.pk)}formaal/" in text
    assert f'href="{case_url(theirs.pk)}"' not in text


def test_search_forgives_a_misspelt_name(signed_in, guide):
    factories.make_case(guide, first_name="Christoffer", last_name="Bach")
    assert (
        "Christoffer Bach" in signed_in.get(reverse("workspace:search"), {"q": "Kristoffer"}).content.decode()
    )


def test_a_cpr_number_is_searched_by_post_only(signed_in, case):
    found = signed_in.post(reverse("workspace:search"), {"q": f"{case.person.cpr[:6]}-{case.person.cpr[6:]}"})
    assert case.person.name in found.content.decode()
    by_get = signed_in.get(reverse("workspace:search"), {"q": case.person.cpr})
    assert by_get.status_code == 303
    assert case.person.cpr not in by_get["Location"]


def test_a_name_that_is_posted_goes_on_to_an_address_that_can_be_kept(signed_in, case):
    assert signed_in.post(reverse("workspace:search"), {"q": "Alma"})["Location"] == "/soeg/?q=Alma"


def test_search_finds_a_phone_however_it_is_spaced(signed_in, guide):
    factories.make_case(guide, first_name="Tele", last_name="Fon", phone="51 52 53 54")
    assert "Tele Fon" in signed_in.get(reverse("workspace:search"), {"q": "+4551525354"}).content.decode()


def test_a_shielded_case_is_not_found_by_others(signed_in, colleague):
    factories.make_case(colleague, shielded=True, first_name="Hemmelig", last_name="Ung")
    assert (
        "Hemmelig Ung" not in signed_in.get(reverse("workspace:search"), {"q": "Hemmelig"}).content.decode()
    )


def note_data(form, **changes):
    return {
        "text": "Vi talte om praktik",
        "kind": "talk",
        "happened_on": clock.today().isoformat(),
        "submit_key": form["submit_key"].value(),
        **changes,
    }


def test_the_same_note_sent_five_times_is_one_note(signed_in, case):
    url = reverse("cases:note_add", args=[case.pk])
    data = note_data(signed_in.get(url).context["form"])
    for _n in range(5):
        assert signed_in.post(url, data).status_code == 303
    assert Note.objects.filter(case=case).count() == 1
    case.refresh_from_db()
    assert case.last_contact_on == clock.today()


def test_a_note_with_an_error_keeps_its_text(signed_in, case):
    url = reverse("cases:note_add", args=[case.pk])
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    response = signed_in.post(url, note_data(signed_in.get(url).context["form"], happened_on=tomorrow))
    assert response.status_code == 422
    assert "Vi talte om praktik" in response.content.decode()
    assert not Note.objects.exists()


def test_a_quick_note_lets_the_page_fetch_itself(signed_in, case):
    url = reverse("cases:note_add", args=[case.pk])
    form = signed_in.get(url, headers={"HX-Request": "true"}).context["form"]
    response = signed_in.post(url, note_data(form), headers={"HX-Request": "true"})
    assert response.status_code == 204 and "page-changed" in response["HX-Trigger"]


def test_a_note_can_be_corrected_for_an_hour_and_then_stands(signed_in, guide, case):
    note = notes_actions.add_note(case, by=guide, text="Frist")
    url = reverse("cases:note_edit", args=[case.pk, note.pk])
    data = {
        "version": note.version,
        "kind": "phone",
        "happened_on": clock.today().isoformat(),
        "text": "Rettet",
    }
    assert signed_in.post(url, data).status_code == 303
    note.refresh_from_db()
    assert (note.text, note.kind) == ("Rettet", "phone")
    with clock.travel(note.recorded_at + timedelta(minutes=61)):
        response = signed_in.post(url, {**data, "version": note.version, "text": "For sent"})
        assert response["Location"].endswith("/tilfoej/")
    note.refresh_from_db()
    assert note.text == "Rettet"


def test_who_saves_a_note_second_gets_both_texts(signed_in, guide, case):
    note = notes_actions.add_note(case, by=guide, text="Fælles")
    url = reverse("cases:note_edit", args=[case.pk, note.pk])
    data = {"version": note.version, "kind": "talk", "happened_on": clock.today().isoformat()}
    assert signed_in.post(url, {**data, "text": "Den første"}).status_code == 303
    response = signed_in.post(url, {**data, "text": "Den anden"})
    assert response.status_code == 409
    text = response.content.decode()
    assert "Den første" in text and "Den anden" in text
    note.refresh_from_db()
    assert note.text == "Den første"


def test_an_addition_leaves_the_note_as_it_was(signed_in, guide, case):
    note = notes_actions.add_note(case, by=guide, text="Det stod her")
    url = reverse("cases:note_append", args=[case.pk, note.pk])
    key = signed_in.get(url).context["form"]["submit_key"].value()
    for _n in range(3):
        signed_in.post(url, {"text": "Og det kom til", "submit_key": key})
    note.refresh_from_db()
    assert note.text == "Det stod her"
    assert [a.text for a in note.additions.all()] == ["Og det kom til"]
    text = signed_in.get(case_url(case.pk)).content.decode()
    assert text.index("Det stod her") < text.index("Og det kom til")


def test_a_draft_waits_until_the_note_is_sent(signed_in, case):
    signed_in.post(reverse("cases:draft_save", args=[case.pk]), {"form": "note.text", "text": "Halv sætning"})
    url = reverse("cases:note_add", args=[case.pk])
    form = signed_in.get(url).context["form"]
    assert "Halv sætning" in form["text"].value()
    assert "Halv sætning" in signed_in.get(f"{url}?via=case", headers={"HX-Request": "true"}).content.decode()
    signed_in.post(url, note_data(form))
    assert "Halv sætning" not in signed_in.get(url).content.decode()


def test_a_draft_is_its_writers_alone(signed_in, client, case, colleague):
    signed_in.post(reverse("cases:draft_save", args=[case.pk]), {"form": "note.text", "text": "Kun mine ord"})
    access_actions.open_with_purpose(case, by=colleague, purpose="cover", reason="Ferie")
    client.force_login(colleague)
    assert "Kun mine ord" not in client.get(reverse("cases:note_add", args=[case.pk])).content.decode()


def test_confirming_the_activity_freshens_it(signed_in, guide, case):
    activity_actions.set_activity(case, "eud", by=guide, on=clock.today() - timedelta(days=200))
    url = reverse("cases:activity_confirm", args=[case.pk])
    response = signed_in.post(url, headers={"HX-Request": "true"})
    assert response.status_code == 204
    case.refresh_from_db()
    assert case.activity_confirmed_on == clock.today()


def test_nothing_known_cannot_be_confirmed_and_leads_to_saying_what(signed_in, case):
    response = signed_in.post(reverse("cases:activity_confirm", args=[case.pk]))
    assert response["Location"] == reverse("cases:activity_set", args=[case.pk])


def test_the_cpr_number_is_shown_by_a_recorded_post(signed_in, guide, case):
    url = reverse("cases:cpr_reveal", args=[case.pk])
    assert signed_in.get(url).status_code == 405
    text = signed_in.post(url).content.decode()
    assert f"{case.person.cpr[:6]}-{case.person.cpr[6:]}" in text
    assert (
        AuditEvent.objects.filter(action="person.cpr_revealed", case_id=case.pk, actor_id=guide.pk).count()
        == 1
    )


def test_who_saves_the_facts_second_gets_both_and_loses_nothing(signed_in, case):
    url = reverse("cases:person_edit", args=[case.pk])
    form = signed_in.get(url).context["form"]
    data = {
        name: form[name].value() or ""
        for name in form.fields
        if name not in ("address_protected", "needs_interpreter")
    }
    data["birth_date"] = case.person.birth_date.isoformat()
    assert signed_in.post(url, {**data, "city": "Rørvig"}).status_code == 303
    response = signed_in.post(url, {**data, "city": "Asnæs"})
    assert response.status_code == 409
    text = response.content.decode()
    assert "Rørvig" in text and "Asnæs" in text
    person = type(case.person).objects.get(pk=case.person.pk)
    assert person.city == "Rørvig"
    assert person.cpr == case.person.cpr  # left empty in the form: kept
    # Put together, it is saved.
    assert signed_in.post(url, {**data, "city": "Asnæs", "version": person.version}).status_code == 303


def test_the_trail_of_a_changed_number_never_holds_it(signed_in, case):
    url = reverse("cases:person_edit", args=[case.pk])
    form = signed_in.get(url).context["form"]
    data = {
        name: form[name].value() or ""
        for name in form.fields
        if name not in ("address_protected", "needs_interpreter")
    }
    number = factories.replacement_cpr(case.person.birth_date, 777)
    signed_in.post(url, {**data, "birth_date": case.person.birth_date.isoformat(), "cpr": number})
    event = AuditEvent.objects.filter(action="person.edited").latest("pk")
    assert "cpr" in event.changes
    assert number not in str(event.changes)
    assert case.person.cpr not in str(event.changes)


def test_a_colleague_states_a_purpose_and_the_guide_sees_it(signed_in, client, case, colleague):
    client.force_login(colleague)
    assert client.get(case_url(case.pk)).status_code == 403
    client.post(
        reverse("cases:purpose", args=[case.pk]), {"purpose": "sparring", "reason": "Torsdagssparring"}
    )
    assert client.get(case_url(case.pk)).status_code == 200
    client.force_login(case.guide)
    text = client.get(case_url(case.pk)).content.decode()
    assert colleague.name in text and "Torsdagssparring" in text
    assert "Torsdagssparring" in client.get(reverse("cases:case_log", args=[case.pk])).content.decode()


def test_a_withdrawn_consent_is_out_of_force(signed_in, guide, case):
    partner = factories.PartnerFactory(unit=guide.unit)
    data = {
        "partner": partner.pk,
        "basis": "consent",
        "topics": ["plan"],
        "purpose": "Praktik",
        "from_whom": "youth",
        "form": "oral",
        "witness": "Mette Kofoed",
        "from_on": clock.today().isoformat(),
        "expires_on": (clock.today() + timedelta(days=90)).isoformat(),
    }
    assert signed_in.post(reverse("cases:consent_add", args=[case.pk]), data).status_code == 303
    consent = Consent.objects.get(case=case)
    assert consent.in_force()
    signed_in.post(reverse("cases:consent_withdraw", args=[case.pk, consent.pk]))
    consent.refresh_from_db()
    assert not consent.in_force()


def test_a_partner_of_another_unit_cannot_be_chosen(signed_in, case):
    elsewhere = factories.PartnerFactory()
    url = reverse("cases:participation_add", args=[case.pk])
    response = signed_in.post(url, {"partner": elsewhere.pk, "on": clock.today().isoformat()})
    assert response.status_code == 422
    assert not case.participations.exists()


def test_the_leader_assigns_a_waiting_case(client, leader, guide):
    case = factories.make_case(None, unit=leader.unit, by=leader)
    client.force_login(leader)
    data = {"kind": "guide", "user": guide.pk, "on": clock.today().isoformat()}
    assert client.post(reverse("cases:case_assign", args=[case.pk]), data).status_code == 303
    case.refresh_from_db()
    assert (case.guide, case.status) == (guide, "running")


def test_a_next_address_elsewhere_is_not_followed(signed_in, case):
    url = reverse("cases:note_add", args=[case.pk])
    data = note_data(signed_in.get(url).context["form"], next="https://ond.example/")
    assert signed_in.post(url, data)["Location"].startswith(case_url(case.pk))


def test_the_log_tells_a_page_opened_again_and_again_in_one_line(signed_in, case):
    for _n in range(4):
        signed_in.get(case_url(case.pk))
    lines = signed_in.get(reverse("cases:case_log", args=[case.pk])).context["events"]
    assert [line.times for line in lines if line.what == "så sagen"] == [4]


def test_a_guardian_sent_five_times_is_one(signed_in, case):
    url = reverse("cases:guardian_add", args=[case.pk])
    key = signed_in.get(url).context["form"]["submit_key"].value()
    assert key
    for _n in range(5):
        assert signed_in.post(url, {"name": "Mor", "submit_key": key}).status_code == 303
    assert case.person.guardians.count() == 1


def test_a_shielded_case_is_for_those_named(signed_in, client, guide, leader, colleague, case):
    url = reverse("cases:case_edit", args=[case.pk])
    data = {"version": case.version, "reason": case.reason, "kle_number": case.kle_number, "shielded": "on"}
    assert signed_in.post(url, {**data, "named": [colleague.pk]}).status_code == 303
    for user, status in ((guide, 200), (colleague, 200), (leader, 404)):
        client.force_login(user)
        assert client.get(case_url(case.pk)).status_code == status
    assert AuditEvent.objects.get(action="case.named").changes == {"named": [[], [colleague.pk]]}


def test_the_carrier_and_people_elsewhere_are_not_among_those_to_name(signed_in, guide, stranger, case):
    form = signed_in.get(reverse("cases:case_edit", args=[case.pk])).context["form"]
    assert not form.fields["named"].queryset.filter(pk__in=[guide.pk, stranger.pk]).exists()


@pytest.mark.parametrize(
    ("street", "code", "town", "shown"),
    [
        ("Skovbrynet 14", "4500", "", "Skovbrynet 14<br>4500 <"),
        ("Skovbrynet 14", "", "", "Skovbrynet 14 <"),
        ("", "4500", "", "4500 <"),
        ("Skovbrynet 14", "4500", "Nykøbing", "Skovbrynet 14<br>4500 Nykøbing <"),
    ],
)
def test_an_address_stands_apart_from_its_postal_code(client, guide, street, code, town, shown):
    case = factories.make_case(guide, address=street, postal_code=code, city=town)
    client.force_login(guide)
    page = client.get(reverse("workspace:case_detail", args=[case.pk])).content.decode()
    assert shown in " ".join(page.split())
