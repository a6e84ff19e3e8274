"""Sessions end: by themselves, by their owner, with the access."""

import time
from urllib.parse import quote

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.messages.storage.session import SessionStorage
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts.sessions import middleware
from accounts.users import actions
from audit.models import AuditEvent
from tests.helpers import factories
from tests.helpers.signing_in import sign_in


@pytest.fixture
def later(monkeypatch):
    """Move the session's clock on by so many seconds."""
    shift = [0]
    real = time.time

    class Clock:
        @staticmethod
        def time():
            return real() + shift[0]

    monkeypatch.setattr(middleware, "time", Clock)

    def move(seconds):
        shift[0] += seconds

    return move


def test_an_idle_session_ends(client, guide, later, settings):
    sign_in(client, guide.email)
    later(settings.KUI_SESSION_IDLE_SECONDS - 5)
    assert client.get("/konto/").status_code == 200
    later(settings.KUI_SESSION_IDLE_SECONDS + 1)
    response = client.get("/konto/")
    assert response.status_code == 302 and response["Location"] == "/konto/log-ind/?next=/konto/"
    assert AuditEvent.objects.filter(action="sign_out", outcome="timeout", actor_id=guide.pk).count() == 1
    assert "Log ind for at fortsætte" in client.get(response["Location"]).content.decode()


def test_who_sent_a_form_too_late_is_told_and_led_back_to_it_with_the_draft(client, guide, later, settings):
    case = factories.make_case(guide)
    form, draft = (reverse(name, args=[case.pk]) for name in ("cases:note_add", "cases:draft_save"))
    sign_in(client, guide.email)
    client.post(draft, {"form": "note.text", "text": "Talt med Ane", "key": "k", "revision": 0})
    later(settings.KUI_SESSION_IDLE_SECONDS + 1)
    response = client.post(
        form, {"text": "Talt med Ane"}, headers={"referer": f"http://testserver{form}?via=x"}
    )
    assert response["Location"] == f"/konto/log-ind/?next={quote(form)}%3Fvia%3Dx"
    page = client.get(response["Location"]).text
    assert "havde været væk" in page and "er ikke gemt" in page
    sign_in(client, guide.email)
    assert client.get(form).context["form"]["text"].value() == "Talt med Ane"


@pytest.mark.parametrize(
    "referer", ["https://evil.example/sager/", "//evil.example", "", "javascript:alert(1)"]
)
def test_nobody_is_led_elsewhere_by_where_a_form_says_it_came_from(client, referer):
    response = client.post("/konto/session/forlaeng/", headers={"referer": referer})
    assert response["Location"] == "/konto/log-ind/?next=/"


def test_the_sign_in_page_says_why_when_the_session_is_simply_gone(client):
    assert "været væk længe" in client.get("/konto/log-ind/?next=/sager/").text
    assert "været væk længe" not in client.get("/konto/log-ind/").text


def test_a_draft_of_a_session_that_ended_is_refused_where_the_script_sees_it(client, guide, later, settings):
    case = factories.make_case(guide)
    sign_in(client, guide.email)
    later(settings.KUI_SESSION_IDLE_SECONDS + 1)
    answer = client.post(
        reverse("cases:draft_save", args=[case.pk]), {"form": "note.text", "text": "x", "key": "k"}
    )
    assert answer.status_code == 302


