"""Documents on a case: sending, reading, withdrawing, scanning; what is hostile stays outside or inert,
nothing is lost.
"""

import os
import socketserver
import threading
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.models import AuditEvent
from cases.access import actions as access_actions
from cases.documents import actions as documents
from cases.documents import actions as documents_actions
from cases.documents import scanning as scan
from cases.models import AccessGrant, Document
from cases.notes import actions as notes_actions
from core import clock, vault
from core.jobs import queue as jobs
from core.jobs.models import Job
from core.uploads import child, sandbox
from tests.helpers import factories, naughty_files

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_home(monkeypatch):
    """The child's work done in this process."""
    monkeypatch.setattr(sandbox, "run", child.work)


@pytest.fixture(autouse=True)
def root(settings, tmp_path):
    settings.KUI_DOCUMENT_ROOT = tmp_path / "vault"
    return settings.KUI_DOCUMENT_ROOT


@pytest.fixture
def owner(client, case):
    client.force_login(case.guide)
    return client


def url(name, case, document=None, **more):
    kwargs = {"case_id": case.pk, **({"document_id": document.pk} if document else {}), **more}
    return reverse(f"cases:{name}", kwargs=kwargs)


def send(client, case, *files, htmx=False, **fields):
    """Send ``(name, bytes)``; kind, day and key are filled in."""
    data = {
        "files": [SimpleUploadedFile(name or "x", content) for name, content in files],
        "kind": "statement",
        "received_on": clock.today().isoformat(),
        **fields,
    }
    return client.post(url("document_add", case), data, headers={"HX-Request": "true"} if htmx else {})


@pytest.mark.once
def test_several_at_once_without_javascript(owner, case):
    answer = send(owner, case, *naughty_files.good().items(), kind="health", confidential="on")
    assert answer.status_code == 303
    assert answer["Location"] == url("documents", case)
    rows = Document.objects.filter(case=case)
    assert sorted(row.format for row in rows) == ["docx", "jpg", "jpg", "odt", "pdf", "png"]
    assert {(row.kind, row.confidential, row.by) for row in rows} == {("health", True, case.guide)}
    assert "brev" in owner.get(url("documents", case)).content.decode()


@pytest.mark.once
def test_one_bad_file_does_not_stop_the_others(owner, case, at_home):
    answer = send(owner, case, ("god.pdf", factories.pdf()), ("ond.svg", b"<svg/>"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert [row.title for row in case.documents.all()] == ["god"]
    assert "ond.svg" in page
    assert "er lagt på" in page


@pytest.mark.once
def test_one_by_one_for_the_script(owner, case, at_home):
    answer = send(owner, case, ("god.pdf", factories.pdf()), htmx=True)
    assert (answer.status_code, "<html" in answer.content.decode()) == (200, False)
    assert send(owner, case, ("ond.pdf", b"MZ"), htmx=True).status_code == 422
    assert send(owner, case, htmx=True).status_code == 422


def test_the_same_form_twice_is_one_document(owner, case, at_home):
    for _time in range(3):
        assert send(owner, case, ("a.pdf", factories.pdf()), submit_key="k1").status_code == 303
    assert case.documents.count() == 1


def test_a_title_is_kept_for_one_file_and_stands_before_the_name_of_each_of_several(owner, case, at_home):
    send(owner, case, ("scan_0042.pdf", factories.pdf()), title="Udtalelse fra 9. klasse")
    send(owner, case, ("PPV_2025.pdf", factories.pdf()), ("bilag 1.pdf", factories.pdf()), title="Begge")
    send(owner, case, ("tre.pdf", factories.pdf()), title="Hver", several="1", htmx=True)
    send(owner, case, ("fire.pdf", factories.pdf()), ("fem.pdf", factories.pdf()))
    assert set(case.documents.values_list("title", flat=True)) == {
        "Udtalelse fra 9. klasse",
        "Begge – PPV 2025",
        "Begge – bilag 1",
        "Hver – tre",
        "fire",
        "fem",
    }


def test_the_script_gets_one_receipt_for_all_with_the_last(owner, case, at_home):
    def said():
        page = owner.get(url("documents", case))
        return [str(message) for message in page.context["messages"]]

    send(owner, case, ("en.pdf", factories.pdf()), htmx=True)
    assert said() == []
    send(owner, case, ("to.pdf", factories.pdf()), htmx=True, all="2")
    assert said() == ["2 dokumenter er lagt på sagen."]
    send(owner, case, ("ond.svg", b"<svg/>"), htmx=True, all="2")
    send(owner, case, ("tre.pdf", factories.pdf()), htmx=True, all="¾")
    assert said() == []


@pytest.mark.once
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "novel"}, ""),
        ({"received_on": "2099-01-01"}, "ikke kommet endnu"),
        ({"received_on": "i går"}, ""),
        ({"title": "x" * 161}, ""),
    ],
)
def test_bad_input_is_said_beside_its_field(owner, case, at_home, change, words):
    answer = send(owner, case, ("a.pdf", factories.pdf()), **change)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not case.documents.exists()


