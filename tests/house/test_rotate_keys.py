"""After rotating, the old key opens nothing that is stored, and everything is as it was."""

import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from cases.models import FormerNumber, YoungPerson
from core import crypto
from core.jobs.models import Job
from kui.management.commands import rotate_keys
from plans.models import Handover
from tests.helpers import factories

NUMBER = "6101084001"
FORMER = "6101084002"


@pytest.fixture
def fresh_box():
    """The keys are read once a process; here they change."""
    crypto._box.cache_clear()
    yield
    crypto._box.cache_clear()


@pytest.mark.usefixtures("fresh_box")
def test_everything_opens_with_the_new_keys_alone(guide, settings, capsys):
    case = factories.make_case(guide, cpr=NUMBER)
    version = case.person.version
    before = FormerNumber.objects.create(person=case.person, cpr=FORMER, cpr_index=crypto.blind_index(FORMER))
    job = Job.objects.create(kind="x", upload=b"en liste")
    handover = Handover.objects.create(
        plan=case.plans.get(), audience="youth", pdf=b"%PDF-1.7", sha256="0" * 64, plan_version=1, by=guide
    )
    new = Fernet.generate_key().decode()
    settings.KUI_FIELD_KEYS = [new, *settings.KUI_FIELD_KEYS]
    settings.KUI_INDEX_KEY = "another index key, long enough to be one"
    crypto._box.cache_clear()
    call_command("rotate_keys")
    settings.KUI_FIELD_KEYS = [new]
    crypto._box.cache_clear()
    person = YoungPerson.objects.get(cpr_index=crypto.blind_index(NUMBER))
    assert (person.cpr, person.version) == (NUMBER, version)
    assert FormerNumber.objects.get(cpr_index=crypto.blind_index(FORMER)) == before
    assert Job.objects.get(pk=job.pk).upload == b"en liste"
    assert bytes(Handover.objects.get(pk=handover.pk).pdf) == b"%PDF-1.7"
    assert "cases.YoungPerson: 1" in capsys.readouterr().out
    with connection.cursor() as cursor:
        cursor.execute("SELECT cpr FROM cases_youngperson")
        assert cursor.fetchone()[0] != NUMBER


def test_no_encrypted_field_is_forgotten():
    """Also one that a model inherits or that somebody adds tomorrow."""
    kinds = (crypto.EncryptedTextField, crypto.EncryptedBinaryField)
    everywhere = {
        (model, field.attname)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, kinds)
    }
    walked = {(model, name) for model in apps.get_models() for name in rotate_keys.encrypted_fields(model)}
    assert everywhere == walked
    assert (YoungPerson, "cpr") in walked


def test_every_index_of_a_number_is_beside_the_number_it_is_made_of():
    """The command writes an index anew from ``cpr``: a model that keeps one keeps the number too, under that name."""
    models = [
        model for model in apps.get_models() if any(f.name == "cpr_index" for f in model._meta.get_fields())
    ]
    assert len(models) >= 3
    assert all("cpr" in rotate_keys.encrypted_fields(model) for model in models)
