"""What every answer says to the browser, and where no answer leads."""

import json
import logging
import os
import subprocess
import sys

import pytest
from cryptography.fernet import Fernet
from django.db import OperationalError
from django.test import Client, override_settings
from django.urls import path

from accounts.access import public
from kui.urls import handler403, handler404, handler500  # noqa: F401
from kui.urls import urlpatterns as real
from tests.helpers.signing_in import LOGIN, PASSWORD, sign_in

DIRECTIVES = {
    "default-src 'none'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "img-src 'self' data:",
}


@public
def broken(request):
    raise RuntimeError("a mistake of ours")


urlpatterns = [path("i-stykker/", broken), *real]


def assert_strict(response):
    policy = {part.strip() for part in response["Content-Security-Policy"].split(";")}
    assert policy >= DIRECTIVES and "unsafe" not in str(policy)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(
    ("url", "status"),
    [
        (LOGIN, 200),
        ("/konto/", 302),
        ("/findes-ikke/", 404),
        ("/i-stykker/", 500),
        ("/sprog/", 405),
        ("/healthz", 200),
    ],
)
def test_every_answer_is_strict(db, url, status):
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    response = Client(raise_request_exception=False).get(url)
    assert response.status_code == status
    assert_strict(response)


def test_denied_forged_and_misaddressed_answers_are_strict(client, guide):
    client.force_login(guide)
    denied = client.get("/brugere/")
    assert denied.status_code == 403
    assert_strict(denied)
    forged = Client(enforce_csrf_checks=True).post(LOGIN, {"login": "a@b.dk", "password": "x"})
    assert forged.status_code == 403
    assert_strict(forged)
    misaddressed = client.get("/", headers={"host": "evil.example"})
    assert misaddressed.status_code == 400
    assert_strict(misaddressed)


@override_settings(SECURE_SSL_REDIRECT=True, SECURE_HSTS_SECONDS=31536000)
def test_the_way_to_https_is_strict_too(db):
    response = Client().get(LOGIN)
    assert response.status_code == 301 and response["Location"].startswith("https://")
    assert_strict(response)
    assert "max-age=31536000" in Client().get(LOGIN, secure=True)["Strict-Transport-Security"]


@pytest.mark.parametrize(
    "url", ["/konto/", "/konto/sessioner/", "/konto/adgangskode/", "/konto/tofaktor/", "/findes-ikke/"]
)
def test_nobody_keeps_the_page_of_a_signed_in_person(client, guide, url):
    client.force_login(guide)
    response = client.get(url)
    assert response["Cache-Control"] == "no-store, private"
    assert "HX-Request" in response["Vary"]


@pytest.mark.parametrize(
    "host",
    ["evil.example", "testserver.evil.example", "testserver@evil.example", "localhost:80:80", "[::1", "a b"],
)
def test_a_forged_host_is_refused(client, db, host):
    assert client.get(LOGIN, headers={"host": host}).status_code == 400


def test_a_forwarded_host_is_not_listened_to(client, db):
    response = client.get("/konto/", headers={"x-forwarded-host": "evil.example"})
    assert "evil" not in response["Location"]


ELSEWHERE = [
    "https://evil.example",
    "http://evil.example/",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/\n/evil.example",
    "https:evil.example",
    "https:/evil.example",
    "http:///evil.example",
    "https://testserver@evil.example",
    "https://testserver.evil.example",
    "https://evil.example#@testserver",
    "https://evil.example\\@testserver",
    "//testserver:80@evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "ftp://evil.example",
    "//[::1",
    "\x00//evil.example",
    "\u2028//evil.example",
    "https://evil.example%2f@testserver",
]


def stays(location: str) -> bool:
    return location.startswith("/") and not location.startswith(("//", "/\\", "/\t", "/\n"))


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_answer_leads_to_another_site(guide, target):
    client = Client()
    response = client.post(LOGIN, {"login": guide.email, "password": PASSWORD, "next": target})
    assert response.status_code == 302 and stays(response["Location"]), response["Location"]
    for url, data in (
        ("/sprog/", {"language": "en"}),
        ("/konto/session/forlaeng/", {}),
        ("/konto/log-ud/", {}),
    ):
        response = client.post(url, data | {"next": target})
        assert response.status_code == 302 and stays(response["Location"]), (url, response["Location"])


@pytest.mark.parametrize("target", ["/konto/", "/sager/?q=x", "http://testserver/konto/"])
def test_a_page_of_this_site_is_gone_back_to(guide, target):
    response = Client().post(LOGIN, {"login": guide.email, "password": PASSWORD, "next": target})
    assert response["Location"] == target


def test_the_cookies_of_a_session(client, guide):
    sign_in(client, guide.email)
    cookie = client.cookies["kui"]
    assert (
        cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/" and not cookie["domain"]
    )


def test_a_database_that_is_away_before_the_view_says_so(client, guide, monkeypatch):
    client.force_login(guide)
    client.raise_request_exception = False

    def away(self):
        raise OperationalError("connection refused")

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", away)
    response = client.get("/konto/")
    assert response.status_code == 503 and response["Retry-After"] == "15"
    assert_strict(response)


# --- production, as the settings file makes it ---

ENVIRONMENT = {
    "KUI_MODE": "production",
    "SECRET_KEY": "s" * 50,
    "KUI_FIELD_KEYS": Fernet.generate_key().decode(),
    "KUI_INDEX_KEY": "i" * 40,
    "SITE_URL": "https://kui.example.dk",
    "ALLOWED_HOSTS": "kui.example.dk",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "DATABASE_URL": "sqlite://:memory:",
}


def production(tmp_path, names, **changes):
    """The named settings of a production process, or what it says when it refuses to start."""
    code = f"import json, kui.settings as s; print(json.dumps([getattr(s, n) for n in {names!r}]))"
    environment = {**os.environ, **ENVIRONMENT, "KUI_VAR_DIR": str(tmp_path), **changes}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    return json.loads(done.stdout) if done.returncode == 0 else done.stderr


@pytest.mark.once
def test_production_is_locked(tmp_path):
    values = production(
        tmp_path,
        [
            "SESSION_COOKIE_NAME",
            "CSRF_COOKIE_NAME",
            "SESSION_COOKIE_SECURE",
            "CSRF_COOKIE_SECURE",
            "SECURE_SSL_REDIRECT",
            "KUI_MFA_REQUIRED",
            "DEBUG",
            "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN",
            "SESSION_COOKIE_AGE",
        ],
    )
    assert values == ["__Host-kui", "__Host-kui-csrf", True, True, True, True, False, False, 36000]


@pytest.mark.in_turn
@pytest.mark.once
@pytest.mark.parametrize(
    "bad",
    [
        {"SECRET_KEY": ""},
        {"SECRET_KEY": "short"},
        {"KUI_FIELD_KEYS": ""},
        {"KUI_INDEX_KEY": ""},
        {"ALLOWED_HOSTS": "*"},
        {"ALLOWED_HOSTS": ""},
        {"SITE_URL": "http://kui.example.dk"},
        {"DEBUG": "1"},
        {"REDIS_URL": ""},
    ],
    ids=lambda bad: "-".join(f"{name}={value}" for name, value in bad.items()),
)
def test_production_refuses_nonsense(tmp_path, bad):
    assert "ImproperlyConfigured" in production(tmp_path, ["DEBUG"], **bad)
