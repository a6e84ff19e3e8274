"""The pages of an import, and the job behind them."""

import io
import json
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEvent
from cases.models import Case, YoungPerson
from core import clock
from core.importing.files import ImportFile
from core.jobs import queue as jobs
from core.jobs.models import Job
from core.mail.models import OutboxMail
from partners.models import Partner
from plans.models import Plan
from tests.helpers import factories, pilot

TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def on_the_day():
    with clock.travel(TODAY):
        yield


@pytest.fixture(autouse=True)
def vest(unit):
    return factories.UserFactory(unit=unit, name="Anders Vest", initials="AVE")


@pytest.fixture
def quiet(monkeypatch):
    """Jobs wait until the test runs them."""
    monkeypatch.setattr(jobs, "dispatch", lambda pk: None)


@pytest.fixture
def desk(client, leader):
    client.force_login(leader)
    return client


def upload(client, content: bytes, stem="intake:caseload_import", name="liste.xlsx") -> ImportFile:
    response = client.post(reverse(stem), {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 302, response.content.decode()
    return ImportFile.objects.get(pk=response["Location"].strip("/").split("/")[-1])


def url(file, step, stem="intake:caseload_import", **more) -> str:
    return reverse(f"{stem}_{step}", kwargs={"file_id": file.pk, **more})


def test_from_file_to_report(desk, leader, django_capture_on_commit_callbacks):
    file = upload(desk, pilot.xlsx())
    columns = desk.get(url(file, "file")).content.decode()
    assert "800706-••••" in columns and "800706-8100" not in columns
    posted = {
        f"column-{letter}": key
        for letter, key in zip(
            "ABCJK", ("cpr", "first_name", "last_name", "guide", "start_date"), strict=True
        )
    }
    assert desk.post(url(file, "file"), posted).status_code == 302
    preview = desk.get(url(file, "preview")).content.decode()
    assert "Åse Jensen" in preview and "Navnet mangler." in preview and not Case.objects.exists()
    rejected = desk.get(url(file, "preview") + "?vis=rejected")
    assert rejected.context["page"].paginator.count == 6
    with django_capture_on_commit_callbacks(execute=True):
        response = desk.post(url(file, "preview"))
    job = Job.objects.get()
    assert response["Location"] == reverse("job_detail", args=[job.pk])
    assert (job.state, job.result_url) == ("done", url(file, "result"))
    assert Case.objects.count() == Plan.objects.count() == 3
    result = desk.get(url(file, "result")).content.decode()
    assert "Er ikke fyldt 13." in result and "XYZ" in result
    assert (
        "Hver ny sag får en plan, som er tom" in preview and "Hver ny sag får en plan, som er tom" in result
    )
    assert f'href="{url(file, "result")}"' in desk.get(reverse("intake:caseload_import")).content.decode()
    waiting = desk.get(reverse("workspace:unit_list") + "?status=waiting").content.decode()
    assert "?status=waiting" in result and "Jens Olsen" in waiting and "Åse Jensen" not in waiting
    file.refresh_from_db()
    assert file.content is None and job.upload is None
    report = json.loads(desk.get(url(file, "report", form="json")).content)
    assert pilot.codes(report) == pilot.EXPECTED
    sheet = openpyxl.load_workbook(io.BytesIO(desk.get(url(file, "report", form="xlsx")).content)).active
    assert sheet.max_row == 11
    assert desk.get(url(file, "report", form="csv")).content.startswith(b"\xef\xbb\xbf")
    assert desk.get(url(file, "report", form="exe")).status_code == 404
    assert set(AuditEvent.objects.filter(actor_id=leader.pk).values_list("action", flat=True)) >= {
        "import.uploaded", "import.ordered", "caseload.imported", "case.opened", "plan.opened", "import.report",
    }  # fmt: skip


def test_what_waits_to_be_imported_is_encrypted_and_let_go_after_a_day(desk, leader, quiet):
    upload(desk, "CPR;Navn\n6806088101;Åse Kanariefugl\n".encode())
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM core_importfile")
        stored = bytes(cursor.fetchone()[0])
    assert b"Kanariefugl" not in stored and b"6806088101" not in stored
    from core.tasks import tidy_up

    with clock.travel(clock.now() + timedelta(hours=25)):
        tidy_up()
    assert not ImportFile.objects.exists()


def test_an_upload_is_nobody_elses(client, desk, leader, quiet):
    file = upload(desk, pilot.xlsx())
    other = factories.UserFactory(unit=leader.unit, role="leader")
    client.force_login(other)
    for step in ("file", "preview", "result"):
        assert client.get(url(file, step)).status_code == 404
        assert client.post(url(file, step)).status_code == 404


def test_sent_five_times_is_imported_once(desk, leader, quiet):
    file = upload(desk, pilot.xlsx())
    for _ in range(5):
        assert desk.post(url(file, "preview")).status_code == 302
    job = Job.objects.get()
    jobs.run(job.pk)
    desk.post(url(file, "preview"))
    assert Job.objects.count() == 1 and Case.objects.count() == 3


def test_progress_is_told_while_the_rows_are_checked(desk, leader, quiet, monkeypatch):
    seen = []
    monkeypatch.setattr(
        "core.importing.importer.jobs.report_progress",
        lambda job, done, total, message: seen.append((done, total)),
    )
    rows = {n: [f"Åse Nummer{n}", f"6{n % 9 + 1}0{n % 8 + 1}088{n:03}"] for n in range(2, 302)}
    file = upload(desk, pilot.xlsx(rows, ["Navn", "CPR"], title="", heading_row=1))
    desk.post(url(file, "preview"))
    jobs.run(Job.objects.get().pk)
    assert seen == [(100, 300), (200, 300), (300, 300), (300, 300)]


def test_killed_in_the_middle_nothing_is_half_written_and_the_next_worker_completes_once(
    desk, leader, quiet, monkeypatch
):
    file = upload(desk, pilot.xlsx())
    desk.post(url(file, "preview"))
    job = Job.objects.get()

    class Killed(BaseException):
        """As when the process is gone: nothing in our code catches it."""

    def die(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as during:
        during.setattr("intake.caseload.importer.open_plans", die)
        with pytest.raises(Killed):
            jobs.run(job.pk)
    assert not YoungPerson.objects.exists() and not Case.objects.exists()
    job.refresh_from_db()
    assert job.state == Job.State.RUNNING  # nobody could say that it failed
    with clock.travel(clock.now() + jobs.LEASE + timedelta(seconds=1)):
        assert jobs.requeue_stale() == 1
        jobs.run(job.pk)
        jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE and Case.objects.count() == Plan.objects.count() == 3


def test_a_worker_that_died_after_writing_writes_nothing_again(desk, leader, quiet):
    file = upload(desk, pilot.xlsx())
    desk.post(url(file, "preview"))
    job = Job.objects.get()
    jobs.run(job.pk)
    Job.objects.filter(pk=job.pk).update(state="running", lease_until=clock.now() - timedelta(minutes=1))
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result_url, Case.objects.count()) == ("done", url(file, "result"), 3)


def test_all_or_nothing(desk, leader, quiet):
    file = upload(desk, pilot.xlsx())
    desk.post(url(file, "preview"), {"all_or_nothing": "on"})
    job = Job.objects.get()
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED and "alt eller intet" in job.error
    assert not Case.objects.exists()
    # the file is still here: the leader may think again
    assert desk.get(url(file, "result"))["Location"] == url(file, "preview")
    assert "alt eller intet" in desk.get(url(file, "preview")).content.decode()
    desk.post(url(file, "preview"))
    jobs.run(Job.objects.exclude(pk=job.pk).get().pk)
    assert Case.objects.count() == 3


def test_who_lost_the_right_meanwhile_imports_nothing(desk, leader, quiet):
    file = upload(desk, pilot.xlsx())
    desk.post(url(file, "preview"))
    User.objects.filter(pk=leader.pk).update(role="guide")
    jobs.run(Job.objects.get().pk)
    assert Job.objects.get().state == Job.State.FAILED and not Case.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [("liste.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ("liste.csv", b"\0\0\0"), ("x.pdf", b"%PDF-1.7 x")],
)
def test_a_file_that_is_no_list_is_told_on_the_page(desk, name, content):
    response = desk.post(reverse("intake:caseload_import"), {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 422 and response.context["form"].errors["file"]
    assert not ImportFile.objects.exists()


def test_columns_set_to_the_same_or_missing_are_told(desk):
    file = upload(desk, pilot.xlsx())
    twice = desk.post(
        url(file, "file"), {"column-A": "cpr", "column-B": "first_name", "column-C": "first_name"}
    )
    assert twice.status_code == 422 and "To kolonner" in twice.content.decode()
    without = desk.post(url(file, "file"), {"column-B": "first_name"})
    assert without.status_code == 422 and "CPR-nummeret eller fødselsdatoen" in without.content.decode()
    assert desk.post(url(file, "file"), {"column-A": "findes-ikke"}).status_code == 422


def test_another_sheet_may_be_chosen(desk):
    file = upload(desk, pilot.xlsx())
    assert file.sheet == "Unge"
    desk.post(url(file, "file"), {"column-A": "cpr", "column-B": "first_name", "column-C": "last_name"})
    # The one that is read already says nothing of the columns; nor does one that the file does not have.
    for same in ("Unge", "Findes ikke"):
        answer = desk.post(url(file, "file"), {"sheet": same})
        assert (answer.status_code, answer["Location"]) == (302, url(file, "file"))
    file.refresh_from_db()
    assert (file.sheet, file.mapping["B"]) == ("Unge", "first_name")
    desk.post(url(file, "file"), {"sheet": "Vejledning"})
    file.refresh_from_db()
    assert file.sheet == "Vejledning"
    assert desk.get(url(file, "file")).status_code == 200
    assert desk.get(url(file, "preview"))["Location"] == url(file, "file")  # no names on that sheet


def test_an_administrator_imports_partners_and_staff(client, admin, quiet):
    client.force_login(admin)
    stem = "partners:partner_import"
    file = upload(client, b"Navn;Type;Kontakt\nFGU Nordvest;FGU;Emma\n", stem)
    client.post(url(file, "preview", stem))
    jobs.run(Job.objects.get(state="queued").pk)
    assert Partner.objects.get(name="FGU Nordvest").contacts.get().name == "Emma"
    stem = "accounts:staff_import"
    file = upload(
        client, "Initialer;Navn;Mail;Rolle\nKRÅ;Karen Råbjerg;karen@eksempel.dk;Ungevejleder\n".encode(), stem
    )
    client.post(url(file, "preview", stem))
    jobs.run(Job.objects.get(state="queued").pk)
    karen = User.objects.get(email="karen@eksempel.dk")
    assert (karen.role, karen.initials, karen.unit, karen.has_usable_password()) == (
        "guide",
        "KRÅ",
        admin.unit,
        False,
    )
    assert OutboxMail.objects.filter(to=karen.email).count() == 1


def test_the_preview_costs_the_same_queries_for_2_rows_and_for_50(desk):
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in (2, 50):
        rows = {n: [f"Åse Nummer{n}", f"6{n % 9 + 1}0{n % 8 + 1}088{n:03}"] for n in range(2, number + 2)}
        file = upload(desk, pilot.xlsx(rows, ["Navn", "CPR"], title="", heading_row=1))
        with CaptureQueriesContext(connection) as seen:
            assert desk.get(url(file, "preview")).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_that_somebody_is_known_is_a_look_in_the_trail(desk, leader, guide, quiet):
    case = factories.make_case(guide)
    rows = {2: [case.person.name, case.person.cpr]}
    file = upload(desk, pilot.xlsx(rows, ["Navn", "CPR"], title="", heading_row=1))
    desk.get(url(file, "preview"))
    event = AuditEvent.objects.get(action="cases.listed")
    assert (event.actor_id, event.changes) == (leader.pk, {"cases": [str(case.pk)]})


def test_nobody_keeps_a_pile_of_lists_waiting(desk, leader, quiet):
    for minute in range(5):
        with clock.travel(clock.now() + timedelta(minutes=minute)):
            newest = upload(desk, pilot.xlsx())
    assert ImportFile.objects.count() == 3 and ImportFile.objects.filter(pk=newest.pk).exists()


def test_an_update_says_what_changes_from_what_to_what(desk, guide, quiet):
    case = factories.make_case(guide, phone="20112233")
    rows = {2: [case.person.name, case.person.cpr, "30 30 30 30"]}
    file = upload(desk, pilot.xlsx(rows, ["Navn", "CPR", "Tlf"], title="", heading_row=1))
    page = desk.get(url(file, "preview")).content.decode()
    assert "telefon: 20112233 bliver til 30303030" in page and case.person.cpr not in page


def test_a_cpr_number_in_the_wrong_column_is_shown_nowhere(desk, leader, quiet):
    number = "680608-8101"
    rows = {2: [number, number, number, number, f"Se {number}"]}
    headings = ["Fornavn", "CPR", "Startdato", "Ungeguide", "Bemærkninger"]
    file = upload(desk, pilot.xlsx(rows, headings, title="", heading_row=1))
    for step in ("file", "preview"):
        assert number not in desk.get(url(file, step)).content.decode()
    desk.post(url(file, "preview"))
    jobs.run(Job.objects.get().pk)
    for where in (url(file, "result"), url(file, "report", form="csv"), url(file, "report", form="json")):
        assert number not in desk.get(where).content.decode()
