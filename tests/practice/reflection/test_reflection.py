"""An occasion: held, written at, read together; and nobody finds out who wrote where names are not kept."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from accounts.signin.throttle import TryCounter
from audit.models import AuditEvent
from core import clock
from core.idempotency import SubmitKey
from practice.iglo.models import Step
from practice.models import Occasion, Reflection, ReflectionDraft
from practice.reflection import rules
from practice.reflection.actions import (
    Asked,
    close_occasion,
    hold_occasion,
    remove_reflection,
    write_reflections,
)
from practice.reflection.reading import read, written
from practice.reflection.ready import ready_stations
from tests.helpers import factories

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 23)
STATIONS = [Asked("Indsigter", ("Hvad så vi?", "Hvad betyder det?")), Asked("Metoder", ("Hvad prøver vi?",))]


@pytest.fixture(autouse=True)
def that_day():
    with clock.travel(DAY):
        yield


def held(unit, by, **more):
    values = {"title": "Temadag", "from_on": DAY, "until_on": DAY + timedelta(days=1), "stations": STATIONS}
    return hold_occasion(unit=unit, by=by, **(values | more))


def place(occasion, number=0):
    return occasion.stations.all()[number]


def first_prompt(station):
    return station.prompts.first()


def page_of(station):
    return reverse("practice:station_answer", args=[station.occasion_id, station.pk])


def sheet_of(client, url):
    """The number that the sheet at an address drew."""
    form = client.get(url).context["form"]
    return {form.sheet_name: form[form.sheet_name].value(), "people": "1"}


def test_the_ready_stations_ask_what_a_theme_day_asks():
    assert [row["name"] for row in ready_stations().values()] == [
        "Indsigter",
        "Tilgange",
        "Metoder",
        "Hvad var svært",
    ]
    assert all(row["questions"] for row in ready_stations().values())


def test_an_occasion_is_held_with_ready_and_own_stations(client, leader):
    client.force_login(leader)
    sent = {
        "title": "Temadag",
        "from_on": "2026-11-23",
        "until_on": "2026-11-24",
        "ready": ["insights", "hard"],
        "own_1": "Overgange",
        "asks_1": "Hvad virkede?\n\n  Hvad   manglede? \nHvad virkede?",
        "submit_key": "k1",
    }
    for _twice in range(2):
        assert client.post(reverse("practice:occasion_add"), sent).status_code == 303
    occasion = Occasion.objects.get()
    assert [station.name for station in occasion.stations.all()] == [
        "Indsigter",
        "Hvad var svært",
        "Overgange",
    ]
    assert [prompt.text for prompt in place(occasion, 2).prompts.all()] == ["Hvad virkede?", "Hvad manglede?"]
    assert not occasion.with_names and not occasion.for_guests
    tokens = {station.token for station in occasion.stations.all()}
    assert len(tokens) == 3 and all(len(token) == 16 for token in tokens)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ready": []}, "ready"),
        ({"own_1": "Uden spørgsmål"}, "asks_1"),
        ({"asks_1": "Hvem er vi?"}, "own_1"),
        ({"own_1": "indsigter", "asks_1": "Hvad?"}, "own_1"),
        ({"own_1": "To", "asks_1": "a?", "own_2": "to", "asks_2": "b?"}, "own_2"),
        ({"own_1": "Lang", "asks_1": "x" * 201}, "asks_1"),
        ({"own_1": "Mange", "asks_1": "\n".join(f"{n}?" for n in range(9))}, "asks_1"),
        ({"until_on": "2026-11-22"}, "until_on"),
        ({"from_on": "2026-11-20", "until_on": "2026-11-22"}, "until_on"),
        ({"until_on": "2027-02-24"}, "until_on"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_the_rest_is_kept(client, leader, wrong, field):
    client.force_login(leader)
    sent = {"title": "Temadag", "from_on": "2026-11-23", "until_on": "2026-11-23", "ready": ["insights"]}
    got = client.post(reverse("practice:occasion_add"), sent | wrong)
    assert got.status_code == 422
    assert field in got.context["form"].errors
    assert 'value="Temadag"' in got.content.decode()
    assert not Occasion.objects.exists()


def test_three_months_is_the_longest(client, leader):
    client.force_login(leader)
    sent = {"title": "Lang", "from_on": "2026-11-23", "until_on": "2027-02-23", "ready": ["insights"]}
    assert client.post(reverse("practice:occasion_add"), sent).status_code == 303


def test_without_names_nothing_of_the_writer_is_stored(client, unit, leader, guide):
    """Two people swap what they write: everything that is kept but random numbers is the same."""
    kept = []
    for texts in (("Vi lytter", "Vi venter"), ("Vi venter", "Vi lytter")):
        Reflection.objects.all().delete()
        Occasion.objects.all().update(closed_on=DAY)
        station = place(held(unit, leader))
        before = {model: model.objects.count() for model in apps.get_models() if model._meta.managed}
        for user, text in zip((leader, guide), texts, strict=True):
            client.force_login(user)
            sent = sheet_of(client, page_of(station)) | {f"p{first_prompt(station).pk}": text}
            assert client.post(page_of(station), sent).status_code == 303
            client.logout()
        grown = {
            model.__name__
            for model, count in before.items()
            if model.objects.count() > count
            and model.__name__ not in ("Session", "UserSession", "AuditEvent")
        }
        rows = Reflection.objects.values_list("text", "people", "by", "written_on")
        kept.append((sorted(rows), SubmitKey.objects.count(), ReflectionDraft.objects.count()))
        assert grown <= {"Reflection"}
    assert kept[0] == kept[1]
    assert kept[0][0] == [("Vi lytter", 1, None, None), ("Vi venter", 1, None, None)]
    said = set(AuditEvent.objects.values_list("action", flat=True))
    assert said == {"reflection.open", "sign_out"}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite does not number what wrote a row")
def test_the_database_numbers_no_text_by_when_it_came(unit, leader):
    """PostgreSQL keeps with each row which transaction wrote it: beside a row of the trail that tells the time."""
    station = place(held(unit, leader))
    for number in range(3):
        write_reflections(station, {first_prompt(station).pk: f"tekst {number}"}, sheet=str(number))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT xmin::text) FROM practice_reflection")
        assert cursor.fetchone() == (3, 1)


def test_with_names_the_name_and_the_day_are_kept(client, unit, leader, guide):
    station = place(held(unit, leader, with_names=True))
    client.force_login(guide)
    sent = sheet_of(client, page_of(station)) | {f"p{first_prompt(station).pk}": "Vi lytter", "people": "4"}
    assert client.post(page_of(station), sent).status_code == 303
    row = Reflection.objects.get()
    assert (row.by, row.written_on, row.people) == (guide, DAY, 4)
    page = client.get(reverse("practice:occasion_detail", args=[station.occasion_id])).content.decode()
    assert guide.name in page and "4 sammen" in page
    assert AuditEvent.objects.filter(action="reflection.write").count() == 1


def test_the_page_says_whether_who_wrote_is_kept(client, unit, leader, guide):
    client.force_login(guide)
    said = []
    for names in (False, True):
        page = client.get(page_of(place(held(unit, leader, with_names=names)))).content.decode()
        said.append(("gemmes ikke" in page, "Dit navn og dagen gemmes" in page, "data-draft" in page))
    assert said == [(True, False, False), (False, True, True)]


@pytest.mark.parametrize("names", [False, True])
def test_the_same_sheet_is_kept_once_and_another_text_beside_it(client, unit, leader, names):
    station = place(held(unit, leader, with_names=names))
    client.force_login(leader)
    name = f"p{first_prompt(station).pk}"
    sent = sheet_of(client, page_of(station)) | {name: "Vi lytter"}
    for _again in range(3):
        assert client.post(page_of(station), sent).status_code == 303
    assert Reflection.objects.count() == 1
    other = client.post(page_of(station), sent | {name: "Vi venter"})
    if names:
        # Said otherwise: its text is kept in place, and may be sent again.
        assert other.status_code == 422 and "Vi venter" in other.content.decode()
    else:
        assert other.status_code == 303 and Reflection.objects.count() == 2


@pytest.mark.parametrize("names", [False, True])
def test_the_same_words_on_another_sheet_are_asked_about_where_names_are_kept(client, unit, leader, names):
    station = place(held(unit, leader, with_names=names))
    client.force_login(leader)
    name = f"p{first_prompt(station).pk}"
    first, second = (sheet_of(client, page_of(station)) | {name: "Vi lytter"} for _sheet in range(2))
    assert client.post(page_of(station), first).status_code == 303
    assert client.post(page_of(station), second).status_code == (422 if names else 303)
    assert Reflection.objects.count() == (1 if names else 2)


def test_two_who_write_the_same_are_two(unit, leader):
    station = place(held(unit, leader))
    for sheet in ("a", "b"):
        write_reflections(station, {first_prompt(station).pk: "Ja"}, sheet=sheet)
    assert Reflection.objects.count() == 2


@pytest.mark.parametrize("text", ["Født 010199-1234", "010199 1234"])
def test_a_cpr_number_is_refused_and_the_text_stays(client, unit, leader, text):
    station = place(held(unit, leader))
    client.force_login(leader)
    sent = sheet_of(client, page_of(station)) | {f"p{first_prompt(station).pk}": text, "sure": "1"}
    got = client.post(page_of(station), sent)
    assert got.status_code == 422 and text in got.content.decode()
    assert not Reflection.objects.exists()
    with pytest.raises(ValidationError):
        write_reflections(station, {first_prompt(station).pk: text}, sheet="x")


def test_a_name_is_asked_about_once(client, unit, leader):
    station = place(held(unit, leader))
    client.force_login(leader)
    sent = sheet_of(client, page_of(station)) | {f"p{first_prompt(station).pk}": "Vi glemte Amalie igen"}
    got = client.post(page_of(station), sent)
    assert got.status_code == 422 and "Vi glemte Amalie igen" in got.content.decode()
    assert client.post(page_of(station), sent | {"sure": "1"}).status_code == 303


@pytest.mark.parametrize("people", ["0", "100", "mange"])
def test_a_group_has_a_number(client, unit, leader, people):
    station = place(held(unit, leader))
    client.force_login(leader)
    sent = sheet_of(client, page_of(station)) | {f"p{first_prompt(station).pk}": "Ja", "people": people}
    assert client.post(page_of(station), sent).status_code == 422
    assert not Reflection.objects.exists()


def test_nothing_is_taken_in_after_it_is_over_and_the_text_stays(client, unit, leader):
    occasion = held(unit, leader)
    station = place(occasion)
    client.force_login(leader)
    sent = sheet_of(client, page_of(station)) | {f"p{first_prompt(station).pk}": "For sent"}
    close_occasion(occasion, by=leader)
    got = client.post(page_of(station), sent)
    assert got.status_code == 422 and "For sent" in got.content.decode()
    close_occasion(occasion, by=leader)
    assert AuditEvent.objects.filter(action="reflection.close").count() == 1
    assert not Reflection.objects.exists()


@pytest.mark.parametrize(("days", "is_open"), [(-1, False), (0, True), (1, True), (2, False)])
def test_the_queryset_and_the_property_agree(unit, leader, days, is_open):
    occasion, on = held(unit, leader), DAY + timedelta(days=days)
    assert occasion.is_open(on) is is_open
    assert Occasion.objects.open(on).filter(pk=occasion.pk).exists() is is_open


def test_it_is_read_when_it_is_over_by_station_and_question(client, unit, leader, guide):
    occasion = held(unit, leader)
    station = place(occasion)
    one, two = station.prompts.all()
    write_reflections(station, {one.pk: "Vi lytter mere", two.pk: "Færre møder"}, sheet="1", people=3)
    here = reverse("practice:occasion_detail", args=[occasion.pk])
    client.force_login(guide)
    assert "Vi lytter" not in client.get(here).content.decode()
    assert written(occasion) == {"answers": 2, "people": 3}
    close_occasion(occasion, by=leader)
    page = client.get(here).content.decode()
    assert page.index("Hvad så vi?") < page.index("Vi lytter mere") < page.index("Hvad betyder det?")
    found = client.get(here, {"q": "FÆRRE"}).content.decode()
    assert "Færre møder" in found and "Vi lytter mere" not in found
    other = client.get(here, {"station": place(occasion, 1).pk}).content.decode()
    assert "Vi lytter mere" not in other and "Hvad prøver vi?" in other


def test_an_answer_becomes_a_step_and_leads_back(client, unit, leader, guide):
    occasion = held(unit, leader, with_names=True)
    station = place(occasion)
    write_reflections(station, {first_prompt(station).pk: "Vi ringer for sent"}, sheet="1", by=guide)
    row = Reflection.objects.get()
    client.force_login(guide)
    here = f"{reverse('practice:step_add')}?refleksion={row.pk}"
    assert here in client.get(reverse("practice:occasion_detail", args=[occasion.pk])).content.decode()
    assert "Vi ringer for sent" in client.get(here).content.decode()
    sent = {
        "level": "group",
        "text": "Vi ringer mandag",
        "sign": "Svar",
        "owner": guide.pk,
        "due_on": "2026-12-01",
    }
    assert client.post(here, sent).status_code == 303
    assert Step.objects.get().prompt == row.prompt
    steps = client.get(reverse("practice:step_list")).content.decode()
    assert reverse("practice:occasion_detail", args=[occasion.pk]) in steps
    for wrong in ("nej", "00000000-0000-0000-0000-000000000000"):
        assert client.get(reverse("practice:step_add"), {"refleksion": wrong}).status_code == 404


def test_no_step_reads_what_may_not_be_read_yet(client, unit, leader):
    station = place(held(unit, leader))
    write_reflections(station, {first_prompt(station).pk: "Hemmelig til den er slut"}, sheet="1")
    client.force_login(leader)
    pk = Reflection.objects.get().pk
    assert client.get(reverse("practice:step_add"), {"refleksion": pk}).status_code == 404
    assert client.post(reverse("practice:reflection_remove", args=[pk])).status_code == 404


def test_a_text_that_names_somebody_is_taken_away_and_its_step_stays(client, unit, leader, guide):
    occasion = held(unit, leader, with_names=True)
    station = place(occasion)
    write_reflections(station, {first_prompt(station).pk: "KANARIE om en ung"}, sheet="1", by=guide)
    row = Reflection.objects.get()
    client.force_login(guide)
    assert client.post(reverse("practice:reflection_remove", args=[row.pk])).status_code == 404
    remove_reflection(row, by=leader)
    assert not Reflection.objects.exists()
    event = AuditEvent.objects.get(action="reflection.remove")
    assert "KANARIE" not in str(vars(event))


def test_a_guest_writes_without_a_name_and_reads_nothing(client, unit, leader):
    occasion = held(unit, leader, for_guests=True, with_names=True)
    station = place(occasion)
    write_reflections(station, {first_prompt(station).pk: "KANARIE-intern"}, sheet="1", by=leader)
    here = reverse("practice:station_guest", args=[station.token])
    got = client.get(here)
    assert got.status_code == 200 and "KANARIE-intern" not in got.content.decode()
    assert leader.name not in got.content.decode()
    sent = sheet_of(client, here) | {f"p{first_prompt(station).pk}": "Vi er med", "people": "6"}
    assert client.post(here, sent).status_code == 303
    row = Reflection.objects.exclude(by=leader).get()
    assert (row.text, row.people, row.by, row.written_on) == ("Vi er med", 6, None, None)
    close_occasion(occasion, by=leader)
    assert "ikke åben" in client.get(here).content.decode()
    assert client.post(here, sent | {f"p{first_prompt(station).pk}": "Bagefter"}).status_code == 422
    assert Reflection.objects.count() == 2


def test_without_guests_the_code_leads_to_signing_in(client, unit, leader, guide):
    station = place(held(unit, leader))
    here = reverse("practice:station_guest", args=[station.token])
    assert client.get(here)["Location"] == page_of(station)
    assert client.post(here, {}).status_code == 404
    assert client.get(reverse("practice:station_guest", args=["x" * 16])).status_code == 404
    client.force_login(guide)
    assert client.get(here)["Location"] == page_of(station)


def test_staff_of_another_unit_are_guests(client, unit, leader):
    station = place(held(unit, leader, for_guests=True))
    client.force_login(factories.UserFactory(role=Role.GUIDE))
    assert client.get(reverse("practice:station_guest", args=[station.token])).status_code == 200


def test_who_tries_too_often_is_stopped(client, unit, leader):
    station = place(held(unit, leader, for_guests=True))
    here = reverse("practice:station_guest", args=[station.token])
    assert client.get(here).status_code == 200
    TryCounter.objects.update(count=600)
    assert client.get(here).status_code == 429


def test_a_full_occasion_takes_no_more(monkeypatch, unit, leader):
    monkeypatch.setattr(rules, "MOST_ANSWERS", 2)
    station = place(held(unit, leader))
    one, two = station.prompts.all()
    write_reflections(station, {one.pk: "a"}, sheet="1")
    with pytest.raises(ValidationError):
        write_reflections(station, {one.pk: "b", two.pk: "c"}, sheet="2")
    assert len(write_reflections(station, {one.pk: "b"}, sheet="3")) == 1


def test_what_is_typed_is_kept_until_it_is_sent(client, unit, leader, guide):
    station = place(held(unit, leader, with_names=True))
    prompt = first_prompt(station)
    keeps = reverse("practice:reflection_draft", args=[station.occasion_id, station.pk])
    client.force_login(guide)
    key = sheet_of(client, page_of(station))["submit_key"]
    typed = {"form": prompt.pk, "key": key, "revision": "0", "text": "Halvt skrevet"}
    answer = client.post(keeps, typed)
    assert answer.json()["revision"] == 1
    again = client.get(page_of(station))
    assert "Halvt skrevet" in again.content.decode()
    assert again.context["form"]["submit_key"].value() == key
    # A second window that kept the same draft goes on under a key of its own.
    assert client.post(keeps, typed | {"text": "Vindue 1", "revision": "1"}).status_code == 200
    other = client.post(keeps, typed | {"text": "Vindue 2", "revision": "1"})
    assert other.status_code == 409 and other.json()["key"] != key
    assert {row.text for row in ReflectionDraft.objects.all()} == {"Vindue 1", "Vindue 2"}
    sent = {"submit_key": key, "people": "1", f"p{prompt.pk}": "Vindue 1"}
    assert client.post(page_of(station), sent).status_code == 303
    assert [row.text for row in ReflectionDraft.objects.all()] == ["Vindue 2"]
    client.force_login(leader)
    assert "Vindue 2" not in client.get(page_of(station)).content.decode()


def test_an_empty_text_is_no_draft(client, unit, leader):
    station = place(held(unit, leader, with_names=True))
    keeps = reverse("practice:reflection_draft", args=[station.occasion_id, station.pk])
    client.force_login(leader)
    typed = {"form": first_prompt(station).pk, "key": "k", "revision": "0", "text": "Noget"}
    client.post(keeps, typed)
    client.post(keeps, typed | {"text": " "})
    assert not ReflectionDraft.objects.exists()


def test_without_names_no_draft_is_taken(client, unit, leader):
    station = place(held(unit, leader))
    client.force_login(leader)
    keeps = reverse("practice:reflection_draft", args=[station.occasion_id, station.pk])
    typed = {"form": first_prompt(station).pk, "key": "k", "text": "Noget"}
    assert client.post(keeps, typed).status_code == 404
    assert not ReflectionDraft.objects.exists()


def test_the_sheet_has_a_code_for_each_station(client, settings, unit, leader):
    settings.SITE_URL = "https://kui.eksempel.dk"
    occasion = held(unit, leader)
    client.force_login(leader)
    got = client.get(reverse("practice:occasion_sheet", args=[occasion.pk]))
    page = got.content.decode()
    for station, code in got.context["stations"]:
        assert code.text == f"https://kui.eksempel.dk/refleksion/{station.token}/"
        assert code.path in page and code.text in page
    assert page.count("<svg viewBox") == 2


def test_reading_costs_the_same_for_two_answers_and_twenty(unit, leader):
    occasion = held(unit, leader)
    station = place(occasion)
    asked = []
    for upto in (2, 20):
        for number in range(upto):
            write_reflections(
                station, {first_prompt(station).pk: f"Tanke {number}"}, sheet=f"{upto}-{number}"
            )
        with CaptureQueriesContext(connection) as found:
            read(occasion)
            written(occasion)
        asked.append(len(found))
    assert asked[0] == asked[1]


def test_the_list_costs_the_same_for_two_occasions_and_twenty(client, unit, leader):
    client.force_login(leader)
    asked = []
    for upto in (2, 20):
        while Occasion.objects.count() < upto:
            occasion = held(unit, leader)
            if Occasion.objects.count() % 2:
                close_occasion(occasion, by=leader)
        client.get(reverse("practice:occasion_list"))
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("practice:occasion_list"))
        asked.append(len(found))
    assert asked[0] == asked[1]