@pytest.mark.once
def test_twenty_megabytes_is_the_border(owner, case, at_home, monkeypatch):
    from core.uploads import sizes

    data = factories.pdf()
    monkeypatch.setattr(sizes, "FILE_BYTES", len(data))
    assert send(owner, case, ("a.pdf", data)).status_code == 303
    answer = send(owner, case, ("b.pdf", data + b"\n"))
    assert answer.status_code == 422
    assert "20 MB" in answer.content.decode()
    assert case.documents.count() == 1


@pytest.mark.once
def test_a_request_that_goes_on_and_on_is_dropped(owner, case, at_home, monkeypatch):
    from core.uploads import sizes

    monkeypatch.setattr(sizes, "REQUEST_BYTES", 3_000)
    data = factories.pdf()
    answer = send(owner, case, *[(f"{n}.pdf", data) for n in range(6)])
    assert answer.status_code == 422
    assert 0 < case.documents.count() < 6
    assert all(vault.fetch(d.file, d.sha256) == data for d in case.documents.all())


def test_the_quota_of_a_case(owner, case, at_home, settings):
    settings.KUI_DOCUMENT_QUOTA_MB = 0
    answer = send(owner, case, ("a.pdf", factories.pdf()))
    assert answer.status_code == 422
    assert "ikke plads til flere" in answer.content.decode()
    assert list(vault.files()) == []


@pytest.mark.once
def test_two_hundred_naughty_files(owner, case, at_home):
    """No crash; what is refused leaves nothing; what is kept is inert and whole."""
    files = [*naughty_files.bad().items(), *naughty_files.odd().items()]
    files += [(name, factories.pdf()) for name in naughty_files.NAMES]
    assert len(files) >= 200
    for start in range(0, len(files), 20):
        assert send(owner, case, *files[start : start + 20]).status_code in (303, 422)
    kept = list(case.documents.all())
    assert len(kept) >= len(naughty_files.NAMES)
    assert {path.name for path in vault.files()} == {document.file for document in kept}
    assert len({document.filename for document in kept}) == len(kept), "no two files are one when saved"
    for document in kept:
        assert "\x00" not in document.title
        assert all(char.isprintable() for char in document.title)
        answer = owner.get(url("document_file", case, document))
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith('attachment; filename="')
        assert document.filename in answer["Content-Disposition"]
        assert "/" not in document.filename
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert "text/html" not in answer["Content-Type"]
        assert vault.fingerprint(answer.content) == document.sha256
    page = owner.get(url("documents", case)).content.decode()
    assert "<script>alert" not in page


@pytest.mark.once
def test_pages_are_pictures_and_every_look_is_on_the_trail(owner, case):
    document = factories.make_document(case)
    page = owner.get(url("document", case, document)).content.decode()
    assert url("document_page", case, document, page=1) in page
    picture = owner.get(url("document_page", case, document, page=1))
    assert picture["Content-Type"] == "image/png"
    assert picture.content[:4] == b"\x89PNG"
    assert "sandbox" in picture["Content-Security-Policy"]
    owner.get(url("document_file", case, document))
    told = AuditEvent.objects.filter(object_id=str(document.pk), actor_id=case.guide_id)
    assert list(told.order_by("pk").values_list("action", flat=True)) == [
        "document.added",
        "document.looked",
        "document.previewed",
        "document.downloaded",
    ]


@pytest.mark.once
@pytest.mark.parametrize("page", [0, 2, 99999999])
def test_a_page_that_is_not_there(owner, case, page):
    document = factories.make_document(case)
    assert owner.get(url("document_page", case, document, page=page)).status_code == 404


def test_a_document_opens_on_its_own_case_only(owner, case, guide):
    other = factories.make_document(factories.make_case(guide))
    for name in ("document", "document_file"):
        assert owner.get(url(name, case, other)).status_code == 404


