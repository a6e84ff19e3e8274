"""A unit's first day from the command line, and the way back for an administrator who is alone."""

import io
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import FactorReset, Unit, User
from accounts.users import mfa_reset
from audit.models import AuditEvent
from core import clock
from core.mail.models import OutboxMail
from tests.helpers.signing_in import signed_in

SAID = {
    "name": "Ungeenheden Ærø",
    "municipality": "ærø kommune",
    "admin_name": "Ada Adler",
    "admin": "Ada@eksempel.dk",
    "leader_name": "Lis Leder",
    "leader": "lis@eksempel.dk",
}


def start(**changed) -> str:
    """What the command prints."""
    out = io.StringIO()
    call_command("start_unit", **{**SAID, **changed}, stdout=out)
    return out.getvalue()


def the_link(text: str) -> str:
    """The first address printed or mailed, without the site."""
    return "/" + text.partition("://")[2].split()[0].partition("/")[2]


def choose_a_password(client, link: str) -> None:
    """Follow a link, as the invited do."""
    page = client.get(link, follow=True)
    words = {"password1": "en ganske lang sætning", "password2": "en ganske lang sætning"}
    assert client.post(page.redirect_chain[-1][0], words).status_code == 302


def test_a_unit_its_municipality_and_its_first_people(db, client):
    printed = start()
    unit = Unit.objects.get()
    assert (unit.slug, unit.municipality_code) == ("ungeenheden-aeroe", "0492")
    assert {(user.role, user.email) for user in User.objects.all()} == {
        ("admin", "Ada@eksempel.dk"),
        ("leader", "lis@eksempel.dk"),
    }
    assert "Ærø Kommune" in printed and "://" not in printed
    mail = OutboxMail.objects.get(to="Ada@eksempel.dk")
    assert "Driften af KUI har givet dig adgang til KUI" in mail.body
    choose_a_password(client, the_link(mail.body))
    assert User.objects.get(role="admin").has_usable_password()
    done = AuditEvent.objects.filter(actor_id=None, outcome="ok").values_list("action", flat=True)
    assert {"unit.start", "user.invite"} <= set(done)


def test_the_first_leader_is_confirmed_and_confirms_the_next(db, client):
    start()
    leader = User.objects.get(role="leader")
    assert leader.is_confirmed
    assert signed_in(leader).get(reverse("accounts:user_confirmations")).status_code == 200


def test_links_are_printed_instead_of_mailed(db, client):
    printed = start(print_links=True, leader="", leader_name="")
    assert not OutboxMail.objects.exists()
    choose_a_password(client, the_link(printed))


def test_who_has_no_password_yet_gets_a_new_link_and_who_has_stops_the_next(db):
    start()
    assert "ada@" in start(admin="ada@eksempel.dk").lower()
    assert User.objects.count() == 2 and OutboxMail.objects.filter(to="Ada@eksempel.dk").count() == 2
    admin = User.objects.get(role="admin")
    admin.set_password("en ganske lang sætning")
    admin.save()
    with pytest.raises(CommandError, match="is admin in Ungeenheden Ærø already"):
        start(admin="en.anden@eksempel.dk")
    assert User.objects.count() == 2


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"municipality": "Atlantis"}, "No Danish municipality"),
        ({"admin": ""}, "Say --admin"),
        ({"admin": "ikke en adresse"}, "e-mail"),
        ({"leader_name": ""}, "Say --leader-name"),
        ({"leader": "ADA@eksempel.dk"}, "optaget"),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence_and_nothing_is_made(db, changed, told):
    with pytest.raises(CommandError, match=told):
        start(**changed)
    assert not Unit.objects.exists() and not User.objects.exists()


def test_a_unit_that_a_staff_import_made_gets_its_municipality_and_its_people_a_link(db, tmp_path):
    lists = tmp_path / "medarbejdere.csv"
    lists.write_text(
        "Navn;E-mail;Rolle\nAda Adler;ada@eksempel.dk;Administrator\nLis;lis@eksempel.dk;Leder\n"
    )
    err = io.StringIO()
    call_command("import_staff", str(lists), "--unit", "nord", "--create-unit", "Nord", stderr=err)
    assert "start_unit --slug nord" in err.getvalue()
    start(slug="nord", name="", municipality="306")
    unit = Unit.objects.get()
    assert (unit.name, unit.municipality_code) == ("Nord", "0306")
    assert User.objects.count() == 2 and OutboxMail.objects.count() == 2
    with pytest.raises(CommandError, match="another municipality"):
        start(slug="nord", municipality="Ærø")
    err = io.StringIO()
    call_command("import_staff", str(lists), "--unit", "nord", stderr=err)
    assert err.getvalue() == ""


def test_there_is_no_superuser(db):
    with pytest.raises(CommandError, match="start_unit"):
        call_command("createsuperuser", "--noinput", "--email", "x@eksempel.dk")
    assert not User.objects.exists()


@pytest.fixture
def alone(admin):
    """The unit's only administrator, whose phone is lost."""
    TOTP.activate(admin, generate_totp_secret())
    return admin


def test_the_server_lets_back_in_who_is_alone(alone, leader):
    UserSession.objects.create(user=alone, session_key="elsewhere", ip="127.0.0.1")
    out = io.StringIO()
    call_command("reset_second_factor", alone.email.upper(), "--yes", stdout=out)
    assert not Authenticator.objects.exists() and not UserSession.objects.exists()
    assert {mail.to for mail in OutboxMail.objects.all()} == {alone.email, leader.email}
    assert alone.name in OutboxMail.objects.get(to=leader.email).body
    assert leader.email in out.getvalue()
    assert AuditEvent.objects.get(action="factor.reset_on_server").object_id == str(alone.pk)


def test_a_request_that_waited_does_not_remove_the_new_second_step(alone, leader, guide):
    TOTP.activate(guide, generate_totp_secret())
    mfa_reset.request_reset(guide, by=alone)
    call_command("reset_second_factor", guide.email, "--yes", stdout=io.StringIO())
    assert not FactorReset.objects.filter(done_at=None).exists()
    with clock.travel(clock.now() + timedelta(minutes=1)):
        assert mfa_reset.pending_request(guide) is None


@pytest.mark.parametrize("typed", ["", "en.anden@eksempel.dk"])
def test_the_server_asks_first(alone, monkeypatch, typed):
    monkeypatch.setattr("builtins.input", lambda words: typed)
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("reset_second_factor", alone.email, stdout=io.StringIO())
    assert Authenticator.objects.filter(user=alone).exists()
    monkeypatch.setattr("builtins.input", lambda words: alone.email)
    call_command("reset_second_factor", alone.email, stdout=io.StringIO())
    assert not Authenticator.objects.exists()


@pytest.mark.once
def test_where_nobody_sits_to_answer_it_says_what_to_type(alone, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    with pytest.raises(CommandError, match="--yes"):
        call_command("reset_second_factor", alone.email, stdout=io.StringIO())
    assert Authenticator.objects.filter(user=alone).exists()


def test_nobody_and_nothing_are_told_in_a_sentence(admin):
    with pytest.raises(CommandError, match="Nobody"):
        call_command("reset_second_factor", "ingen@eksempel.dk", "--yes")
    with pytest.raises(CommandError, match="no second step"):
        call_command("reset_second_factor", admin.email, "--yes")
