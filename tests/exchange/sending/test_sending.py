"""Nothing travels that should not, it is written down, and the receipt closes the case."""

import json
import logging

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from audit.models import AuditEvent
from cases.models import Case
from exchange.bundle import content, sealing
from exchange.models import BundleSent
from exchange.sending import actions as sending_actions
from tests.helpers import factories
from tests.helpers.bundles import HERE, LAW, THERE, THIRD, full_case, gone, install, knows, sent

# What it writes it writes through the actions of every other test; `test_whole_case` moves a case on each engine.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_the_receipt_goes_back_and_closes_the_case(guide):
    row = sent(guide, closes_on_receipt=True)
    assert not row.case.is_closed
    facts = {"bundle": str(row.pk), "sha256": row.sha256, "taken_in_at": "2026-11-22", "unit": "Der"}
    for secrets, told in ((THIRD, facts), (THERE, facts | {"sha256": "0" * 64})):
        with pytest.raises(sealing.Refused):
            sending_actions.record_receipt(row, sealing.write_receipt(secrets, told), by=guide)
    receipt = sealing.write_receipt(THERE, facts)
    with pytest.raises(sealing.Refused):
        sending_actions.record_receipt(row, receipt.replace(b"Der", b"Dyr"), by=guide)
    assert row.receipt_at is None
    for _n in range(2):
        sending_actions.record_receipt(row, receipt, by=guide)
    case = Case.objects.get(pk=row.case_id)
    assert (case.status, case.close_reason) == ("closed", "moved")
    assert AuditEvent.objects.filter(action="case.receipt_kept", case_id=case.pk).count() == 1


def test_only_the_notes_chosen_travel(guide):
    case = full_case(guide)
    chosen = {case.notes.get(text__contains="flytte").pk}
    row = sent(guide, case, notes=chosen)
    parts = sealing.open_sealed(bytes(row.data), secrets=THERE, sender=HERE.card(""))
    assert b"Kun til os selv" not in parts["sag.json"] and b"Og mere" in parts["sag.json"]
    assert any("1" in words for words in row.left_out)
    assert Case.objects.get(pk=case.pk).close_reason == "moved"
    assert LAW["basis_text"] in case.notes.order_by("pk").last().text


def test_a_protected_address_and_what_gives_it_away_stay_here(guide):
    case = full_case(guide, address_protected=True)
    data = bytes(sent(guide, case, documents=set()).data)
    parts = sealing.open_sealed(data, secrets=THERE, sender=HERE.card(""))
    assert set(parts) == {"sag.json"}
    for word in (
        "Havnevej",
        "FGU Havnen",
        "Karin Kontakt",
        "Bageren",
        "Skipper",
        "Ring altid",
        "Jobkonsulent",
        '"purpose":"Praktik',
    ):
        assert word not in parts["sag.json"].decode()
    assert json.loads(parts["sag.json"])["person"]["address_protected"] is True


def test_a_file_sealed_before_the_address_was_protected_leaves_no_more(client, guide):
    row = sent(guide)
    client.force_login(guide)
    page, url = (
        reverse(f"exchange:{name}", args=[row.case_id, row.pk]) for name in ("bundle_sent", "bundle_file")
    )
    assert client.get(url).content == bytes(row.data) and url in client.get(page).content.decode()
    row.case.person.address_protected = True
    row.case.person.save()
    refused = client.get(url)
    assert (refused.status_code, refused["Location"]) == (303, page)
    assert AuditEvent.objects.get(action="case.bundle_withheld").outcome == "denied"
    text = client.get(page).content.decode()
    assert url not in text and "før adressen blev beskyttet" in text


def test_a_file_sealed_without_the_address_is_fetched_as_before(client, guide):
    row = sent(guide, full_case(guide, address_protected=True), documents=set())
    client.force_login(guide)
    assert client.get(reverse("exchange:bundle_file", args=[row.case_id, row.pk])).content == bytes(row.data)


def test_secrets_are_nowhere_to_be_read(guide, caplog):
    caplog.set_level(logging.DEBUG)
    row = sent(guide)
    cpr = row.case.person.cpr
    raw = bytes(row.data)
    assert cpr.encode() not in raw and b"Sigrid" not in raw
    told = caplog.text + json.dumps(list(AuditEvent.objects.values("purpose", "changes")), default=str)
    for secret in (cpr, HERE.signing.hex(), HERE.sealing.hex()):
        assert secret not in told
    with connection.cursor() as cursor:
        cursor.execute("SELECT signing, sealing FROM exchange_installationkey")
        kept = b"".join(bytes(half) for half in cursor.fetchone())
    assert HERE.signing not in kept and HERE.sealing not in kept


