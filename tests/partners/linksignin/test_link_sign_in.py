"""Link and told code: both are needed, once, within fifteen minutes; and nobody learns who has access."""

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.sessions.middleware import seconds_left
from accounts.signin import throttle
from audit.models import AuditEvent
from core import clock
from core.logs import redact
from core.mail.models import OutboxMail
from partners.linksignin import actions, views
from partners.models import SignInLink
from tests.helpers.promises import make_contact

pytestmark = pytest.mark.django_db

ASK, SENT, HOME = "/konto/link/", "/konto/link/sendt/", "/delt-med-os/"


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(views, "TAKES", 0)


@pytest.fixture
def contact(unit):
    """A partner's person without a password."""
    contact = make_contact(unit)
    contact.user.set_unusable_password()
    contact.user.save()
    return contact


def ask(contact) -> str:
    """The address in the mail that asking brings."""
    OutboxMail.objects.all().delete()
    assert Client().post(ASK, {"email": contact.user.email.upper()})["Location"] == SENT
    mail = OutboxMail.objects.get()
    assert mail.to == contact.user.email and contact.name not in mail.body
    return re.search(r"https?://[^/]+(/konto/link/\S+)", mail.body)[1]


def ask_as(contact, address: str) -> int:
    return Client().post(ASK, {"email": contact.user.email}, REMOTE_ADDR=address).status_code


def tell(contact, guide) -> str:
    return actions.tell_code(contact.user, by=guide)