def test_who_opened_with_a_purpose_does_not_learn_of_confidential_ones(client, case, colleague):
    factories.make_document(case, title="Åbent brev")
    secret = factories.make_document(case, title="Psykiatrisk vurdering", confidential=True)
    access_actions.open_with_purpose(case, by=colleague, purpose=AccessGrant.Purpose.COVER, reason="Ferie")
    client.force_login(colleague)
    for page in (client.get(url("documents", case)), client.get(f"/sager/{case.pk}/")):
        assert "Åbent brev" in page.content.decode()
        assert "Psykiatrisk" not in page.content.decode()
    for name in ("document", "document_file", "document_edit"):
        assert client.get(url(name, case, secret)).status_code == 403
    # Who stands in may not say that it is no longer confidential either.
    edited = {"version": 1, "title": "x", "kind": "other", "received_on": clock.today()}
    assert client.post(url("document_edit", case, secret), edited).status_code == 403


def test_who_stands_in_does_not_change_what_is_confidential(client, case, colleague):
    document = factories.make_document(case)
    access_actions.open_with_purpose(case, by=colleague, purpose=AccessGrant.Purpose.COVER, reason="Ferie")
    client.force_login(colleague)
    edited = {
        "version": 1,
        "title": "Ny",
        "kind": "other",
        "received_on": clock.today(),
        "confidential": "on",
    }
    assert client.post(url("document_edit", case, document), edited).status_code == 303
    document.refresh_from_db()
    assert (document.title, document.confidential) == ("Ny", False)


def test_the_timeline_shows_documents_and_can_show_only_them(owner, case):
    document = factories.make_document(case, title="Skoleudtalelse")
    notes_actions.add_note(case, by=case.guide, text="Vi talte sammen")
    both = owner.get(f"/sager/{case.pk}/").content.decode()
    only = owner.get(f"/sager/{case.pk}/?vis=dokumenter").content.decode()
    assert "Skoleudtalelse" in both
    assert "Vi talte sammen" in both
    assert url("document", case, document) in only
    assert "Vi talte sammen" not in only


def test_the_list_costs_the_same_however_long(owner, case, django_assert_max_num_queries):
    for number in range(2):
        factories.make_document(case, title=f"Brev {number}")
    with django_assert_max_num_queries(9) as few:
        owner.get(url("documents", case))
    for number in range(18):
        factories.make_document(case, title=f"Brev {number}")
    with django_assert_max_num_queries(9) as many:
        owner.get(url("documents", case))
    assert len(few) == len(many)


def test_what_was_taken_out_of_a_pdf_is_told_and_stays_told(owner, case):
    acts = factories.pdf("Hej").replace(
        b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >>"
    )
    answer = owner.post(
        url("document_add", case),
        {
            "files": [SimpleUploadedFile("brev.pdf", acts)],
            "kind": "other",
            "received_on": clock.today().isoformat(),
        },
        follow=True,
    )
    assert "Scripts eller vedhæftede filer er taget ud af brev" in answer.content.decode()
    document = Document.objects.get()
    assert document.was_cleaned
    assert b"JavaScript" not in vault.fetch(document.file, document.sha256)
    page = owner.get(url("document", case, document)).content.decode()
    assert "taget ud af den, før den blev gemt" in page
    assert not factories.make_document(case).was_cleaned


