"""A list of staff: nobody gets a role by a guess, and what cannot be written is told before."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from accounts.staffimport.importer import STAFF, read_role
from core.importing.files import ImportFile
from core.mail import outbox
from core.mail.models import OutboxMail
from core.spreadsheets.readers import read_sheets
from core.spreadsheets.results import RowStatus

HEAD = "Initialer;Navn;Mail;Rolle;Telefon\n"


def planned(text: str, admin, **how):
    table = STAFF.table(read_sheets((HEAD + text).encode()), **how)
    return STAFF.plan(table, unit=admin.unit, by=admin)


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Ungeguide", "guide"), ("VEJLEDER", "guide"), ("Leder", "leader"), ("Administrator", "admin"),
        ("Projektleder", ""), ("Superbruger økonomi", ""), ("Systemadministrator", ""), ("Ledende sygeplejerske", ""),
        ("", ""), ("Souschef", ""), ("Partner", ""),
    ],
)  # fmt: skip
def test_only_words_that_are_a_role_give_one(title, role):
    assert read_role(title) == role


def test_any_other_title_is_asked_about_and_shown(admin):
    rows = "AB;Anna Bo;a@eksempel.dk;Projektleder;\nCD;Carl Dam;c@eksempel.dk;;\nEF;Eva Fo;e@eksempel.dk;Ungeguide;\n"
    project, blank, guide = planned(rows, admin)
    assert [(o.result, o.code) for o in (project, blank)] == [
        (RowStatus.REJECTED, "unknown_role"),
        (RowStatus.REJECTED, "no_role"),
    ]
    assert [key for key, _label in project.asks] == ["guide", "leader", "admin", "figures"]
    assert (
        project.message == "»Projektleder« er ikke en rolle, vi kender. Vælg en."
    )  # of all that are offered
    assert guide.result == RowStatus.NEW and "Ungeguide" in guide.details and not guide.asks
    chosen = planned(rows, admin, choices={"rows": {"2": ["guide"], "3": ["partner"]}})
    assert (chosen[0].result, chosen[0].data.role, chosen[1].result) == (
        RowStatus.NEW,
        "guide",
        RowStatus.REJECTED,
    )


def test_the_plan_judges_as_the_writing_does(admin):
    long = "x" * 130
    rows = f"AB;Anna Bo;søren@eksempel.dk;Guide;\nCD;{long};c@eksempel.dk;Guide;\n"
    rows += "EF;Eva Fo;e@eksempel.dk;Guide;00000000\n"
    rows += "GH;Gert Hu;Gert <g@eksempel.dk>;Guide;\nLANGEINITIALER;Lis Ib;l@eksempel.dk;Guide;\n"
    outcomes = planned(rows, admin)
    assert [(o.row, o.result, o.code) for o in outcomes] == [
        (2, RowStatus.REJECTED, "bad_email"), (3, RowStatus.REJECTED, "bad_name"), (4, RowStatus.NEW, ""),
        (5, RowStatus.NEW, ""), (6, RowStatus.REJECTED, "bad_initials"),
    ]  # fmt: skip
    assert outcomes[2].data.phone == "" and [w.code for w in outcomes[2].warnings] == ["bad_phone"]
    STAFF.write(outcomes, unit=admin.unit, by=admin, source="x")
    assert User.objects.filter(unit=admin.unit, email__in=["e@eksempel.dk", "g@eksempel.dk"]).count() == 2
    again = planned("GH;Gert Hu;Gert <G@eksempel.dk>;Leder;\n", admin)[0]
    assert again.result == RowStatus.DUPLICATE and "rolle" in again.message.lower()


def test_the_preview_lets_an_administrator_choose(client, admin):
    client.force_login(admin)
    content = (HEAD + "AB;Anna Bo;a@eksempel.dk;Projektleder;\n").encode()
    client.post(reverse("accounts:staff_import"), {"file": SimpleUploadedFile("s.csv", content)})
    page = reverse("accounts:staff_import_preview", args=[ImportFile.objects.get().pk])
    assert "Projektleder" in client.get(page).content.decode()
    client.post(page, {"choose": "1", "row": ["2"], "take-2": ["guide"]})
    assert client.get(page).context["counts"]["new"] == 1


def test_a_mail_that_cannot_be_sent_fails_alone_and_is_shown(client, admin, guide, mailoutbox):
    outbox.queue_mail("a@eksempel.dk", "Først", "x")
    OutboxMail.objects.create(to=guide.email, subject="To\nlinjer", body="x")
    outbox.queue_mail("b@eksempel.dk", "Sidst", "x")
    outbox.send_due()
    assert [mail.subject for mail in mailoutbox] == ["Først", "Sidst"]
    failed = OutboxMail.objects.get(to=guide.email)
    assert (failed.state, failed.error) == ("failed", "BadHeaderError")
    client.force_login(admin)
    assert "kunne ikke sendes" in client.get(reverse("accounts:user_list")).content.decode()
