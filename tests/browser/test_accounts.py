"""Accounts in the browser: every page at both widths, a security key, and the warning before the session ends."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import override_settings
from playwright.sync_api import expect

from audit.models import AuditEvent
from tests.browser.conftest import follow, look, press_enter
from tests.helpers.factories import UserFactory

PASSWORD = "et-langt-kodeord"


@pytest.fixture
def site(live_server):
    """The site by a name: security keys do not work on a bare address."""
    return live_server.url.replace("127.0.0.1", "localhost")


def enter(page, site, user, path="/konto/"):
    page.goto(f"{site}/konto/log-ind/?next={path}")
    page.get_by_label("E-mail").fill(user.email)
    page.get_by_label("Adgangskode").fill(PASSWORD)
    follow(page.get_by_role("button", name="Log ind"))


def test_the_pages_before_sign_in_are_accessible_with_errors_too(page, site, db, accessible):
    """Signed in they are among every page."""
    page.goto(f"{site}/konto/ny-adgangskode/")
    look(page, accessible)
    page.goto(f"{site}/konto/log-ind/")
    page.get_by_label("E-mail").fill("ingen@eksempel.dk")
    page.get_by_label("Adgangskode").fill("forkert")
    press_enter(page)
    page.get_by_text("E-mailen eller adgangskoden er forkert").wait_for()
    look(page, accessible)


def test_the_pages_of_a_second_factor_are_accessible(page, site, guide, accessible, complaints):
    """What asks for a fresh sign-in, and therefore is not among every page."""
    enter(page, site, guide)
    for path in ("tofaktor/app/", "tofaktor/noegler/ny/"):
        page.goto(f"{site}/konto/{path}")
        look(page, accessible)
    assert complaints == []


def test_an_administrator_finds_invites_and_closes(page, site, admin, accessible, complaints):
    UserFactory(unit=admin.unit, name="Øjvind Ågård", initials="ØÅG")
    enter(page, site, admin, "/brugere/")
    page.get_by_label("Søg navn").fill("øjvind")
    press_enter(page)
    follow(page.get_by_role("link", name="Øjvind Ågård"))
    follow(page.get_by_role("link", name="Luk adgangen"))
    follow(page.get_by_role("button", name="Luk adgangen"))
    page.get_by_text("Øjvind Ågård har ikke længere adgang").wait_for()
    follow(page.get_by_role("link", name="Invitér", exact=True))
    assert complaints == []
    follow(page.get_by_role("button", name="Send invitationen"))
    page.get_by_text("Dette felt er påkrævet").first.wait_for()
    look(page, accessible)
    page.get_by_label("Navn").fill("Nina Ny")
    page.get_by_label("E-mail").fill("nina@eksempel.dk")
    page.get_by_label("Rolle").select_option("guide")
    follow(page.get_by_role("button", name="Send invitationen"))
    page.get_by_text("Nina Ny får en mail med et link").wait_for()


def test_a_security_key_is_set_up_and_used(page, site, guide, complaints):
    """With Chromium's own virtual key, through the real ceremony."""
    chrome = page.context.new_cdp_session(page)
    chrome.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    chrome.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    with override_settings(KUI_MFA_REQUIRED=True):
        enter(page, site, guide)
        page.wait_for_url("**/konto/tofaktor/")
        follow(page.get_by_role("link", name="Tilføj en sikkerhedsnøgle"))
        page.get_by_label("Nøglens navn").fill("Blå nøgle")
        page.get_by_role("button", name="Tilføj").click()
        page.wait_for_url("**/gendannelseskoder/")
        expect(page.locator("#recovery-codes li")).to_have_count(10)
        assert Authenticator.objects.filter(user=guide, type="webauthn").count() == 1
        page.goto(f"{site}/konto/log-ud/")
        follow(page.locator("main").get_by_role("button", name="Log ud"))
        enter(page, site, guide)
        page.wait_for_url("**/konto/tofaktor/kode/")
        page.get_by_role("button", name="Brug en sikkerhedsnøgle").click()
        page.wait_for_url("**/konto/")
    chrome.detach()
    assert AuditEvent.objects.filter(action="sign_in", outcome="ok", actor_id=guide.pk).count() == 2
    assert complaints == []


def test_a_key_that_is_refused_says_so(page, site, guide):
    """The browser or the key may refuse; the page says it in words."""
    enter(page, site, guide)
    page.goto(f"{site}/konto/tofaktor/noegler/ny/")
    page.evaluate("() => { navigator.credentials.create = () => Promise.reject(new Error('refused')) }")
    page.get_by_role("button", name="Tilføj").click()
    page.get_by_text("Nøglen blev ikke godkendt").wait_for()


def test_the_session_warns_before_it_ends_and_can_be_prolonged(page, site, guide, accessible, complaints):
    enter(page, site, guide)
    box = page.locator("#session-warning")
    expect(box).to_be_hidden()
    with override_settings(KUI_SESSION_IDLE_SECONDS=302):  # two more than it is warned of
        page.reload()
        expect(box).to_be_visible()
        look(page, accessible)
    box.get_by_role("button", name="Bliv logget ind").click()
    expect(box).to_be_hidden()
    assert complaints == []


def test_the_page_says_when_the_session_is_over(page, site, guide):
    enter(page, site, guide)
    page.context.clear_cookies()
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_role("link", name="Log ind igen")).to_be_visible()
    expect(page.get_by_text("Du er logget ud.")).to_be_visible()
