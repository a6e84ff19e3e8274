"""Reflection and sharing by clicking: a theme day from the sheet to a step, and files that come side by side."""

import json
import re

import pytest
from playwright.sync_api import expect

from core import clock
from practice.iglo.models import Step
from practice.models import Occasion, Reflection, ReflectionDraft
from practice.reflection.actions import Asked, hold_occasion
from reports.models import SharedFile
from tests.browser.conftest import WIDTHS, follow, glance, look
from tests.reports.sharing.conftest import file_of

pytestmark = pytest.mark.browser


def test_a_theme_day_from_the_sheet_to_a_step(
    page, plain_page, live_server, sign_in, leader, guide, accessible, complaints
):
    sign_in(leader)
    page.goto(f"{live_server.url}/praksis/refleksion/")
    look(page, accessible)
    follow(page.get_by_role("link", name="Opret en refleksion"))
    page.get_by_label("Hvad handler det om?").fill("Temadag om netværk")
    page.get_by_label("Hvad var svært").check()
    page.get_by_text("Jeres egne stationer").click()
    page.get_by_label("Egen station 1: navn").fill("Overgange")
    page.get_by_label("Gæster kan også skrive").check()
    # What is wrong is said, and what was typed stands.
    follow(page.get_by_role("button", name="Opret stationerne"))
    page.get_by_text("Skriv mindst ét spørgsmål.").wait_for()
    look(page, accessible)
    page.get_by_label("Egen station 1: spørgsmål").fill("Hvad virkede?\nHvad manglede?")
    follow(page.get_by_role("button", name="Opret stationerne"))
    page.get_by_text("Svarene vises, når refleksionen er afsluttet").wait_for()
    look(page, accessible)
    occasion = Occasion.objects.get()
    follow(page.get_by_role("link", name="Ark med QR-koder"))
    expect(page.get_by_role("img", name="QR-kode til stationen Overgange")).to_be_visible()
    look(page, accessible)

    # A guest with the code, on a phone without scripts.
    station = occasion.stations.get(name="Overgange")
    plain_page.set_viewport_size(WIDTHS["phone"])
    plain_page.goto(f"{live_server.url}/refleksion/{station.token}/")
    plain_page.get_by_label("Hvad virkede?").fill("Vi så Amalie lykkes")
    plain_page.get_by_label("Hvor mange er I om svaret?").fill("4")
    follow(plain_page.get_by_role("button", name="Send svaret"))
    plain_page.get_by_text("Det ligner et navn: Amalie").wait_for()
    plain_page.get_by_label("Hvad virkede?").fill("At vi gik med den første dag")
    follow(plain_page.get_by_role("button", name="Send svaret"))
    plain_page.get_by_text("Svaret er gemt").wait_for()

    # A guide follows the same code, signed in.
    sign_in(guide)
    page.set_viewport_size(WIDTHS["phone"])
    page.goto(f"{live_server.url}/refleksion/{station.token}/")
    page.get_by_text("Det gemmes ikke, hvem der har skrevet").wait_for()
    look(page, accessible)
    page.get_by_label("Hvad manglede?").fill("Nogen, der ringer om aftenen")
    follow(page.get_by_role("button", name="Send svaret"))
    assert sorted(Reflection.objects.values_list("people", "by")) == [(1, None), (4, None)]

    sign_in(leader)
    page.goto(f"{live_server.url}/praksis/refleksion/{occasion.pk}/")
    assert "ringer om aftenen" not in page.content()
    follow(page.get_by_role("button", name="Afslut refleksionen"))
    page.get_by_text("At vi gik med den første dag", exact=True).first.wait_for()
    page.get_by_text("4 sammen").wait_for()
    look(page, accessible)
    page.get_by_label("Ord i svarene").fill("aftenen")
    follow(page.get_by_role("button", name="Vis"))
    expect(page.get_by_text("At vi gik med den første dag")).to_have_count(0)
    follow(page.get_by_role("link", name=re.compile("Aftal et skridt ?: Nogen, der ringer")))
    page.get_by_text("Nogen, der ringer om aftenen").wait_for()
    look(page, accessible)
    page.get_by_label(re.compile("Ledelse:")).check()
    page.get_by_label("Hvad gør vi?").fill("Et aftennummer på prøve")
    page.get_by_label("Hvad vil vi se, når det hjælper?").fill("Færre natlige beskeder")
    follow(page.get_by_role("button", name="Aftal skridtet"))
    page.get_by_text("Et aftennummer på prøve").first.wait_for()
    assert Step.objects.get().prompt.text == "Hvad manglede?"
    assert not [said for said in complaints if "422" not in said]


