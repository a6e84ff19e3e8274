"""By hand, in Danish: scales on a phone, WHO-5 that is low, the line on Min dag, and the call that ends it."""

import re

import pytest
from playwright.sync_api import expect

from progress.models import LevelSet, ScaleRound, WellbeingAnswer
from tests.browser.conftest import follow, glance

pytestmark = pytest.mark.django_db(transaction=True)


def step(page, area, which, number):
    """Choose a number, as a finger does."""
    row = page.get_by_role("group", name=re.compile(area)).get_by_role("group", name=re.compile(f"^{which}"))
    row.get_by_role("radio", name=re.compile(f"^{number} – ")).check()


def test_scales_then_a_low_wellbeing_then_the_call(
    page, live_server, sign_in, complaints, accessible, guide, case, begun_at
):
    url = f"{live_server.url}/sager/{case.pk}"
    sign_in(guide).goto(f"{url}/")
    follow(page.locator("#udvikling").get_by_role("link"))
    glance(page, accessible)
    follow(page.get_by_role("link", name=re.compile("^Skalaer med")))
    glance(page, accessible)
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.locator(".alert-danger")).to_contain_text("Besvar mindst én")
    step(page, "skole, uddannelse eller job", "Nu", 4)
    step(page, "skole, uddannelse eller job", "Ønsker", 7)
    page.get_by_label("Hvem var ellers med?").fill("Mor")
    follow(page.get_by_role("button", name="Gem", exact=True))
    expect(page.locator("#h-skala-skole")).to_be_visible()
    row = ScaleRound.objects.get()
    assert (row.voice, row.present, row.answers.get().now) == ("youth", "Mor", 4)

    follow(page.get_by_role("link", name="Trivsel (WHO-5)"))
    glance(page, accessible)
    for question in page.locator(".who5-item").all():
        question.get_by_role("radio", name=re.compile("Lidt af tiden$")).check()
    follow(page.get_by_role("button", name="Gem svarene"))
    expect(page.locator(".progress-told")).to_contain_text("70 201 201")
    expect(page.locator(".progress-told")).to_contain_text(guide.name)
    glance(page, accessible)
    assert WellbeingAnswer.objects.get().score == 20

    page.goto(f"{live_server.url}/min-dag/")
    line = page.locator("[id^='line-wellbeing']")
    expect(line).to_contain_text("lavt svar om trivsel")
    follow(line.get_by_role("link", name="Skriv, hvad der er gjort"))
    glance(page, accessible)
    page.get_by_role("radio", name="Talte i telefon").check()
    page.get_by_label(re.compile("Hvad talte I om")).fill("Sover dårligt. Vi ses på fredag.")
    follow(page.get_by_role("button", name="Det er gjort"))
    page.goto(f"{live_server.url}/min-dag/")
    expect(page.locator("[id^='line-wellbeing']")).to_have_count(0)
    page.goto(f"{url}/udvikling/")
    page.get_by_text(re.compile(r"Trivsel \(WHO-5\) som tabel")).click()
    expect(page.locator("main")).to_contain_text("Vi ses på fredag")
    glance(page, accessible)


def test_a_level_and_the_same_as_the_young_person_reads_it(
    page, live_server, sign_in, complaints, accessible, guide, case, begun_at
):
    sign_in(guide).goto(f"{live_server.url}/sager/{case.pk}/udvikling/niveau/")
    glance(page, accessible)
    page.get_by_role("radio", name=re.compile("Vejledningsparat")).check()
    page.get_by_label(re.compile("Hvad ser du")).fill("Spørger selv om at komme på besøg")
    follow(page.get_by_role("button", name="Gem", exact=True))
    assert LevelSet.objects.get().level.code == "vejledningsparat"
    expect(page.locator("main")).to_contain_text("Vejledningsparat i")
    follow(page.get_by_role("link", name=re.compile("læser det$")))
    expect(page.locator("main")).to_contain_text("Jeg er klar til at se på, hvad jeg kan vælge.")
    # By keyboard: the table opens, and is reached.
    page.get_by_text(re.compile("Trinene på min vej som tabel")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Trinene på min vej").get_by_role("table")).to_be_visible()
    glance(page, accessible)
