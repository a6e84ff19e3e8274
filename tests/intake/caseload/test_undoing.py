"""A list is taken back: what nobody has touched goes, the rest stays and is named."""

from datetime import date
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEvent
from cases.models import Case, YoungPerson
from cases.notes.actions import add_note
from cases.people.actions import edit_person
from core import clock
from core.importing.files import ImportFile
from core.mail.models import OutboxMail
from intake.caseload import undoing
from plans.models import Goal, Plan
from tests.helpers import factories
from tests.helpers.pilot import about, listing

NAMES = ("Ask", "Bue", "Cai", "Dan")


@pytest.fixture
def desk(client, leader):
    with clock.travel(date(2026, 11, 21)):
        client.force_login(leader)
        yield client


@pytest.fixture
def file(desk, unit, django_capture_on_commit_callbacks):
    factories.UserFactory(unit=unit, name="Anders Vest", initials="AVE")
    more = {"activity": "FGU", "goal": "Job"}
    rows = [about(f"6{n}1108-417{n}", name, "Birk", **more) for n, name in enumerate(NAMES[:3], 1)]
    rows.append(about("641108-4174", "Dan", "Birk", **more, guide="ZZZ"))
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(reverse("intake:caseload_import"), {"file": SimpleUploadedFile("a.csv", listing(rows))})
        made = ImportFile.objects.get()
        desk.post(reverse("intake:caseload_import_preview", args=[made.pk]))
    made.refresh_from_db()
    assert Case.objects.count() == 4
    return made


def case(name):
    return Case.objects.get(person__first_name=name)


def test_the_untouched_go_and_the_others_are_named(desk, leader, file):
    add_note(case("Ask"), by=leader, text="Vi talte")
    edit_person(case("Bue"), by=leader, expected_version=1, values={"city": "Vig"})
    desk.get(case("Cai").get_absolute_url())  # to have looked is nothing
    url = reverse("intake:caseload_undo", args=[file.pk])
    page = desk.get(url).content.decode()
    assert "Ask Birk" in page and "Bue Birk" in page and "Cai Birk" not in page
    assert desk.post(url).status_code == 303
    assert set(YoungPerson.objects.values_list("first_name", flat=True)) == {"Ask", "Bue"}
    assert Case.objects.count() == Plan.objects.count() == Goal.objects.count() == 2
    assert AuditEvent.objects.filter(action="case.removed", actor_id=leader.pk).count() == 2
    assert undoing.undo(file, by=leader) == (0, 2)


def test_every_kind_of_row_keeps_a_case(desk, leader, file):
    from cases.activity.actions import set_activity
    from cases.guides.actions import assign

    set_activity(case("Ask"), "job", by=leader, on=clock.today())
    assign(case("Bue"), leader, by=leader)
    factories.make_milestone(case("Cai"), by=leader)
    goal = Goal.objects.get(plan__case=case("Dan"))
    Goal.objects.filter(pk=goal.pk).update(version=2)
    assert undoing.touched(undoing.opened_by(file.pk).values_list("pk", flat=True)) == set(
        Case.objects.values_list("pk", flat=True)
    )


@pytest.mark.parametrize("stays", [0, 1])
def test_the_result_of_a_list_that_was_taken_back_offers_and_claims_no_more(desk, leader, file, stays):
    if stays:
        add_note(case("Ask"), by=leader, text="Vi talte")
    url = reverse("intake:caseload_import_result", args=[file.pk])
    before = desk.get(url).content.decode()
    assert "Listen er importeret" in before and "Giv dem en ungeguide" in before
    undoing.undo(file, by=leader)
    page = " ".join(desk.get(url).content.decode().split())
    assert "Listen er taget tilbage" in page and "Listen er importeret" not in page
    assert f"<dt>Nye, fjernet igen</dt> <dd>{4 - stays}</dd>" in page
    assert ("Giv dem en ungeguide" in page) == bool(stays)
    assert ("bortset fra 1, der bliver" in page) == bool(stays) and "nogen har arbejdet på" not in page