def test_with_names_what_is_typed_is_kept(page, live_server, sign_in, leader, accessible, complaints):
    sign_in(leader)
    page.goto(f"{live_server.url}/praksis/refleksion/ny/")
    page.get_by_label("Hvad handler det om?").fill("Efteråret")
    page.get_by_label("Metoder").check()
    page.get_by_label("Ja: Navnet står ved teksten").check()
    follow(page.get_by_role("button", name="Opret stationerne"))
    follow(page.get_by_role("link", name="Metoder"))
    here = page.url
    box = page.get_by_label("Hvilken metode vil vi prøve")
    box.fill("Gå-samtaler i stedet for mødelokalet")
    page.get_by_text("Kladde gemt").wait_for()
    look(page, accessible)
    page.goto(live_server.url + "/praksis/refleksion/")
    page.goto(here)
    expect(page.get_by_label("Hvilken metode vil vi prøve")).to_have_value(
        "Gå-samtaler i stedet for mødelokalet"
    )
    follow(page.get_by_role("button", name="Send svaret"))
    page.get_by_text("Gå-samtaler i stedet for mødelokalet", exact=True).first.wait_for()
    assert Reflection.objects.get().by == leader
    page.goto(here)
    expect(page.get_by_label("Hvilken metode vil vi prøve")).to_have_value("")
    assert not [said for said in complaints if "422" not in said]


def test_files_come_and_stand_side_by_side(
    page, live_server, sign_in, leader, tmp_path, accessible, complaints, begun_at
):
    sign_in(leader)
    page.goto(f"{live_server.url}/praksis/os-og-de-andre/")
    page.get_by_text("Ingen har sendt en fil for kvartalet endnu").wait_for()
    glance(page, accessible)
    quarter = page.get_by_label("Kvartal").input_value()
    follow(page.get_by_role("link", name="Indlæs en fil"))
    file = tmp_path / "fil.json"

    def send(said):
        file.write_text(json.dumps(said), encoding="utf-8")
        page.get_by_label("Filen").set_input_files(file)
        follow(page.get_by_role("button", name="Indlæs filen"))

    made = {"quarter": quarter, "made_at": f"{quarter[:4]}-01-03T07:00:00+00:00"}
    send(file_of(**made, figures={"closed": {"count": 3}}))
    page.get_by_text("figures.closed.count: skal være et helt tal fra 5").wait_for()
    glance(page, accessible)
    send(file_of(**made))
    page.get_by_text("Filen er indlæst").wait_for()
    glance(page, accessible)
    assert SharedFile.objects.get().sender == "Ungeenheden Egedal"
    page.goto(f"{live_server.url}/praksis/os-og-de-andre/")
    page.get_by_text("Som tabel").click()
    page.get_by_role("rowheader", name="Egedal").wait_for()
    page.get_by_text("Vi skrev tre mål op.").wait_for()
    glance(page, accessible)

    follow(page.get_by_role("link", name="Vores historier"))
    follow(page.get_by_role("link", name="Skriv en historie"))
    page.get_by_label("Hvad handler det om?").select_option(index=1)
    page.get_by_label("Hvad kan andre lære af det?").fill("Vi spurgte først, hvem der ellers var med.")
    glance(page, accessible)
    follow(page.get_by_role("button", name="Gem historien"))
    glance(page, accessible)
    page.goto(f"{live_server.url}/praksis/os-og-de-andre/fil/?kvartal={quarter}")
    page.get_by_label(re.compile("Vi spurgte først")).check()
    glance(page, accessible)
    with page.expect_download() as coming:
        page.get_by_role("button", name="Hent filen").click()
    said = json.loads(coming.value.path().read_text(encoding="utf-8"))
    assert [story["text"] for story in said["stories"]] == ["Vi spurgte først, hvem der ellers var med."]
    assert leader.name not in json.dumps(said)
    assert not [said for said in complaints if "422" not in said]


def test_what_a_guest_writes_stands_on_their_phone_until_it_is_sent(
    page, live_server, leader, accessible, complaints
):
    today = clock.today()
    occasion = hold_occasion(
        unit=leader.unit, by=leader, title="Temadag", from_on=today, until_on=today,
        stations=[Asked("Overgange", ("Hvad virkede?", "Hvad manglede?"))], for_guests=True,
    )  # fmt: skip
    page.set_viewport_size(WIDTHS["phone"])
    here = f"{live_server.url}/refleksion/{occasion.stations.get().token}/"
    page.goto(here)
    expect(page.get_by_text("det, du havde skrevet og ikke sendt")).to_be_hidden()
    page.get_by_label("Hvad virkede?").fill("At vi gik med")
    page.get_by_label("Hvad manglede?").fill("Så kom Amalie")
    page.reload()
    page.get_by_text("det, du havde skrevet og ikke sendt").wait_for()
    expect(page.get_by_label("Hvad virkede?")).to_have_value("At vi gik med")
    look(page, accessible)
    # Refused, it stands; nothing of it is on the server.
    follow(page.get_by_role("button", name="Send svaret"))
    page.get_by_text("Det ligner et navn: Amalie").wait_for()
    assert not Reflection.objects.exists() and not ReflectionDraft.objects.exists()
    page.goto(here)
    expect(page.get_by_label("Hvad manglede?")).to_have_value("Så kom Amalie")
    page.get_by_label("Hvad manglede?").fill("")
    follow(page.get_by_role("button", name="Send svaret"))
    page.get_by_text("Svaret er gemt").wait_for()
    expect(page.get_by_label("Hvad virkede?")).to_have_value("")
    page.goto(here)
    expect(page.get_by_label("Hvad virkede?")).to_have_value("")
    assert page.evaluate("sessionStorage.length") == 0
    assert Reflection.objects.get().text == "At vi gik med"
    assert not [said for said in complaints if "422" not in said]
