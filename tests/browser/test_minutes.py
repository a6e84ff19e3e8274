"""Minutes by hand: shared, commented by a partner, read by the guide, approved by a colleague and the partner."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from core import clock
from core.mail.models import OutboxMail
from meetings.agenda.actions import add_item
from meetings.minutes import actions
from plans.milestones.actions import postpone_milestone
from plans.models import Milestone
from tests.browser.conftest import follow, glance
from tests.helpers import factories
from tests.helpers.invitations import covered_contact
from tests.helpers.meetings import hold_one

pytestmark = pytest.mark.usefixtures("begun_at")


def test_minutes_reach_those_they_concern_and_come_back(
    page, live_server, sign_in, guide, accessible, complaints
):
    case = factories.make_case(guide, first_name="Freja", last_name="Holm")
    colleague = factories.UserFactory(unit=guide.unit, name="Karl Kollega", role="guide")
    contact = covered_contact(case, topics=("plan",), signs_in=True, name="Pia Partner")
    meeting = _held(case, guide, colleague, contact)
    _share(page, live_server, sign_in, guide, meeting, accessible)
    _comment(page, live_server, sign_in, contact, accessible)
    _approve_as_colleague(page, live_server, sign_in, colleague, accessible)
    _read_as_guide(page, live_server, sign_in, guide, accessible)
    _correct_what_was_agreed(page, live_server, meeting, guide, accessible)
    _approve_as_colleague(page, live_server, sign_in, colleague, accessible)
    sign_in(guide)
    page.goto(f"{live_server.url}/sager/{meeting.case_id}/moeder/{meeting.pk}/")
    follow(page.get_by_role("button", name=f"Har godkendt {case.person.name}"))
    page.get_by_text("Godkendelsen er registreret.").wait_for()
    sign_in(contact.user)
    page.goto(f"{live_server.url}/delt-med-os/")
    follow(page.get_by_role("link", name="Læs referatet"))
    page.get_by_text("Læst af ungeguiden").wait_for()
    glance(page, accessible)
    follow(page.get_by_role("button", name="Godkend referatet"))
    page.get_by_text("Du har godkendt referatet.").wait_for()
    expect(page.get_by_text("referatet ligger fast", exact=False).first).to_be_visible()
    assert actions.minutes_of(meeting).is_approved
    assert "Freja" not in "".join(OutboxMail.objects.values_list("body", flat=True))
    assert complaints == []


def _held(case, guide, colleague, contact):
    meeting = hold_one(
        case,
        people=["youth", f"colleague-{colleague.pk}", f"contact-{contact.pk}"],
        place="Ungeenheden, lokale 2",
    )
    points = {"Uddannelse": ("Vil gerne prøve FGU.", False), "Helbred": ("Søvn og medicin.", True)}
    said = {add_item(meeting, by=guide, title=title).pk: outcome for title, outcome in points.items()}
    texts = {"text": "Vi mødes igen i foråret.", "youth_text": "Du prøver FGU."}
    actions.write_minutes(meeting, by=guide, expected_version=0, outcomes=said, **texts)
    due_on = clock.today() + timedelta(days=20)
    point = meeting.agenda.get(title="Uddannelse")
    actions.decide(point, by=guide, what="Jeg besøger FGU", responsible="youth", due_on=due_on)
    return meeting


def _correct_what_was_agreed(page, live_server, meeting, guide, accessible):
    """The day was written wrong in plan and minutes: corrected in the plan, and then in the minutes by one click."""
    milestone = Milestone.objects.get(own_words="Jeg besøger FGU")
    postpone_milestone(milestone, clock.today() + timedelta(days=40), by=guide, reason="Skrevet forkert")
    page.goto(f"{live_server.url}/sager/{meeting.case_id}/moeder/{meeting.pk}/")
    page.get_by_text("Planen siger nu: Jeg besøger FGU").wait_for()
    glance(page, accessible)
    page.get_by_role("button", name="Ret referatet til det").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_text("Referatet siger nu det samme som planen.").wait_for()
    expect(page.get_by_text("Planen siger nu")).to_have_count(0)


def _share(page, live_server, sign_in, guide, meeting, accessible):
    sign_in(guide)
    page.goto(f"{live_server.url}/sager/{meeting.case_id}/moeder/{meeting.pk}/")
    follow(page.get_by_role("button", name="Del til bemærkninger"))
    page.get_by_text("Får mail: Pia Partner fra").wait_for()
    page.get_by_text("På Min dag hos: Karl Kollega.").wait_for()
    glance(page, accessible)
    follow(page.get_by_role("button", name=f"Har godkendt {meeting.case.person.name}"))
    page.get_by_text("Godkendelsen er registreret.").wait_for()


def _comment(page, live_server, sign_in, contact, accessible):
    sign_in(contact.user)
    page.goto(f"{live_server.url}/delt-med-os/")
    page.get_by_text("Referat til bemærkninger og godkendelse").wait_for()
    glance(page, accessible)
    follow(page.get_by_role("link", name="Læs referatet"))
    page.get_by_text("Vil gerne prøve FGU.").wait_for()
    expect(page.get_by_text("Søvn og medicin.")).to_have_count(0)
    expect(page.get_by_text("Holm")).to_have_count(0)
    glance(page, accessible)
    page.get_by_role("textbox", name="Bemærkning").fill("Datoen for besøget mangler")
    follow(page.get_by_role("button", name="Send bemærkningen"))
    page.get_by_text("Din bemærkning er sendt til ungeguiden.").wait_for()
    page.goto(f"{live_server.url}/vores-moeder/")
    expect(page.get_by_role("link", name="Referat", exact=False)).to_be_visible()
    glance(page, accessible)


def _approve_as_colleague(page, live_server, sign_in, colleague, accessible):
    sign_in(colleague)
    page.goto(f"{live_server.url}/min-dag/")
    line = page.locator("li", has_text="Referat til bemærkninger og godkendelse")
    glance(page, accessible)
    follow(line.get_by_role("link", name="Læs referatet"))
    page.get_by_text("Vil gerne prøve FGU.").wait_for()
    expect(page.get_by_text("Søvn og medicin.")).to_have_count(0)
    glance(page, accessible)
    follow(page.get_by_role("button", name="Godkend referatet"))
    page.get_by_text("Du har godkendt referatet.").wait_for()


def _read_as_guide(page, live_server, sign_in, guide, accessible):
    sign_in(guide)
    page.goto(f"{live_server.url}/min-dag/")
    line = page.locator("li", has_text="har skrevet en bemærkning til referatet")
    glance(page, accessible)
    follow(line.get_by_role("link", name="Se bemærkningen"))
    page.get_by_text("Datoen for besøget mangler").wait_for()
    glance(page, accessible)
    follow(page.get_by_role("button", name="Jeg har læst bemærkningerne"))
    page.get_by_text("Bemærkningerne er læst.").wait_for()