def test_two_who_edit_at_once_lose_nothing(owner, case):
    document = factories.make_document(case)
    sent = {"version": 1, "title": "Mit", "kind": "other", "received_on": clock.today(), "confidential": "on"}
    documents_actions.edit_document(document, by=case.guide, expected_version=1, title="Deres")
    answer = owner.post(url("document_edit", case, document), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Deres" in page
    assert "Mit" in page
    assert owner.post(url("document_edit", case, document), sent | {"version": 2}).status_code == 303
    document.refresh_from_db()
    assert (document.title, document.confidential, document.version) == ("Mit", True, 3)


def test_withdrawn_no_longer_opens_but_for_the_leader(owner, client, case, leader):
    document = factories.make_document(case, title="Om en anden")
    assert owner.post(url("document_withdraw", case, document), {"reason": " "}).status_code == 422
    assert owner.post(url("document_withdraw", case, document), {"reason": "Forkert sag"}).status_code == 303
    for name in ("document", "document_file"):
        assert owner.get(url(name, case, document)).status_code == 403
    assert "Om en anden" not in owner.get(url("documents", case)).content.decode()
    assert "Om en anden" not in owner.get(f"/sager/{case.pk}/").content.decode()
    document.refresh_from_db()
    assert vault.fetch(document.file, document.sha256)  # nothing is deleted
    client.force_login(leader)
    page = client.get(url("documents", case)).content.decode()
    assert "Om en anden" in page
    assert "Forkert sag" in page
    assert client.get(url("document_file", case, document)).status_code == 200


def test_withdrawing_twice_keeps_the_first_reason(owner, client, case, leader):
    document = factories.make_document(case)
    documents_actions.withdraw_document(document, by=case.guide, reason="Først")
    client.force_login(leader)
    client.post(url("document_withdraw", case, document), {"reason": "Siden"})
    document.refresh_from_db()
    assert document.withdraw_reason == "Først"


def test_the_database_refuses_half_a_withdrawal(case):
    document = factories.make_document(case)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(withdrawn_at=clock.now())


class FakeClamd(socketserver.BaseRequestHandler):
    """Speaks as much of clamd as is spoken to it; finds EICAR."""

    def handle(self):
        stream = self.request.makefile("rb")
        command = stream.readline()
        if command == b"nPING\n":
            self.request.sendall(b"PONG\n")
            return
        data = b""
        while size := int.from_bytes(stream.read(4), "big"):
            data += stream.read(size)
        infected = naughty_files.EICAR in data
        self.request.sendall(b"stream: Eicar-Signature FOUND\n" if infected else b"stream: OK\n")


@pytest.fixture
def clamd(settings):
    """A scanner on this machine; ``clamd()`` stops it."""
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), FakeClamd)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    settings.KUI_CLAMD = f"tcp://127.0.0.1:{server.server_address[1]}"

    def stop():
        server.shutdown()
        server.server_close()

    yield stop
    stop()


def opens(client, case, document) -> bool:
    return {client.get(url(name, case, document)).status_code for name in ("document_file",)} == {200}


def test_closed_until_found_clean(owner, case, clamd, django_capture_on_commit_callbacks):
    document = factories.make_document(case)
    assert document.scan == "waiting"
    assert not opens(owner, case, document)
    assert owner.get(url("document_page", case, document, page=1)).status_code == 404
    assert "scannes for virus" in owner.get(url("document", case, document)).content.decode()
    jobs.run(Job.objects.get(kind=documents_actions.SCAN_JOB).pk)
    assert opens(owner, case, document)


@pytest.mark.once
def test_eicar_is_never_to_be_had(owner, client, case, leader, clamd):
    document = factories.make_document(case, words=naughty_files.EICAR.decode().replace("\\", ""))
    data = factories.pdf() + naughty_files.EICAR
    infected = documents_actions.add_document(
        case, documents.Accepted("pdf", data, 1), by=case.guide, title="Smittet"
    )
    jobs.run(Job.objects.get(kind=documents_actions.SCAN_JOB).pk)
    infected.refresh_from_db()
    document.refresh_from_db()
    assert (infected.scan, document.scan) == ("infected", "clean")
    for user in (case.guide, leader):
        client.force_login(user)
        assert not opens(client, case, infected)
        assert client.get(url("document_page", case, infected, page=1)).status_code == 404
        assert "fundet virus" in client.get(url("document", case, infected)).content.decode()
    assert AuditEvent.objects.filter(action="document.infected", case_id=case.pk).count() == 1


@pytest.mark.once
def test_a_stopped_scanner_releases_nothing(owner, case, clamd):
    clamd()
    documents = [factories.make_document(case) for _ in range(3)]
    for _round in range(3):
        assert scan.order_scan()
        jobs.run(Job.objects.get(kind=documents_actions.SCAN_JOB, state="queued").pk)
    assert [opens(owner, case, document) for document in documents] == [False] * 3
    assert Document.objects.waiting_for_scan().count() == 3


@pytest.mark.once
@pytest.mark.parametrize(
    "answer", [b"", b"stream: ERROR\n", b"INSTREAM size limit exceeded. ERROR\n", b"hvad?\n"]
)
def test_only_the_word_ok_is_clean(case, settings, answer, monkeypatch):
    from clamav_client.clamd import ClamdNetworkSocket

    from core import virus_scan

    settings.KUI_CLAMD = "tcp://127.0.0.1:1"
    monkeypatch.setattr(
        ClamdNetworkSocket, "_init_socket", lambda self: setattr(self, "clamd_socket", _Deaf())
    )
    monkeypatch.setattr(ClamdNetworkSocket, "_recv_response", lambda self: answer.decode().strip())
    with pytest.raises(virus_scan.ScannerUnavailable):
        if virus_scan.scan(b"x") == "":
            raise AssertionError("taken for clean")