def test_what_was_here_before_is_not_taken_back(desk, leader, guide, file):
    here = factories.make_case(guide)
    undoing.undo(file, by=leader)
    assert list(Case.objects.all()) == [here]


def test_the_statements_do_not_grow_with_the_cases(desk, file):
    keys = list(undoing.opened_by(file.pk).values_list("pk", flat=True))
    counts = []
    for some in (keys[:1], keys):
        with CaptureQueriesContext(connection) as queries:
            undoing.touched(some)
        counts.append(len(queries))
    assert counts[0] == counts[1] < 70


def test_another_leader_of_the_unit_takes_it_back_too(client, file, unit):
    other = factories.UserFactory(unit=unit, role="leader", name="Lea Anden")
    add_note(case("Ask"), by=other, text="Vi talte")
    client.force_login(other)
    start = client.get(reverse("intake:caseload_import"))
    url = reverse("intake:caseload_undo", args=[file.pk])
    assert url in start.content.decode()
    # The rows and what was said of them stay whose they were.
    assert client.get(reverse("intake:caseload_import_result", args=[file.pk])).status_code == 404
    assert "Ask Birk" in client.get(url).content.decode()
    done = client.post(url, follow=True)
    assert done.redirect_chain[-1] == (reverse("intake:caseload_import"), 303)
    assert "3 sager er fjernet igen" in done.content.decode()
    assert Case.objects.get().person.first_name == "Ask"
    event = AuditEvent.objects.get(action="caseload.undone")
    assert event.actor_id == other.pk
    # It is done, and says so, to whoever brought it in as well; there is nothing more to take back.
    page = done.content.decode()
    assert "af Lea Anden" in page and url not in page
    owner = User.objects.get(pk=file.owner_id)
    mail = OutboxMail.objects.get(to=owner.email)
    result = reverse("intake:caseload_import_result", args=[file.pk])
    assert "Lea Anden" in mail.body and "3 sager" in mail.body and result in mail.body
    assert file.filename not in mail.body and "Ask" not in mail.body
    client.force_login(owner)
    for page in (result, reverse("intake:caseload_import")):
        assert (
            "af Lea Anden" in client.get(page).content.decode()
            and url not in client.get(page).content.decode()
        )
    assert undoing.undo(file, by=owner) == (0, 1)
    assert "0 sager" not in client.post(url, follow=True).content.decode()
    assert OutboxMail.objects.count() == 1, "who takes back their own is told of it by the page"


@pytest.mark.once
def test_a_leader_elsewhere_knows_nothing_of_it(client, file):
    client.force_login(factories.UserFactory(unit=factories.UnitFactory(), role="leader"))
    assert file.filename not in client.get(reverse("intake:caseload_import")).content.decode()
    assert client.get(reverse("intake:caseload_undo", args=[file.pk])).status_code == 404


def test_what_a_leader_may_not_see_stays_and_is_counted_without_its_name(client, file, unit):
    Case.objects.filter(pk=case("Bue").pk).update(shielded=True)
    client.force_login(factories.UserFactory(unit=unit, role="leader"))
    page = client.get(reverse("intake:caseload_undo", args=[file.pk])).content.decode()
    assert "Bue Birk" not in page
    assert "1 sag, som du ikke må se" in page
    client.post(reverse("intake:caseload_undo", args=[file.pk]))
    assert Case.objects.get().person.first_name == "Bue"


@pytest.mark.once
def test_a_list_from_the_command_line_is_taken_back_on_the_page(client, leader, unit, tmp_path):
    path = tmp_path / "unge.csv"
    path.write_bytes(listing([about("611108-4171", "Ask", "Birk", activity="FGU")]))
    call_command("import_caseload", str(path), "--unit", unit.slug, stdout=StringIO())
    file = ImportFile.objects.get()
    assert (file.filename, file.content, file.owner_id) == ("unge.csv", None, leader.pk)
    client.force_login(leader)
    client.post(reverse("intake:caseload_undo", args=[file.pk]))
    assert not Case.objects.exists()
