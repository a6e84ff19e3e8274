"""The documents of a case that came: each is checked, and one that is refused holds up nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.models import Case
from core import clock, vault, virus_scan
from core.uploads import sizes
from core.uploads.demo import letter as pdf
from core.uploads.demo import workshop
from exchange.before.before import what_held_before
from exchange.bundle import sealing
from exchange.receiving import actions as receiving_actions
from exchange.receiving import views
from tests.helpers.bundles import THERE, gone, sealed

# What it writes it writes through the actions of every other test; `test_whole_case` moves a case on each engine.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


EXE, HTML = b"MZ" + b"\0" * 300, b"<html><script>alert(1)</script></html>"


def offered(*files, said=None):
    """A bundle of `full_case` in which these files lie as documents, whatever they are."""
    facts = said["documents"][0]
    said["documents"] = [
        facts
        | {
            "title": f"Dokument {n}",
            "part": f"dokument-{n}",
            "sha256": vault.fingerprint(data),
            "size": len(data),
        }
        for n, data in enumerate(files)
    ]
    return sealed(said, {f"dokument-{n}": data for n, data in enumerate(files)})


def in_the_vault():
    return {path.name for path in vault.files()}


def test_a_document_that_is_refused_is_named_and_the_rest_is_kept(there, told, client):
    there_before = in_the_vault()
    row = receiving_actions.open_bundle(offered(EXE, pdf("God"), HTML, said=told), unit=there.unit, by=there)
    assert in_the_vault() == there_before, "nothing lies in the vault before a leader takes it in"
    case = receiving_actions.take_in_bundle(row, by=there)
    assert [d.title for d in case.documents.all()] == ["Dokument 1"]
    assert in_the_vault() - there_before == {case.documents.get().file}
    row.refresh_from_db()
    receipt = receiving_actions.receipt_of(row)
    said = sealing.read_receipt(receipt, THERE.card("Der"))
    assert said["documents"] == 1
    assert {one["sha256"]: one["why"] for one in said["refused"]} == {
        vault.fingerprint(EXE): "type",
        vault.fingerprint(HTML): "type",
    }
    assert b"Dokument" not in receipt, "the receipt travels in the open: fingerprints, no titles"
    assert [one["title"] for one in what_held_before(case, on=clock.today()).refused] == [
        "Dokument 0",
        "Dokument 2",
    ]
    client.force_login(there)
    page = client.get(reverse("exchange:bundle_received", args=[row.pk])).content.decode()
    assert page.count("Ikke taget ind") == 2


def test_a_bundle_may_be_larger_than_a_document(there, told, client, monkeypatch):
    client.force_login(there)
    url, data = reverse("exchange:bundle_upload"), sealed(told)
    monkeypatch.setattr(sizes, "FILE_BYTES", len(data) - 1)
    assert client.post(url, {"file": SimpleUploadedFile("f.kui", data)}).status_code == 303
    monkeypatch.setattr(views.bundle_upload, "largest_file", len(data) - 1)
    answer = client.post(url, {"file": SimpleUploadedFile("f.kui", data)})
    assert answer.status_code == 422 and "Filen er for stor" in answer.content.decode()


def test_a_picture_is_made_anew(there, told):
    photo = workshop() + b"<script>"
    case = receiving_actions.take_in_bundle(
        receiving_actions.open_bundle(offered(photo, said=told), unit=there.unit, by=there), by=there
    )
    document = case.documents.get()
    assert (document.format, document.sent_sha256) == ("jpg", vault.fingerprint(photo))
    assert b"<script>" not in vault.fetch(document.file, document.sha256)


def test_the_scanner_is_asked_and_no_answer_is_never_clean(there, told, settings, monkeypatch):
    settings.KUI_CLAMD = "tcp://127.0.0.1:3310"
    monkeypatch.setattr(virus_scan, "is_reachable", lambda: True)
    bad = pdf("Virus")
    monkeypatch.setattr(virus_scan, "scan", lambda data: "Eicar" if data == bad else "")
    with gone():
        row = receiving_actions.open_bundle(offered(bad, pdf("God"), said=told), unit=there.unit, by=there)
        case = receiving_actions.take_in_bundle(row, by=there)
        assert [d.scan for d in case.documents.all()] == ["waiting"]
        row.refresh_from_db()
        assert row.refused == [{"sha256": vault.fingerprint(bad), "why": "virus"}]
    monkeypatch.setattr(virus_scan, "is_reachable", lambda: False)
    row = receiving_actions.open_bundle(offered(bad, pdf("God"), said=told), unit=there.unit, by=there)
    case = receiving_actions.take_in_bundle(row, by=there)
    assert {d.scan for d in case.documents.all()} == {"waiting"}, "closed until somebody says clean"
    row.refresh_from_db()
    case.documents.filter(sent_sha256=vault.fingerprint(bad)).update(scan="infected")
    said = sealing.read_receipt(receiving_actions.receipt_of(row), THERE.card("Der"))
    assert (said["documents"], said["refused"]) == (1, [{"sha256": vault.fingerprint(bad), "why": "virus"}])


def test_no_room_is_a_refusal_too(there, told, settings):
    settings.KUI_DOCUMENT_QUOTA_MB = 0
    row = receiving_actions.open_bundle(offered(pdf("God"), said=told), unit=there.unit, by=there)
    case = receiving_actions.take_in_bundle(row, by=there)
    row.refresh_from_db()
    assert not case.documents.exists() and [one["why"] for one in row.refused] == ["room"]


def test_nothing_half_written_is_left(there, told, client, monkeypatch):
    there_before, keep, kept = in_the_vault(), vault.keep, []

    def second_fails(data):
        if kept:
            raise vault.VaultUnavailable("full")
        kept.append(keep(data))
        return kept[0]

    monkeypatch.setattr(vault, "keep", second_fails)
    row = receiving_actions.open_bundle(offered(pdf("Et"), pdf("To"), said=told), unit=there.unit, by=there)
    client.force_login(there)
    answer = client.post(reverse("exchange:bundle_received", args=[row.pk]))
    assert answer.status_code == 503 and kept
    assert in_the_vault() == there_before and not Case.objects.exists()
    row.refresh_from_db()
    assert row.case is None and row.sealed, "it can be taken in later"
