"""The second step: required, set up, used once, removed."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from accounts.signin import middleware
from audit.models import AuditEvent
from tests.helpers.signing_in import sign_in


def code_now(secret: str, step: int = 0) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + step))


def set_up(client) -> str:
    secret = client.get("/konto/tofaktor/app/").context["form"].secret
    response = client.post("/konto/tofaktor/app/", {"code": code_now(secret)})
    assert response.status_code == 302, response.content.decode()
    return secret


@pytest.fixture
def secret(guide):
    """The key of a guide's app, set up long enough ago for the present code to be unused."""
    client = Client()
    sign_in(client, guide.email)
    made = client.get("/konto/tofaktor/app/").context["form"].secret
    assert client.post("/konto/tofaktor/app/", {"code": code_now(made, -1)}).status_code == 302
    return made


def test_without_the_setting_nobody_is_asked(client, guide, settings):
    settings.KUI_MFA_REQUIRED = False
    sign_in(client, guide.email)
    assert client.get("/konto/").status_code == 200


def test_with_the_setting_everything_leads_to_the_second_step(client, guide, settings):
    settings.KUI_MFA_REQUIRED = True
    sign_in(client, guide.email)
    for path in ("/", "/konto/", "/konto/sessioner/"):
        assert client.get(path)["Location"] == "/konto/tofaktor/"
    assert client.post("/konto/", {"name": "X"})["Location"] == "/konto/tofaktor/"
    assert client.get("/konto/", headers={"hx-request": "true"})["HX-Redirect"] == "/konto/tofaktor/"
    page = client.get("/konto/tofaktor/")
    assert page.status_code == 200 and "alle om et ekstra trin" in page.content.decode()
    assert client.post("/sprog/", {"language": "en", "next": "/"}).status_code == 302
    set_up(client)
    assert client.get("/konto/").status_code == 200
    assert client.post("/konto/log-ud/").status_code == 302


def test_setting_up_shows_recovery_codes_and_is_kept(client, guide, django_capture_on_commit_callbacks):
    sign_in(client, guide.email)
    secret = client.get("/konto/tofaktor/app/").context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post("/konto/tofaktor/app/", {"code": code_now(secret)}, follow=True)
    codes = page.context["unused_codes"]
    assert len(codes) == 10 and codes[0] in page.content.decode()
    assert AuditEvent.objects.filter(action="factor.add", actor_id=guide.pk).count() == 2
    stored = str([row.data for row in Authenticator.objects.all()])
    assert secret not in stored and codes[0] not in stored


def test_the_second_step_is_asked_at_sign_in(client, guide, secret):
    assert sign_in(client, guide.email)["Location"] == "/konto/tofaktor/kode/"
    assert client.get("/konto/").status_code == 302
    assert client.get("/konto/tofaktor/kode/").status_code == 200
    assert client.post("/konto/tofaktor/kode/", {"code": "000000"}).status_code == 200
    assert client.post("/konto/tofaktor/kode/", {"code": code_now(secret)})["Location"] == "/"
    assert client.get("/konto/").status_code == 200
    assert AuditEvent.objects.filter(action="sign_in", outcome="failed", actor_id=guide.pk).count() == 1


def test_a_code_works_once_even_while_it_is_still_fresh(guide, secret, monkeypatch):
    code = code_now(secret)
    first, second = Client(), Client()
    sign_in(first, guide.email)
    assert first.post("/konto/tofaktor/kode/", {"code": code}).status_code == 302
    real = time.time()
    # Forty seconds on: the library has forgotten the code, its tolerance still accepts it.
    monkeypatch.setattr(totp.time, "time", lambda: real + 29)
    from django.core.cache import cache

    cache.clear()
    sign_in(second, guide.email)
    assert second.post("/konto/tofaktor/kode/", {"code": code}).status_code == 200
    assert second.post("/konto/tofaktor/kode/", {"code": f"{code[:3]} {code[3:]}"}).status_code == 200


def test_the_code_of_the_set_up_is_used_up(guide, client):
    sign_in(client, guide.email)
    secret = client.get("/konto/tofaktor/app/").context["form"].secret
    code = code_now(secret)
    client.post("/konto/tofaktor/app/", {"code": code})
    other = Client()
    sign_in(other, guide.email)
    assert other.post("/konto/tofaktor/kode/", {"code": code}).status_code == 200


def test_a_recovery_code_works_once(guide, secret):
    codes = Authenticator.objects.get(user=guide, type="recovery_codes").wrap().get_unused_codes()
    for expected in (302, 200):
        client = Client()
        sign_in(client, guide.email)
        assert client.post("/konto/tofaktor/kode/", {"code": codes[0]}).status_code == expected


def test_wrong_codes_are_counted(guide, secret, client):
    sign_in(client, guide.email)
    statuses = [client.post("/konto/tofaktor/kode/", {"code": "000000"}).status_code for _ in range(11)]
    assert statuses == [200] * 10 + [429]
    assert client.post("/konto/tofaktor/kode/", {"code": code_now(secret)}).status_code == 429


def test_removing_the_last_factor_asks_for_a_new_one_at_once(guide, secret, client, settings):
    settings.KUI_MFA_REQUIRED = True
    sign_in(client, guide.email)
    client.post("/konto/tofaktor/kode/", {"code": code_now(secret)})
    assert client.get("/konto/").status_code == 200
    assert client.session[middleware.SECOND_FACTOR]
    assert client.post("/konto/tofaktor/app/fjern/").status_code == 302
    assert not Authenticator.objects.filter(user=guide).exists()
    assert client.get("/konto/")["Location"] == "/konto/tofaktor/"
    assert AuditEvent.objects.filter(action="factor.remove", actor_id=guide.pk).exists()


def test_an_old_sign_in_must_confirm_before_changing_factors(client, guide):
    client.force_login(guide)
    response = client.get("/konto/tofaktor/app/")
    assert response["Location"].startswith("/konto/bekraeft/")
    page = client.post(response["Location"], {"password": "forkert"})
    assert page.status_code == 200 and "forkert" in page.content.decode()
    assert (
        client.post(response["Location"], {"password": "et-langt-kodeord"})["Location"]
        == "/konto/tofaktor/app/"
    )
    assert client.get("/konto/tofaktor/app/").status_code == 200


def test_the_pages_of_the_second_step_open(client, guide, secret):
    sign_in(client, guide.email)
    client.post("/konto/tofaktor/kode/", {"code": code_now(secret)})
    for path in (
        "",
        "app/fjern/",
        "gendannelseskoder/",
        "gendannelseskoder/nye/",
        "gendannelseskoder/fil/",
        "noegler/",
        "noegler/ny/",
        "bekraeft/",
    ):
        assert client.get(f"/konto/tofaktor/{path}").status_code == 200, path


def test_new_recovery_codes_replace_the_old(client, guide, secret, django_capture_on_commit_callbacks):
    sign_in(client, guide.email)
    client.post("/konto/tofaktor/kode/", {"code": code_now(secret)})
    codes = lambda: Authenticator.objects.get(user=guide, type="recovery_codes").wrap().get_unused_codes()  # noqa: E731
    old = codes()
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/konto/tofaktor/gendannelseskoder/nye/")
    assert not set(old) & set(codes())
    assert AuditEvent.objects.filter(action="factor.renew", actor_id=guide.pk).count() == 1
