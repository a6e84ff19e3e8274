"""A code on paper: handed over by the guide, typed once with the date of birth, within fourteen days."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from audit.models import AuditEvent
from core.mail.models import OutboxMail
from core.sms.models import OutboxSms
from participation.access import codes
from participation.access.actions import withdraw
from participation.models import EntryCode
from tests.helpers.entering import HOME, PAPER, doors_clock_ahead, invite_youth, is_in, parent_of, young_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(guide):
    return invite_youth(young_case(guide), channel="paper", destination="")


def born(entry) -> str:
    return entry.case.person.birth_date.isoformat()


def typed(entry, code: str, birth_date: str = "", client=None):
    return (client or Client()).post(PAPER, {"code": code, "birth_date": birth_date or born(entry)})


def test_it_lets_in_once(entry, guide):
    code = codes.make_paper_code(entry, by=guide)
    assert re.fullmatch(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", code) and not set("01IOS5") & set(code)
    client = Client()
    assert typed(entry, f" {code.lower().replace('-', ' ')}", client=client)["Location"] == HOME
    assert is_in(client)
    assert typed(entry, code).status_code == 422


def test_the_date_of_birth_is_asked_too(entry, guide):
    code = codes.make_paper_code(entry, by=guide)
    assert typed(entry, code, "2010-01-01").status_code == 422
    assert typed(entry, code, "ikke en dag").status_code == 422
    assert typed(entry, code).status_code == 302


def test_five_tries_at_one_code(entry, guide):
    code = codes.make_paper_code(entry, by=guide)
    for n in range(5):
        assert typed(entry, code, f"2010-01-0{n + 1}").status_code == 422
    assert typed(entry, code).status_code == 429
    # The guide makes another.
    assert typed(entry, codes.make_paper_code(entry, by=guide)).status_code == 302


def test_it_holds_for_fourteen_days(entry, guide, monkeypatch):
    code = codes.make_paper_code(entry, by=guide)
    doors_clock_ahead(monkeypatch, days=14)
    assert typed(entry, code).status_code == 422
    doors_clock_ahead(monkeypatch, days=13, hours=23)
    assert typed(entry, code).status_code == 302


def test_a_newer_one_takes_its_place(entry, guide):
    older, newer = (codes.make_paper_code(entry, by=guide) for _n in range(2))
    assert typed(entry, older).status_code == 422
    assert typed(entry, newer).status_code == 302


def test_withdrawn(entry, guide):
    code = codes.make_paper_code(entry, by=guide)
    withdraw(entry, by=guide, reason="Den unge ønsker det")
    assert typed(entry, code).status_code == 422
    with pytest.raises(ValidationError):
        codes.make_paper_code(entry, by=guide)


def test_whose_address_is_shared_comes_in_by_paper(guide):
    """Paper asks nothing of an address: it stands even when the mail that was written down is somebody else's now."""
    entry = invite_youth(young_case(guide))
    parent_of(entry.case, email=entry.destination)
    assert typed(entry, codes.make_paper_code(entry, by=guide)).status_code == 302


def test_a_code_on_paper_is_typed_where_it_belongs(entry, guide):
    code = codes.make_paper_code(entry, by=guide)
    client = Client()
    assert client.post("/min-plan/ind/kode/", {"code": code}).status_code == 422
    assert not is_in(client)


def test_the_sheet_shows_it_once_and_nothing_else_does(entry, guide, client):
    client.force_login(guide)
    response = client.post(f"/sager/{entry.case_id}/min-plan/adgang/{entry.pk}/papir/")
    code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", response.content.decode())[0]
    assert "no-store" in response["Cache-Control"]
    assert code not in client.get(f"/sager/{entry.case_id}/min-plan/").content.decode()
    assert code not in str(list(AuditEvent.objects.values())) + str(list(EntryCode.objects.values()))
    assert not OutboxMail.objects.exists() and not OutboxSms.objects.exists()
    assert typed(entry, code).status_code == 302