def test_only_the_documents_chosen_travel(guide):
    case = full_case(guide)
    chosen = {case.documents.get(title="Udtalelse").pk}
    row = sent(guide, case, documents=chosen)
    parts = sealing.open_sealed(bytes(row.data), secrets=THERE, sender=HERE.card(""))
    assert set(parts) == {"sag.json", "plan.pdf", "dokument-0"}
    assert b"Brev fra" not in parts["sag.json"] and b"Forkert sag" not in parts["sag.json"]
    assert row.documents == [str(pk) for pk in chosen]
    assert "Dokumenter, du ikke har valgt: 1." in row.left_out
    assert AuditEvent.objects.get(action="case.sent_away").changes["documents"] == [None, row.documents]


def test_documents_beyond_the_limit_are_refused_before_anything_is_sealed(guide, settings):
    case = factories.make_case(guide)
    document = factories.make_document(case)
    settings.KUI_BUNDLE_DOCUMENTS_MB = 1
    type(document).objects.update(size=1024 * 1024)
    assert content.files_of(case), "just at the limit"
    type(document).objects.update(size=1024 * 1024 + 1)
    with pytest.raises(ValidationError, match="højst"), gone():
        sent(guide, case)
    assert not BundleSent.objects.exists()


def test_the_sender_sees_what_was_not_taken_in(client, guide):
    row = sent(guide, closes_on_receipt=True)
    document = row.case.documents.get(title="Brev fra lægen")
    facts = {"bundle": str(row.pk), "sha256": row.sha256}
    for nonsense in ("x", 7, [7], [{"sha256": 1, "why": "type"}], [{"why": "type"}]):
        with pytest.raises(sealing.Refused):
            sending_actions.record_receipt(
                row, sealing.write_receipt(THERE, facts | {"refused": nonsense}), by=guide
            )
    told = [{"sha256": document.sha256, "why": "size"}, {"sha256": "0" * 64, "why": "<i>x"}]
    sending_actions.record_receipt(row, sealing.write_receipt(THERE, facts | {"refused": told}), by=guide)
    client.force_login(guide)
    page = client.get(reverse("exchange:bundle_sent", args=[row.case_id, row.pk])).content.decode()
    assert "Filen fylder mere end 20 MB" in page and page.count("Ikke taget ind") == 1 and "<i>x" not in page


def test_a_protected_case_chooses_nothing_beforehand(client, guide):
    case = full_case(guide, address_protected=True)
    client.force_login(guide)
    form = client.get(reverse("exchange:bundle_send", args=[case.pk])).context["form"]
    assert form.fields["notes"].initial == form.fields["documents"].initial == []
    assert len(form.fields["notes"].choices) == 2 and len(form.fields["documents"].choices) == 2


def test_send_by_clicking(client, guide, settings):
    install(HERE, "Ungeenheden Her")
    to, case = knows(THERE, "Ungeenheden Der", guide), full_case(guide)
    client.force_login(guide)
    url = reverse("exchange:bundle_send", args=[case.pk])
    page = client.get(url).content.decode()
    for words in ("Ungeenheden Der", "Kun til os selv", "Brev fra lægen", "Fortroligt", "søskende"):
        assert words in page
    assert "Forkert sag" not in page, "what was withdrawn is nobody's to send"
    data = {
        "to": to.pk,
        "basis": "law",
        "basis_text": "§ 99",
        "closing": "receipt",
        "submit_key": "k",
        "notes": [note.pk for note in case.notes.first_hand()],
        "documents": [case.documents.get(title="Udtalelse").pk],
    }
    assert client.post(url, data | {"basis_text": ""}).status_code == 422
    withdrawn, foreign = (
        case.documents.get(title="Forkert sag"),
        factories.make_document(factories.make_case(guide)),
    )
    for wrong in (withdrawn.pk, foreign.pk, "x"):
        assert client.post(url, data | {"documents": [wrong]}).status_code == 422
    settings.KUI_BUNDLE_DOCUMENTS_MB = 0
    too_much = client.post(url, data)
    assert too_much.status_code == 422 and "højst" in str(too_much.context["form"].errors["documents"])
    assert 'value="§ 99"' in too_much.content.decode(), "what was typed stays"
    settings.KUI_BUNDLE_DOCUMENTS_MB = 30
    assert {client.post(url, data)["Location"] for _n in range(3)} == {
        reverse("exchange:bundle_sent", args=[case.pk, BundleSent.objects.get().pk])
    }
    row = BundleSent.objects.get()
    assert row.documents == [str(case.documents.get(title="Udtalelse").pk)]
    file = client.get(reverse("exchange:bundle_file", args=[case.pk, row.pk]))
    assert file.content == bytes(row.data) and "attachment" in file["Content-Disposition"]
    receipt = sealing.write_receipt(THERE, {"bundle": str(row.pk), "sha256": row.sha256})
    sent_url = reverse("exchange:bundle_sent", args=[case.pk, row.pk])
    wrong = client.post(sent_url, {"file": SimpleUploadedFile("k.json", receipt[:-5])})
    assert wrong.status_code == 422
    assert client.post(sent_url, {"file": SimpleUploadedFile("k.json", receipt)}).status_code == 303
    assert client.get(sent_url).status_code == 200, "what was sent can be seen after the case was closed"
