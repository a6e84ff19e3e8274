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


def test_what_waits_for_a_choice_is_not_called_rejected(client, admin, guide):
    """Rejected is what nobody's choice would bring in: two of four here, one of which has no e-mail."""
    rows = "AB;Anna Bo;a@eksempel.dk;Projektleder;\nCD;Carl Dam;c@eksempel.dk;Vejleder;\n"
    rows += f"EF;{guide.name};;Vejleder;\nGH;Gert Hu;nul;Projektleder;\n"
    client.force_login(admin)
    content = (HEAD + rows).encode()
    client.post(reverse("accounts:staff_import"), {"file": SimpleUploadedFile("s.csv", content)})
    url = reverse("accounts:staff_import_preview", args=[ImportFile.objects.get().pk])
    page = client.get(url)
    tiles = {key: number for key, _label, number in page.context["tiles"]}
    assert (tiles["new"], tiles["rejected"], tiles["waits"]) == (1, 2, 1)
    assert (page.context["asked"], page.context["faulty"]) == (1, 2)
    for key, number in tiles.items():
        assert client.get(url, {"vis": key}).context["page"].paginator.count == number, key
    assert (
        client.get(url, {"vis": "waits"}).content.decode().count("Venter på dit valg") == 3
    )  # tile, heading, row
    client.post(url, {"choose": "1", "row": ["2"], "take-2": ["guide"]})
    assert "Venter på dit valg" not in client.get(url).content.decode()


def test_somebody_of_a_known_name_is_asked_about_and_made_twice_by_nobody(admin, guide):
    rows = f"LDA;{guide.name.upper()};gitte.ny@eksempel.dk;Vejleder;\nAB;Anna Bo;a@eksempel.dk;Vejleder;\n"
    rows += "AC;Anna Bo;a2@eksempel.dk;Vejleder;\n"
    alike, new, twice = planned(rows, admin)
    assert (alike.result, alike.code, alike.waits) == (RowStatus.REJECTED, "looks_like", True)
    assert alike.message.startswith(f"Ligner {guide.name}, som har en anden e-mail.")
    assert [key for key, _label in alike.asks] == ["guide"], "nobody changes the role in passing"
    assert new.result == RowStatus.NEW and not new.asks and not new.warnings
    assert twice.waits and "Ligner række 3." in twice.message
    chosen = planned(rows, admin, choices={"rows": {"2": ["guide"], "4": ["leader"]}})
    assert [(o.result, o.waits) for o in chosen] == [
        (RowStatus.NEW, False), (RowStatus.NEW, False), (RowStatus.REJECTED, True),
    ]  # fmt: skip
    assert [w.code for w in chosen[0].warnings] == ["looks_like"]
    assert chosen[0].data.email == "gitte.ny@eksempel.dk" and chosen[0].data.initials == "LDA"


def test_a_known_name_with_a_title_that_is_no_role_is_told_both(admin, guide):
    alike = planned(f"LDA;{guide.name};gitte.ny@eksempel.dk;Souschef;\n", admin)[0]
    assert [reason.code for reason in alike.reasons] == ["unknown_role", "looks_like"]
    chosen = {"rows": {"2": ["figures"]}}
    alike = planned(f"LDA;{guide.name};gitte.ny@eksempel.dk;Souschef;\n", admin, choices=chosen)[0]
    assert (alike.result, alike.data.role) == (RowStatus.NEW, "figures"), "all that is offered can be chosen"


def test_the_command_asks_nobody_and_says_who_looks_like_somebody(guide, partner_user):
    rows = HEAD + f"XY;{guide.name};gitte.ny@eksempel.dk;Vejleder;\nPA;{partner_user.name};p@x.dk;Guide;\n"
    outcomes = STAFF.plan(STAFF.table(read_sheets(rows.encode())), unit=guide.unit, by=None)
    assert [o.result for o in outcomes] == [RowStatus.NEW] * 2
    assert [[w.code for w in o.warnings] for o in outcomes] == [["looks_like"], []], (
        "a partner's is no colleague"
    )


def test_the_same_person_with_the_same_e_mail_is_no_question(admin, guide):
    rows = f"GG;{guide.name};{guide.email.upper()};Vejleder;\nAB;Anna Bo;a@x.dk;Guide;\nAB;Anna Bo;a@x.dk;Guide;\n"
    assert [o.result for o in planned(rows, admin)] == [
        RowStatus.DUPLICATE, RowStatus.NEW, RowStatus.DUPLICATE,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (
            "AB;Anna Bo;;Guide;\nCD;;c@eksempel.dk;Guide;\n",
            "Ingen rækker kan bruges. Er det den rigtige fil?",
        ),
        ("GG;Gitte Guide;{known};Guide;\n", "Der er ikke noget nyt i listen."),
        ("GG;Gitte Guide;{known};Guide;\nAB;Anna Bo;;Guide;\n", "ikke noget nyt i de rækker, der kan bruges"),
        ("GG;Gitte Guide;gitte.ny@eksempel.dk;Guide;\n", "før du har valgt nedenfor"),
        (
            "GG;Gitte Guide;ny@x.dk;Guide;\nAB;Anna Bo;a@x.dk;Guide;\n",
            "1 række kommer ikke med, før du har valgt",
        ),
    ],
)
def test_the_preview_says_what_there_is_to_do_about_the_list(client, admin, guide, rows, told):
    client.force_login(admin)
    content = (HEAD + rows.format(known=guide.email)).encode()
    client.post(reverse("accounts:staff_import"), {"file": SimpleUploadedFile("s.csv", content)})
    page = client.get(reverse("accounts:staff_import_preview", args=[ImportFile.objects.get().pk]))
    text = page.content.decode()
    assert told in text and ("har fejl og kommer ikke med" in text) is False


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


@pytest.mark.parametrize("said", ["-", "0", "?"])
def test_signs_are_no_name(admin, said):
    (outcome,) = planned(f"AB;{said};a@eksempel.dk;Ungeguide;\n", admin)
    assert (outcome.result, outcome.code) == (RowStatus.REJECTED, "no_name")