def test_use_keeps_a_session_alive_until_its_absolute_end(client, guide, later, settings):
    sign_in(client, guide.email)
    step = settings.KUI_SESSION_IDLE_SECONDS - 60
    for _ in range(settings.KUI_SESSION_ABSOLUTE_SECONDS // step):
        later(step)
        assert client.get("/konto/").status_code == 200
    later(step)
    assert client.get("/konto/").status_code == 302


def test_what_was_said_of_somebody_is_gone_with_the_session(client, admin, guide):
    """A name in a message that nobody has read yet lies in the session, never in a cookie."""
    actions.close_user(guide, by=admin)
    sign_in(client, admin.email)
    client.post(reverse("accounts:user_reopen", args=[guide.pk]))
    key = client.session.session_key
    assert guide.name in str(messages_of(Session.objects.get(session_key=key)))
    assert client.post(reverse("account_logout")).status_code == 302
    assert {name for name, cookie in client.cookies.items() if cookie.value} <= {"csrftoken"}
    assert not Session.objects.filter(session_key=key).exists()


def messages_of(session) -> list:
    """What waits to be said in a session."""
    return session.get_decoded().get(SessionStorage.session_key, [])


def test_an_ended_session_is_told_to_htmx(client, guide, later, settings):
    sign_in(client, guide.email)
    later(settings.KUI_SESSION_IDLE_SECONDS + 1)
    response = client.get("/konto/", headers={"hx-request": "true"})
    assert response["HX-Redirect"].startswith("/konto/log-ind/")


def test_asking_how_long_is_left_does_not_prolong(client, guide, later, settings):
    sign_in(client, guide.email)
    later(600)
    assert client.get("/konto/session/tilbage/").json()["left"] == pytest.approx(
        settings.KUI_SESSION_IDLE_SECONDS - 600, abs=3
    )
    later(600)
    assert client.get("/konto/session/tilbage/").json()["left"] == pytest.approx(
        settings.KUI_SESSION_IDLE_SECONDS - 1200, abs=3
    )
    assert client.post("/konto/session/forlaeng/", headers={"accept": "application/json"}).status_code == 204
    assert client.get("/konto/session/tilbage/").json()["left"] == pytest.approx(
        settings.KUI_SESSION_IDLE_SECONDS, abs=3
    )


def test_extend_without_javascript_goes_back_where_it_came_from(client, guide):
    client.force_login(guide)
    assert (
        client.post("/konto/session/forlaeng/", {"next": "/konto/sessioner/"})["Location"]
        == "/konto/sessioner/"
    )
    for odd in ("//evil.example", "NaN", "home", "\x00", ""):
        assert client.post("/konto/session/forlaeng/", {"next": odd})["Location"] == "/"


def test_the_page_warns_and_says_how_long_is_left(client, guide, settings):
    client.force_login(guide)
    assert f'data-left="{settings.KUI_SESSION_IDLE_SECONDS}"' in client.get("/konto/").content.decode()


def test_a_closed_access_kills_the_session_at_the_next_request(client, guide, admin):
    sign_in(client, guide.email)
    actions.close_user(guide, by=admin)
    assert client.get("/konto/").status_code == 302
    assert not UserSession.objects.filter(user=guide).exists()


def test_sessions_are_listed_and_ended_one_by_one(guide):
    here, there = (
        Client(),
        Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0"}),
    )
    sign_in(here, guide.email)
    sign_in(there, guide.email)
    page = here.get("/konto/sessioner/").content.decode()
    assert "Firefox, Windows" in page and "Denne enhed" in page
    other = UserSession.objects.get(user_agent__contains="Firefox")
    assert here.post(f"/konto/sessioner/{other.pk}/afslut/").status_code == 302
    assert there.get("/konto/").status_code == 302
    assert here.get("/konto/").status_code == 200


def test_nobody_ends_somebody_elses_session(guide, colleague):
    here, there = Client(), Client()
    sign_in(here, guide.email)
    sign_in(there, colleague.email)
    row = UserSession.objects.get(user=colleague)
    assert here.post(f"/konto/sessioner/{row.pk}/afslut/").status_code == 404
    assert there.get("/konto/").status_code == 200
    assert f"/{row.pk}/afslut/" not in here.get("/konto/sessioner/").content.decode()


def test_end_all_ends_this_one_too(guide):
    clients = [Client(), Client(), Client()]
    for client in clients:
        sign_in(client, guide.email)
    assert clients[0].post("/konto/sessioner/afslut-alle/")["Location"] == "/konto/log-ind/"
    assert [client.get("/konto/").status_code for client in clients] == [302, 302, 302]
    assert AuditEvent.objects.filter(action="session.end_all", actor_id=guide.pk).count() == 1


def test_sessions_live_in_the_database_and_hold_no_personal_data(client, guide, settings):
    sign_in(client, guide.email)
    assert settings.SESSION_ENGINE == "django.contrib.sessions.backends.db"
    data = Session.objects.get(pk=client.session.session_key).get_decoded()
    assert guide.name not in str(data)
