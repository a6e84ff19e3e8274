"""Signing in: right, wrong, too often, and from where."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory, override_settings
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from accounts.signin import throttle
from accounts.signin.forms import PasswordResetForm
from accounts.users import actions
from audit.models import AuditEvent
from core.logs import redact
from core.mail.models import OutboxMail
from tests.helpers.factories import UserFactory
from tests.helpers.signing_in import LOGIN, PASSWORD, sign_in


@pytest.fixture(autouse=True)
def answers_at_once(monkeypatch):
    """That all who ask for a link wait as long is tried in ``tests/core/test_wake.py``."""
    monkeypatch.setattr(PasswordResetForm, "takes", 0)


def test_sign_in_leads_to_the_front_page_and_is_kept(client, guide):
    response = sign_in(client, guide.email.upper())
    assert response.status_code == 302 and response["Location"] == "/"
    event = AuditEvent.objects.get(action="sign_in")
    assert (event.actor_id, event.outcome) == (guide.pk, "ok")


def test_sign_in_gives_a_new_session_key(client, guide):
    client.get(LOGIN)
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    sign_in(client, guide.email)
    assert client.session.session_key != before


def test_nobody_signs_up(client, db):
    for name in ("account_signup", "account_email", "account_set_password", "socialaccount_signup"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    for path in ("/konto/signup/", "/konto/opret/", "/accounts/signup/", "/signup/"):
        assert client.get(path).status_code == 404


def test_known_and_unknown_email_get_the_same_words(client, guide):
    known = sign_in(client, guide.email, "forkert")
    unknown = sign_in(client, "ingen@eksempel.dk", "forkert")
    assert known.status_code == unknown.status_code == 200
    strip = [
        r.content.decode().replace(guide.email, "X").replace("ingen@eksempel.dk", "X")
        for r in (known, unknown)
    ]
    # The CSRF token differs from page to page.
    texts = [[line for line in text.splitlines() if "csrf" not in line.lower()] for text in strip]
    assert texts[0] == texts[1]
    assert "forkert" in strip[0]


@pytest.mark.once
@override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.ScryptPasswordHasher"])
def test_known_and_unknown_email_take_the_same_time(client, unit):
    user = UserFactory(unit=unit)
    spent = {}
    for email in (user.email, "ingen@eksempel.dk"):
        sign_in(client, email, "forkert")
        times = []
        for _ in range(7):
            # Time on the processor: how long others kept it busy says nothing of us.
            start = time.process_time()
            sign_in(client, email, "forkert")
            times.append(time.process_time() - start)
        spent[email] = min(times)
    fast, slow = sorted(spent.values())
    assert fast > 0.03, "the hasher of production takes its time"
    assert slow - fast < 0.02 + fast * 0.2, spent


def test_the_eleventh_try_is_refused_even_with_the_right_password(client, guide):
    for _ in range(10):
        assert sign_in(client, guide.email, "forkert").status_code == 200
    refused = sign_in(client, guide.email)
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0 and "Prøv igen om 15 minutter" in refused.content.decode()
    assert "_auth_user_id" not in client.session
    assert (
        AuditEvent.objects.filter(action="sign_in", outcome="failed", object_id=str(guide.pk)).count() == 10
    )
    locked = AuditEvent.objects.get(action="sign_in", outcome="locked", object_id=str(guide.pk))
    assert (locked.actor_id, locked.unit_id, locked.path) == (
        None,
        guide.unit_id,
        LOGIN,
    ) and locked.request_id


def test_an_unknown_email_is_refused_at_the_eleventh_try_too(client, db):
    codes = [sign_in(client, "ingen@eksempel.dk", "forkert").status_code for _ in range(11)]
    assert codes == [200] * 10 + [429]
    assert not AuditEvent.objects.exclude(object_id="").exists()


def test_forged_forwarded_for_and_a_lost_cache_do_not_help(client, guide):
    for n in range(10):
        sign_in(client, guide.email, "forkert", headers={"x-forwarded-for": f"10.0.0.{n}"})
    cache.clear()
    assert sign_in(client, guide.email, headers={"x-forwarded-for": "10.9.9.9"}).status_code == 429


def test_a_stranger_does_not_keep_the_owner_out(client, guide):
    """From one address the stranger is out after ten, and the owner comes in from theirs."""
    codes = [
        sign_in(Client(), guide.email, "forkert", REMOTE_ADDR="192.0.2.9").status_code for _ in range(30)
    ]
    assert codes == [200] * 10 + [429] * 20
    assert sign_in(client, guide.email, REMOTE_ADDR="198.51.100.7").status_code == 302


def test_from_many_addresses_the_owner_is_kept_out_until_a_mailed_link(client, guide, settings):
    for network in range(5):
        for _ in range(10):
            sign_in(Client(), guide.email, "forkert", REMOTE_ADDR=f"192.0.{network}.9")
    kept_out = sign_in(client, guide.email)
    assert kept_out.status_code == 429 and reverse("account_reset_password") in kept_out.content.decode()
    ask_for_link(client, guide.email)
    page = client.get(link_in_mail(settings).removeprefix(settings.SITE_URL), follow=True)
    new = "hesten spiser rugbrød"
    client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert sign_in(Client(), guide.email, new).status_code == 302


@pytest.mark.parametrize("backend", ["django.core.cache.backends.dummy.DummyCache"])
def test_the_limit_needs_no_cache_at_all(client, guide, backend):
    with override_settings(CACHES={"default": {"BACKEND": backend}}, REDIS_URL="redis://127.0.0.1:1/0"):
        codes = [sign_in(client, guide.email, "forkert").status_code for _ in range(11)]
    assert codes[-1] == 429


def test_one_address_that_tries_many_people_is_refused(client, db):
    codes = [sign_in(client, f"nummer{n}@eksempel.dk", "forkert").status_code for n in range(51)]
    assert codes == [200] * 50 + [429]
    assert sign_in(client, "en-til@eksempel.dk", "forkert", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_a_whole_town_hall_signs_in_at_eight(unit):
    people = [UserFactory(unit=unit) for _ in range(60)]
    assert {sign_in(Client(), user.email).status_code for user in people} == {302}


def test_a_right_password_takes_the_wrong_tries_back(client, guide):
    for _ in range(9):
        sign_in(client, guide.email, "forkert")
    assert sign_in(client, guide.email).status_code == 302
    client.post("/konto/log-ud/")
    for _ in range(9):
        sign_in(client, guide.email, "forkert")
    assert sign_in(client, guide.email).status_code == 302


def test_the_limit_opens_again_when_its_window_is_over(guide, client):
    for _ in range(11):
        sign_in(client, guide.email, "forkert")
    throttle.TryCounter.objects.update(ends_at="2020-01-01T00:00Z")
    assert sign_in(client, guide.email).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_parallel_tries_are_all_counted():
    limit, counted, refused = throttle.RateLimit("parallel", 10, 60), [], []

    def attempt():
        try:
            throttle.record_attempt(limit, "x")
            counted.append(1)
        except throttle.TooManyAttempts:
            refused.append(1)
        finally:
            if connection.vendor == "postgresql":
                connection.close()

    if connection.vendor == "postgresql":
        threads = [threading.Thread(target=attempt) for _ in range(25)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
    else:  # a test's SQLite lives in memory and has one writer anyway
        [attempt() for _ in range(25)]
    assert (len(counted), len(refused)) == (10, 15)


def test_what_is_counted_is_not_kept_in_the_clear(client, guide):
    sign_in(client, guide.email, "forkert")
    keys = " ".join(throttle.TryCounter.objects.values_list("key", flat=True))
    assert len(keys) >= 129 and guide.email not in keys and "127.0.0.1" not in keys


@pytest.mark.parametrize(
    ("depth", "forwarded", "expected"),
    [
        (0, "6.6.6.6", "10.0.0.1"),
        (1, "6.6.6.6, 9.9.9.9", "9.9.9.9"),
        (1, "9.9.9.9", "9.9.9.9"),
        (2, "6.6.6.6, 9.9.9.9, 10.1.1.1", "9.9.9.9"),
        (2, "9.9.9.9", "10.0.0.1"),
        (1, "not an address", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_the_client_address_is_read_as_deep_as_our_proxies(depth, forwarded, expected):
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
    with override_settings(KUI_TRUSTED_PROXIES=depth):
        assert throttle.client_ip(request) == expected


def test_one_client_owns_a_whole_ipv6_network():
    assert (
        throttle.client_network("2001:db8::1")
        == throttle.client_network("2001:db8::ffff")
        != throttle.client_network("2001:db9::1")
    )
    assert throttle.client_network("192.0.2.1") != throttle.client_network("192.0.2.2")


def test_a_closed_user_is_not_let_in(client, guide):
    User.objects.filter(pk=guide.pk).update(is_active=False)
    assert sign_in(client, guide.email)["Location"] == "/konto/lukket/"
    assert "_auth_user_id" not in client.session
    assert client.get("/konto/lukket/").status_code == 200


def test_sign_out_asks_and_then_forgets(client, guide):
    sign_in(client, guide.email)
    old = client.cookies["kui"].value
    assert client.get("/konto/log-ud/").status_code == 200
    assert "_auth_user_id" in client.session
    client.post("/konto/log-ud/")
    assert AuditEvent.objects.filter(action="sign_out", outcome="ok", actor_id=guide.pk).exists()
    client.cookies["kui"] = old
    assert client.get("/konto/").status_code == 302


def ask_for_link(client, email, **extra):
    return client.post("/konto/ny-adgangskode/", {"email": email}, **extra)


def link_in_mail(settings):
    body = OutboxMail.objects.latest("pk").body
    return next(
        word for word in body.split() if word.startswith(settings.SITE_URL + "/konto/ny-adgangskode/vaelg/")
    )


def test_the_link_is_queued_with_the_fixed_address(client, guide, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.SITE_URL = "https://kui.example.dk"
    response = ask_for_link(
        client, guide.email, headers={"host": "evil.example", "x-forwarded-host": "evil.example"}
    )
    assert response["Location"] == "/konto/ny-adgangskode/sendt/"
    assert not mail.outbox and OutboxMail.objects.get().to == guide.email
    assert link_in_mail(settings) and "evil" not in OutboxMail.objects.get().body


def test_an_unknown_email_gets_the_same_page_and_no_mail(client, guide):
    known, unknown = ask_for_link(client, guide.email), ask_for_link(client, "ingen@eksempel.dk")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert OutboxMail.objects.count() == 1


def minute_over():
    """The minute in which one mail leaves is over; what was counted for fifteen goes on."""
    counters = throttle.TryCounter.objects.filter(ends_at__lte=datetime.now(UTC) + timedelta(seconds=60))
    assert counters.update(ends_at=datetime.now(UTC))


def test_a_mailbox_is_not_filled(client, guide):
    codes = [
        ask_for_link(client, email).status_code for email in [guide.email] * 5 + ["ingen@eksempel.dk"] * 5
    ]
    assert codes == [302, 302, 302, 429, 429] * 2
    assert OutboxMail.objects.count() == 1
    minute_over()
    answers = [ask_for_link(client, guide.email.upper(), REMOTE_ADDR=f"192.0.2.{n}") for n in range(9)]
    assert {(one.status_code, one["Location"]) for one in answers} == {(302, "/konto/ny-adgangskode/sendt/")}
    assert OutboxMail.objects.count() == 2


def test_a_stranger_who_asks_for_links_does_not_keep_the_owner_from_theirs(client, guide, settings):
    codes = [ask_for_link(Client(), guide.email, REMOTE_ADDR="192.0.2.9").status_code for _n in range(5)]
    assert codes == [302, 302, 302, 429, 429]
    path = link_in_mail(settings).removeprefix(settings.SITE_URL)
    minute_over()
    assert ask_for_link(client, guide.email, REMOTE_ADDR="198.51.100.7").status_code == 302
    assert OutboxMail.objects.count() == 2
    for one in (path, link_in_mail(settings).removeprefix(settings.SITE_URL)):  # asking again voids no link
        assert Client().get(one, follow=True).redirect_chain


def test_the_link_works_once(client, guide, settings):
    ask_for_link(client, guide.email)
    path = link_in_mail(settings).removeprefix(settings.SITE_URL)
    page = client.get(path, follow=True)
    where = page.redirect_chain[-1][0]
    assert where.endswith("set-password/") and page["Cache-Control"].startswith("no-store")
    new = {"password1": "hesten spiser rugbrød", "password2": "hesten spiser rugbrød"}
    assert client.post(where, new)["Location"] == "/konto/ny-adgangskode/gemt/"
    assert sign_in(Client(), guide.email).status_code == 200
    assert sign_in(Client(), guide.email, new["password1"]).status_code == 302
    again = Client().get(path, follow=True)
    assert not again.redirect_chain and "virker ikke" in again.content.decode()


def test_the_link_expires(client, guide, settings):
    ask_for_link(client, guide.email)
    path = link_in_mail(settings).removeprefix(settings.SITE_URL)
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert not client.get(path, follow=True).redirect_chain


@pytest.mark.parametrize("change", [{"email": "ny@eksempel.dk"}, {"is_active": False}])
def test_the_link_dies_with_a_new_email_or_a_closed_access(client, guide, settings, change):
    ask_for_link(client, guide.email)
    path = link_in_mail(settings).removeprefix(settings.SITE_URL)
    User.objects.filter(pk=guide.pk).update(**change)
    assert not client.get(path, follow=True).redirect_chain


def test_the_secret_of_a_link_is_not_logged(guide):
    url = actions.password_link(guide)
    secret = url.rstrip("/").rpartition("/")[2].partition("-")[2]
    assert secret not in redact(f"Not Found: {url}") and "[secret]" in redact(f"Not Found: {url}")


def test_a_weak_password_is_refused(client, guide):
    client.force_login(guide)
    for weak in ("kort", "123456789012", guide.email):
        page = client.post(
            "/konto/adgangskode/", {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
        )
        assert page.status_code == 200 and "invalid-feedback" in page.content.decode()
    guide.refresh_from_db()
    assert guide.check_password(PASSWORD)


def test_a_new_password_ends_the_other_sessions(guide):
    here, there = Client(), Client()
    sign_in(here, guide.email)
    sign_in(there, guide.email)
    new = "hesten spiser rugbrød"
    here.post("/konto/adgangskode/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert here.get("/konto/").status_code == 200
    assert there.get("/konto/").status_code == 302
    assert AuditEvent.objects.filter(action="password.change", actor_id=guide.pk).count() == 1
    assert "adgangskode" in OutboxMail.objects.latest("pk").body