def later(monkeypatch, **by):
    """The door's clock goes so much ahead."""

    class Ahead(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(UTC) + timedelta(**by)

    monkeypatch.setattr(actions, "datetime", Ahead)
    monkeypatch.setattr(throttle, "datetime", Ahead)


def is_in(client) -> bool:
    return client.get(HOME).status_code == 200


def test_link_and_code_let_in_once(contact, guide):
    url = ask(contact)
    client = Client()
    assert client.get(url).status_code == 200 and not is_in(client)
    code = tell(contact, guide)
    response = client.post(url, {"code": f" {code[:3]} {code[3:]} "})
    assert response.status_code == 302 and is_in(client)
    assert client.get("/konto/sessioner/").status_code == 200
    again = Client()
    assert again.post(url, {"code": code}).status_code == 422 and not is_in(again)
    told = (
        AuditEvent.objects.filter(action__startswith="sign_in")
        .order_by("pk")
        .values_list("action", "outcome")
    )
    assert list(told) == [
        ("sign_in.link_asked", "ok"), ("sign_in.code_told", "ok"), ("sign_in", "ok"), ("sign_in", "failed"),
    ]  # fmt: skip


def test_neither_token_nor_code_is_kept(contact, guide):
    token, code = ask(contact).rstrip("/").rsplit("/", 1)[1], tell(contact, guide)
    row = SignInLink.objects.get()
    kept = f"{row.token_hash} {row.code_hash}"
    assert token not in kept and code not in kept
    assert code not in OutboxMail.objects.get().body
    Client().post(f"{ASK}{token}/", {"code": "000000" if code != "000000" else "000001"})
    Client().post(f"{ASK}{token}/", {"code": code})
    assert AuditEvent.objects.filter(action="sign_in").count() == 2
    for event in AuditEvent.objects.values():
        assert code not in str(event["changes"]) and token not in str(event)


def test_a_link_without_a_code_lets_nobody_in(contact):
    url = ask(contact)
    assert Client().post(url, {"code": "000000"}).status_code == 422
    with pytest.raises(IntegrityError), transaction.atomic():
        SignInLink.objects.update(used_at=datetime.now(UTC))


def test_another_links_code_lets_nobody_in(contact, guide, unit):
    other = make_contact(unit)
    other.user.set_unusable_password()
    other.user.save()
    mine, _theirs = ask(contact), ask(other)
    assert Client().post(mine, {"code": tell(other, guide)}).status_code == 422


def test_a_newer_code_takes_the_place(contact, guide):
    url = ask(contact)
    first, second = tell(contact, guide), tell(contact, guide)
    if first != second:
        assert Client().post(url, {"code": first}).status_code == 422
    assert Client().post(url, {"code": second}).status_code == 302


@pytest.mark.parametrize(("seconds", "status"), [(14 * 60 + 55, 302), (15 * 60, 422)])
def test_both_hold_for_fifteen_minutes(contact, guide, monkeypatch, seconds, status):
    url, code = ask(contact), tell(contact, guide)
    later(monkeypatch, seconds=seconds)
    assert Client().post(url, {"code": code}).status_code == status
    if status == 422:
        with pytest.raises(ValidationError):
            tell(contact, guide)
        assert not actions.still_wanted(str(SignInLink.objects.get().pk))


def test_five_wrong_codes_close_the_link(contact, guide):
    url, code = ask(contact), tell(contact, guide)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for _n in range(5):
        assert Client().post(url, {"code": wrong}).status_code == 422
    response = Client().post(url, {"code": code})
    assert response.status_code == 429 and response["Retry-After"]


@pytest.mark.parametrize("text", ["12345", "1234567", "12345a", "١٢٣٤٥٦"])
def test_what_is_no_code_is_not_counted(contact, guide, text):
    url, code = ask(contact), tell(contact, guide)
    for _n in range(6):
        assert Client().post(url, {"code": text}).status_code == 422
    assert Client().post(url, {"code": code}).status_code == 302


@pytest.mark.parametrize("who", ["nobody", "guide", "with a password", "closed", "left", "second step"])
def test_whoever_may_not_come_gets_the_same_answer_and_no_mail(contact, guide, who):
    user = guide if who == "guide" else contact.user
    if who == "with a password":
        user.set_password("et-langt-kodeord")
    if who == "second step":
        user.authenticator_set.create(type="totp", data={})
    user.is_active = who != "closed"
    user.save()
    if who == "left":
        contact.until_on = clock.today() - timedelta(days=1)
        contact.save()
    email = "ingen@eksempel.dk" if who == "nobody" else user.email
    response = Client().post(ASK, {"email": email})
    assert response.status_code == 302 and response["Location"] == SENT
    assert not OutboxMail.objects.exists() and not SignInLink.objects.exists()


@pytest.mark.parametrize("known", [True, False])
def test_known_and_unknown_take_the_same_time_and_are_counted_alike(contact, monkeypatch, known):
    monkeypatch.setattr(views, "TAKES", 0.3)
    email = contact.user.email if known else "ingen@eksempel.dk"
    begun = time.perf_counter()
    Client().post(ASK, {"email": email})
    assert time.perf_counter() - begun >= 0.3
    monkeypatch.setattr(views, "TAKES", 0)
    statuses = [Client().post(ASK, {"email": email}).status_code for _n in range(3)]
    assert statuses == [302, 302, 429]


def test_a_stranger_who_asks_neither_locks_somebody_out_nor_fills_their_mailbox(contact, monkeypatch):
    codes = [ask_as(contact, "192.0.2.9") for _n in range(5)]
    assert codes == [302, 302, 302, 429, 429] and OutboxMail.objects.count() == 1
    assert ask_as(contact, "198.51.100.7") == 302 and OutboxMail.objects.count() == 1
    later(monkeypatch, seconds=59)
    assert ask_as(contact, "198.51.100.7") == 302 and OutboxMail.objects.count() == 1
    later(monkeypatch, seconds=61)
    assert ask_as(contact, "198.51.100.7") == 302 and OutboxMail.objects.count() == 2


def test_the_told_code_opens_whichever_link_is_open_and_once(contact, guide, monkeypatch):
    mine = ask(contact)
    later(monkeypatch, seconds=61)
    strangers = ask(contact)
    code = tell(contact, guide)
    assert Client().post(mine, {"code": code}).status_code == 302
    assert Client().post(strangers, {"code": code}).status_code == 422
    with pytest.raises(ValidationError):
        tell(contact, guide)


def test_the_mail_is_wanted_while_they_may_come(contact):
    ask(contact)
    link = str(SignInLink.objects.get().pk)
    assert actions.still_wanted(link)
    contact.user.is_active = False
    contact.user.save()
    assert not actions.still_wanted(link)


def test_an_access_that_ends_meanwhile_lets_nobody_in(contact, guide):
    url, code = ask(contact), tell(contact, guide)
    contact.user.is_active = False
    contact.user.save()
    assert Client().post(url, {"code": code}).status_code == 422


def test_the_session_is_short_and_asks_for_no_second_step(contact, guide, settings):
    settings.KUI_MFA_REQUIRED = True
    url, client = ask(contact), Client()
    client.post(url, {"code": tell(contact, guide)})
    assert is_in(client)
    assert 29 * 60 <= seconds_left(client.session) <= 30 * 60
    session = client.session
    session["kui_started"] -= 30 * 60
    session["kui_seen"] = time.time()
    session.save()
    assert not is_in(client)


def test_the_unit_tells_a_code_from_the_card(contact, guide, stranger):
    url = reverse("partners:contact_code", args=[contact.partner_id, contact.pk])
    client = Client()
    client.force_login(guide)
    card = client.get(contact.partner.get_absolute_url()).content.decode()
    assert url in card
    response = client.post(url)
    assert response.status_code == 302 and SignInLink.objects.count() == 0
    link = ask(contact)
    page = client.post(url)
    assert page.status_code == 200 and "no-store" in page["Cache-Control"]
    code = re.search(r"(\d{3}) (\d{3})\s*</p>", page.content.decode())
    assert Client().post(link, {"code": code[1] + code[2]}).status_code == 302
    client.force_login(stranger)
    assert client.post(url).status_code == 404
    client.force_login(contact.user)
    assert client.post(url).status_code == 403


def test_a_log_that_names_the_address_leaves_the_secret_out(contact):
    url = ask(contact)
    assert redact(f"Unprocessable Entity: {url}") == "Unprocessable Entity: /konto/link/[secret]/"
