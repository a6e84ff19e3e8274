"""After rotating, the old keys open nothing that is stored, and everything is as it was; before, rotation refuses."""

import json
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from cryptography.fernet import Fernet
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.test import Client
from django.urls import reverse

from cases.casefile.finding import candidates
from cases.models import FormerNumber, YoungPerson
from core import crypto, rotation, vault
from core.jobs.models import Job
from exchange.receiving import actions as receiving_actions
from intake.inquiries.earlier import earlier_inquiries
from intake.models import Inquiry
from plans.models import Handover
from tests.helpers import factories
from tests.helpers.bundles import HERE, THERE, install, knows, travelled
from tests.helpers.inquiries import make_inquiry
from tests.helpers.signing_in import sign_in

NUMBER, INQUIRED, FORMER = "6101084001", "6202094002", "6101084002"


@pytest.fixture(autouse=True)
def own_vault(settings, tmp_path):
    """The keys are read once a process, and here they change; so do the files."""
    settings.KUI_DOCUMENT_ROOT = tmp_path
    crypto._box.cache_clear()
    yield
    crypto._box.cache_clear()


@pytest.fixture
def keys(settings):
    """``keys.new()`` puts new keys in front, ``keys.drop()`` leaves nothing but them."""

    class Keys:
        @staticmethod
        def new():
            settings.KUI_FIELD_KEYS = [Fernet.generate_key().decode(), *settings.KUI_FIELD_KEYS]
            settings.KUI_INDEX_KEY = "another index key, long enough to be one"
            crypto._box.cache_clear()

        @staticmethod
        def drop():
            settings.KUI_FIELD_KEYS = settings.KUI_FIELD_KEYS[:1]
            crypto._box.cache_clear()

    return Keys


def second_factor(user) -> tuple[str, str]:
    """The secret of the user's app, set up a while ago, and one of their recovery codes."""
    client = Client()
    sign_in(client, user.email)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    before = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 - 1))
    assert client.post(reverse("mfa_activate_totp"), {"code": before}).status_code == 302
    kept = Authenticator.objects.get(user=user, type="recovery_codes")
    return secret, kept.wrap().get_unused_codes()[0]


def second_step(user, code: str) -> Client:
    client = Client()
    assert sign_in(client, user.email)["Location"] == reverse("mfa_authenticate")
    assert client.post(reverse("mfa_authenticate"), {"code": code})["Location"] == "/"
    return client


@pytest.fixture
def paper(monkeypatch):
    """The plan's own tests make real PDFs."""
    monkeypatch.setattr("plans.handover.pdf.render", lambda sheet, created=None: b"%PDF-1.7 planen")


def test_rotated_and_dropped_everybody_goes_on(guide, leader, keys, paper, capsys):
    """The whole drill: second factor, recovery code, document, CPR search, a case that comes."""
    bundle, _said = travelled(guide)
    install(THERE, "Ungeenheden Der")
    knows(HERE, "Ungeenheden Her", leader)
    secret, recovery = second_factor(guide)
    case = factories.make_case(guide, cpr=NUMBER)
    version = case.person.version
    document = factories.make_document(case, words="Dygtig i værkstedet")
    inquiry = make_inquiry(guide, cpr=INQUIRED)
    before = FormerNumber.objects.create(person=case.person, cpr=FORMER, cpr_index=crypto.blind_index(FORMER))
    job = Job.objects.create(kind="x", upload=b"en liste", args={"sealed": crypto.encrypt(b"med").decode()})
    handover = Handover.objects.create(
        plan=case.plans.get(), audience="youth", pdf=b"%PDF-1.7", sha256="0" * 64, plan_version=1, by=guide
    )

    keys.new()
    call_command("rotate_keys")
    assert "Nothing needs an old key." in capsys.readouterr().out
    keys.drop()

    client = second_step(guide, totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30)))
    second_step(guide, recovery)
    answer = client.get(reverse("cases:document_file", args=[case.pk, document.pk]))
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF")
    assert [hit.case for hit in candidates(guide, name="", cpr=NUMBER)] == [case]
    assert earlier_inquiries(guide, name="", cpr=INQUIRED) == [inquiry]
    person = YoungPerson.objects.get(cpr_index=crypto.blind_index(NUMBER))
    assert (person.cpr, person.version) == (NUMBER, version)
    assert FormerNumber.objects.get(cpr_index=crypto.blind_index(FORMER)) == before
    job.refresh_from_db()
    assert (job.upload, crypto.decrypt(job.args["sealed"].encode())) == (b"en liste", b"med")
    assert bytes(Handover.objects.get(pk=handover.pk).pdf) == b"%PDF-1.7"
    assert receiving_actions.open_bundle(bundle, unit=leader.unit, by=leader)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cpr FROM cases_youngperson")
        assert cursor.fetchone()[0] != NUMBER