class _Deaf:
    def sendall(self, data):
        pass

    def close(self):
        pass


def test_a_scanner_that_comes_later_looks_at_what_was_there(owner, case, request):
    document = factories.make_document(case)
    assert document.scan == "none"
    assert opens(owner, case, document)
    assert not scan.order_scan()
    request.getfixturevalue("clamd")
    assert scan.order_scan()
    jobs.run(Job.objects.get(kind=documents_actions.SCAN_JOB).pk)
    document.refresh_from_db()
    assert document.scan == "clean"
    assert not scan.order_scan()


@pytest.mark.once
def test_without_a_scanner_the_page_says_so(owner, client, case, admin, clamd, settings):
    address = settings.KUI_CLAMD
    for page in (url("documents", case), url("document_add", case)):
        assert "Alle dokumenter scannes" in owner.get(page).content.decode()
        settings.KUI_CLAMD = ""
        assert "ikke sat virusscanning op" in owner.get(page).content.decode()
        settings.KUI_CLAMD = address
    client.force_login(admin)
    storage = reverse("cases:document_storage")
    assert "Virusscanneren svarer." in client.get(storage).content.decode()
    clamd()
    assert "svarer ikke" in client.get(storage).content.decode()
    settings.KUI_CLAMD = ""
    assert "ikke sat virusscanning op" in client.get(storage).content.decode()


@pytest.mark.once
def test_a_full_disk_gives_a_clear_page_and_nothing_half(owner, case, at_home, monkeypatch):
    def full(_fd):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    answer = send(owner, case, ("a.pdf", factories.pdf()))
    assert answer.status_code == 503
    assert "kan ikke skrives til lige nu" in answer.content.decode()
    assert not case.documents.exists()
    assert list(vault.files()) == []


@pytest.mark.once
def test_a_lost_file_gives_a_clear_page_and_is_told(owner, client, case, admin, root):
    document = factories.make_document(case)
    for path in vault.files():
        path.unlink()
    for name, more in (("document_file", {}), ("document_page", {"page": 1})):
        answer = owner.get(url(name, case, document, **more))
        assert answer.status_code == 503
        assert "kan ikke åbnes lige nu" in answer.content.decode()
    assert scan.sweep() == (0, [str(document.pk)])
    client.force_login(admin)
    assert "mistet sin fil" in client.get(reverse("cases:document_storage")).content.decode()


def test_a_row_that_does_not_come_takes_its_file_along(case, monkeypatch):
    def refuse(*args, **kwargs):
        raise IntegrityError("no")

    monkeypatch.setattr(Document, "save", refuse)
    with pytest.raises(IntegrityError):
        factories.make_document(case)
    assert list(vault.files()) == []


def test_the_sweep_leaves_what_has_a_row(case):
    document = factories.make_document(case)
    lonely = vault.keep(b"no row")
    old = clock.now().timestamp() - timedelta(days=vault.ORPHAN_DAYS + 1).total_seconds()
    for path in vault.files():
        os.utime(path, (old, old))
    assert scan.sweep() == (1, [])
    assert {path.name for path in vault.files()} == {document.file} - {lonely}


@pytest.mark.once
@pytest.mark.parametrize("htmx", [False, True])
def test_another_file_under_the_same_key_is_not_dropped(owner, case, at_home, htmx):
    assert send(owner, case, ("a.pdf", factories.pdf()), submit_key="k1", htmx=htmx).status_code < 400
    other = ("b.pdf", factories.pdf("noget andet"))
    asked = send(owner, case, other, submit_key="k1", htmx=htmx)
    assert asked.status_code == 422
    assert "er allerede gemt" in asked.content.decode()
    assert send(owner, case, other, submit_key="k1r", htmx=htmx).status_code < 400
    assert case.documents.count() == 2


@pytest.mark.once
def test_a_file_that_could_not_be_kept_may_be_sent_again_as_it_is(owner, case, at_home, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(documents_actions, "add_document", raising(vault.VaultUnavailable()))
        assert send(owner, case, ("a.pdf", factories.pdf()), submit_key="k1").status_code == 503
    assert send(owner, case, ("a.pdf", factories.pdf()), submit_key="k1").status_code == 303
    assert case.documents.count() == 1


def raising(error):
    def act(*args, **kwargs):
        raise error

    return act
