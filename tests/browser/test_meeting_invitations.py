"""A meeting as those asked to it meet it: the guide's calendar, the feed, the link in the mail, the partner's page."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from cases.models import Guardian
from core import clock
from core.mail import outbox
from core.mail.models import OutboxMail
from meetings.models import Attendee
from tests.browser.conftest import follow, glance, look
from tests.helpers import factories
from tests.helpers.invitations import covered_contact, make_meeting


@pytest.fixture
def meeting(transactional_db, guide, colleague):
    """A meeting in three days, and others of today and this week."""
    case = factories.make_case(guide, first_name="Sigrid", last_name="Holm", email="sigrid@hjemme.example")
    mother = Guardian.objects.create(
        person=case.person, name="Mona Holm", relation="Mor", has_custody=True, phone="20112233"
    )
    contact = covered_contact(case, signs_in=True, name="Pia Partner")
    people = ("youth", f"adult-{mother.pk}", f"contact-{contact.pk}", f"colleague-{colleague.pk}")
    today = clock.today()
    with clock.travel(clock.at(today, 8)):  # invited in the morning, whatever the hour is now
        make_meeting(case, "youth", at=clock.at(today, 23, 30), place="Skolen, lokale 4")
    monday = today - timedelta(days=today.weekday())
    for days, hour in ((0, 9), (2, 13), (4, 10)):
        make_meeting(case, "youth", at=clock.at(monday + timedelta(days=days), hour), invited=False)
    # Last, so that its mails are the newest.
    return make_meeting(
        case, *people, at=clock.at(today + timedelta(days=3), 10), place="Biblioteket, mødelokale 2"
    )


def link_to(address: str) -> str:
    """The path of the link in the newest mail to the address."""
    return re.search(r"https?://[^/]+(/\S+)", OutboxMail.objects.filter(to=address).latest("pk").body)[1]


def test_the_young_person_answers_by_the_link_and_the_guide_sees_it(
    page, live_server, sign_in, meeting, guide, begun_at, accessible, complaints
):
    with clock.travel(clock.now() + timedelta(minutes=6)):
        outbox.send_due()
    page.goto(live_server.url + link_to("sigrid@hjemme.example"))
    expect(page.get_by_text("Biblioteket, mødelokale 2")).to_be_visible()
    expect(page.get_by_text("Sigrid")).to_have_count(0)
    glance(page, accessible)
    page.get_by_role("button", name="Jeg er med online eller på telefon").focus()
    follow_by_key(page)
    expect(page.get_by_text("Tak. Vi har dit svar: Er med online eller på telefon.")).to_be_visible()
    glance(page, accessible)
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Læg i min kalender").click()
    assert re.fullmatch(r"moede-[\d-]{10}-[0-9a-f]{8}\.ics", fetched.value.suggested_filename)

    sign_in(guide)
    page.goto(f"{live_server.url}/kalender/")
    expect(page.get_by_role("heading", name=re.compile("Kalender, uge"))).to_be_visible()
    expect(page.get_by_text("Skolen, lokale 4")).to_be_visible()
    glance(page, accessible)
    follow(page.get_by_role("link", name="Vis som liste"))
    glance(page, accessible)
    follow(page.locator(f"#moede-{meeting.pk}").get_by_role("link", name="Sigrid Holm"))
    row = page.locator("li", has_text="Mona Holm").filter(has_text="Skal kontaktes på telefon")
    expect(row).to_contain_text("20 11 22 33")
    young = page.locator(f"#inviteret-{meeting.attendees.get(is_youth=True).pk}")
    expect(young).to_contain_text("Er med online eller på telefon")
    glance(page, accessible)
    row.get_by_text("Registrér svaret").click()
    follow(row.get_by_role("button", name=re.compile("^Kan ikke komme")))
    expect(page.get_by_text("Svaret er registreret.")).to_be_visible()
    row = page.locator("li", has_text="Mona Holm").filter(has_text="Kan ikke komme")
    row.get_by_text("Registrér svaret").click()
    follow(row.get_by_role("button", name=re.compile("^Skal deltage")))
    page.goto(f"{live_server.url}/min-dag/")
    expect(page.get_by_text("kan ikke komme til mødet")).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("Møder i dag"))).to_be_visible()
    expect(page.get_by_text("23.30–00.30")).to_be_visible()
    glance(page, accessible)
    assert not complaints


def follow_by_key(page):
    """Press what has the focus, and be where it leads."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_guide_makes_and_ends_the_feed(page, live_server, sign_in, meeting, guide, accessible, complaints):
    sign_in(guide)
    page.goto(f"{live_server.url}/kalender/")
    follow(page.get_by_role("button", name="Lav en hemmelig adresse"))
    address = page.get_by_label("Kopiér hele adressen").input_value()
    look(page, accessible)
    path = re.sub(r"^https?://[^/]+", "", address)
    assert "BEGIN:VCALENDAR" in page.request.get(live_server.url + path).text()
    follow(page.get_by_role("link", name="Færdig"))
    expect(page.get_by_text("Slået til")).to_be_visible()
    look(page, accessible)
    page.get_by_role("button", name="Slå den fra").click()
    expect(page.get_by_text("Den er slået fra.")).to_be_visible()
    assert page.request.get(live_server.url + path).status == 404
    assert not complaints


def test_a_partner_answers_and_sends_a_point(page, live_server, sign_in, meeting, accessible, complaints):
    contact = meeting.attendees.get(contact__isnull=False).contact
    sign_in(contact.user)
    page.goto(live_server.url + link_to(contact.user.email))
    expect(page.get_by_role("heading", name="Vores møder")).to_be_visible()
    look(page, accessible)
    follow(page.get_by_role("button", name=re.compile("^Jeg kommer")))
    expect(page.get_by_text("Dit svar er sendt.")).to_be_visible()
    follow(page.get_by_role("link", name=re.compile("^Punkt til dagsordenen")))
    page.get_by_label("Dit punkt").fill("Praktik i foråret")
    look(page, accessible)
    follow(page.get_by_role("button", name="Send punktet"))
    expect(page.get_by_text("Dit punkt: Praktik i foråret")).to_be_visible()
    look(page, accessible)
    assert Attendee.objects.get(contact=contact).answer == "yes"
    assert not complaints