def test_a_second_run_writes_nothing(guide, keys):
    case = factories.make_case(guide, cpr=NUMBER)
    factories.make_document(case)
    second_factor(guide)
    keys.new()
    first = dict(rotation.write_anew())
    assert (first["cases.YoungPerson"], first["mfa.Authenticator"], first["files"]) == (1, 2, 1)
    assert set(dict(rotation.write_anew()).values()) == {0}


def test_rotation_refuses_while_anything_needs_an_old_key(guide, keys, capsys):
    """What no key opens is named; all the rest is written anew nevertheless."""
    case = factories.make_case(guide, cpr=NUMBER)
    lost = Inquiry.objects.get(pk=make_inquiry(guide, cpr=INQUIRED).pk)
    foreign = Fernet(Fernet.generate_key()).encrypt(b"under a key that is gone")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake_inquiry SET cpr = %s", [foreign.decode()])
    name = vault.keep(b"en fil")
    vault._path(name).write_bytes(foreign)
    keys.new()
    with pytest.raises(CommandError, match=r"intake\.Inquiry\.cpr \(1\), files \(1\)"):
        call_command("rotate_keys")
    keys.drop()
    case.person.refresh_from_db()
    assert case.person.cpr == NUMBER
    assert Inquiry.objects.filter(pk=lost.pk).defer("cpr").exists()


def test_second_factors_whose_key_was_dropped_too_early_are_told(guide, keys):
    """Nobody but the key knows what they hold: it is still to be had, so long as somebody says that it is missed."""
    second_factor(guide)
    keys.new()
    keys.drop()
    for args in (["--check"], []):
        with pytest.raises(CommandError, match=r"mfa\.Authenticator\.data \(2\)"):
            call_command("rotate_keys", *args)


def test_what_a_library_keeps_and_only_looks_like_a_token_is_not_told(guide, keys):
    for number, words in enumerate(("gAAAAA" + "Sigrid" * 20, "før gAAAAA" + "A" * 94, "gAAAAA" + "A" * 93)):
        Authenticator.objects.create(user=guide, type=f"webauthn{number}", data={"name": words})
    keys.new()
    call_command("rotate_keys")


def test_check_tells_and_writes_nothing(guide, keys):
    factories.make_case(guide, cpr=NUMBER)
    second_factor(guide)
    keys.new()
    for _ in range(2):
        with pytest.raises(CommandError) as told:
            call_command("rotate_keys", "--check")
        for where in ("cases.YoungPerson.cpr (1)", "YoungPerson.cpr_index (1)", "mfa.Authenticator.data (2)"):
            assert where in str(told.value)


def test_text_that_only_looks_like_a_token_is_left_alone(guide, keys):
    words = "gAAAAA" + "Sigrid" * 20
    case = factories.make_case(guide)
    case.summary = words
    case.save(update_fields=["summary"])
    keys.new()
    call_command("rotate_keys")
    case.refresh_from_db()
    assert case.summary == words


def test_no_encrypted_field_is_forgotten():
    """Also one that a model inherits or that somebody adds tomorrow."""
    everywhere = {
        (model, field.attname)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, rotation.ENCRYPTED)
    }
    walked = {(keyed.model, name) for keyed in rotation.keyed_models() for name in keyed.encrypted}
    assert everywhere == walked
    assert (YoungPerson, "cpr") in walked


def test_no_keyed_column_is_forgotten():
    """Bytes are encrypted by their field, an index by its kind; a token that a library keeps is looked for."""
    fields = [field for model in apps.get_models() for field in model._meta.local_concrete_fields]
    plain = [field.name for field in fields if type(field) is models.BinaryField]
    assert not [name for name in plain if not name.endswith("_public")]
    called_index = {str(field) for field in fields if field.name.endswith("_index")}
    assert called_index == {str(field) for field in fields if isinstance(field, crypto.BlindIndexField)}
    assert (Authenticator, ("data",)) in {(keyed.model, keyed.others) for keyed in rotation.keyed_models()}


def test_tokens_are_known_by_their_look():
    """The shortest and a long one."""
    for text in (b"", b"x" * 5000):
        token = crypto.encrypt(text).decode()
        assert rotation.TOKEN.findall(json.dumps({"a": [f"før {token} efter"]})) == [token]
