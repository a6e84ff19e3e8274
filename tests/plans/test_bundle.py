"""A case moves to another municipality: nothing is lost, nothing travels that should not, and what was touched is refused.

The second installation is the database after everything of the first has been rolled back, with another key.
"""

import json
import logging
from contextlib import contextmanager
from datetime import timedelta
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.urls import reverse

from audit.models import AuditEvent
from cases import actions as case_actions
from cases.models import Case, Consent, Guardian, Note, YoungPerson
from core import clock
from plans import actions as plan_actions
from plans.bundle import actions, content, receiving, sealing
from plans.bundle.models import BundleReceived, BundleSent, InstallationKey, KnownInstallation
from plans.models import Destination, Goal, Milestone
from tests import factories

pytestmark = pytest.mark.django_db
HERE, THERE, THIRD = (sealing.Secrets.new() for _ in range(3))
LAW = {"basis": "law", "basis_text": "Barnets lov § 99, oplysninger ved flytning"}


@pytest.fixture(autouse=True)
def no_paper(monkeypatch):
    """The plan's own tests make real PDFs."""
    monkeypatch.setattr("plans.pdf.render", lambda sheet, created=None: b"%PDF-1.7 planen")


def install(secrets, name):
    return InstallationKey.objects.create(name=name, signing=secrets.signing, sealing=secrets.sealing)


def knows(secrets, name, by):
    return actions.know(secrets.card(name), by=by, compared_with="Ulla Nabo, leder")


def full_case(guide, **fields):
    """A case with something of everything."""
    case = factories.make_case(
        guide, first_name="Sigrid", last_name="Flytter", address="Havnevej 7", **fields
    )
    person = case.person
    Guardian.objects.create(
        person=person, name="Mor Flytter", relation="Mor", phone="20 11 22 33", has_custody=True
    )
    partner = factories.PartnerFactory(unit=guide.unit, name="FGU Havnen")
    contact = factories.ContactFactory(partner=partner, name="Karin Kontakt")
    case_actions.set_activity(case, "fgu", by=guide, partner=partner, hours_per_week=30)
    case_actions.add_activity(case, "spare_time_job", by=guide, place="Bageren", under_plan=False)
    plan = case.plans.get()
    destination = Destination.objects.order_by("position").first()
    plan_actions.edit_plan(
        plan, by=guide, expected_version=plan.version,
        values={"dream": "Jeg vil bo ved havet", "destination": destination, "destination_note": "Skipper"},
    )  # fmt: skip
    goal = plan_actions.add_goal(Goal(plan=plan, text="I skole"), by=guide)
    factories.make_milestone(case, own_words="Besøge skolen", goal=goal, insight=True)
    step = factories.make_milestone(case, own_words="Praktik", responsible="partner", contact=contact)
    plan_actions.move_milestone(step, "under_way", by=guide)
    plan_actions.postpone_milestone(step, step.due_on + timedelta(days=9), by=guide, reason="Syg")
    case_actions.give_consent(
        Consent(case=case, partner=partner, topics=["plan"], purpose="Praktik", expires_on=clock.today() + timedelta(days=90)),
        by=guide,
    )  # fmt: skip
    plan_actions.record_outcome(
        case, destination, by=guide, started_on=clock.today(), evidence="Kontrakt set"
    )
    first = case_actions.add_note(case, by=guide, text="Vi talte om at flytte. Æøå »citat«")
    case_actions.add_note(case, by=guide, text="Og mere", addition_to=first, kind="other")
    case_actions.add_note(case, by=guide, text="Kun til os selv", kind="observation")
    case.refresh_from_db()
    return case


@contextmanager
def gone():
    """What is made within is gone after: the other installation's database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def sent(guide, case=None, notes=None, **more):
    """The bytes of a bundle from HERE to THERE, with what it says."""
    install(HERE, "Ungeenheden Her")
    to = knows(THERE, "Ungeenheden Der", guide)
    return actions.send(case or full_case(guide), to, by=guide, notes=notes, **(LAW | more))


def travelled(guide, **fields):
    """``(bytes, content)`` of a case that was sent, in a database that knows nothing of it any more."""
    with gone():
        KnownInstallation.objects.all().delete()
        InstallationKey.objects.all().delete()
        case = full_case(guide, **fields)
        said = content.gather(case)
        data = bytes(sent(guide, case).data)
    assert not BundleSent.objects.exists() and not YoungPerson.objects.exists()
    return data, said


@pytest.fixture
def there(leader):
    """The second installation."""
    install(THERE, "Ungeenheden Der")
    knows(HERE, "Ungeenheden Her", leader)
    return leader


def comparable(said):
    """What both sides can say of the case in the same words."""
    kept = {name: said[name] for name in ("person", "guardians", "activities", "outcomes")}
    plan = json.loads(json.dumps(said["plan"]))
    for row in plan["milestones"]:
        if row.pop("carrier") or "(tidligere:" in row["professional"]:
            row.update(responsible="", professional="")
    del plan["opened_on"]
    notes = [
        [(n["kind"], n["happened_on"], n["text"].split("\n\n", 1)[-1]) for n in (note, *note["additions"])]
        for note in said["notes"]
        if note["kind"] != "import"
    ]
    return sealing.canonical(kept | {"plan": plan, "notes": sorted(notes)}).decode()


# --- the way there and back -----------------------------------------------------------------------------------------


def test_nothing_is_lost_on_the_way(guide, there, settings):
    data, said = travelled(guide)
    assert not Case.objects.exists()
    row = actions.open_bundle(data, unit=there.unit, by=there)
    assert not Case.objects.exists(), "nothing is written before a leader has seen it"
    case = receiving.take_in_bundle(row, by=there)
    case.refresh_from_db()
    again = content.gather(case)
    assert comparable(again) == comparable(said)
    assert (case.status, case.unit, case.activity) == ("waiting", there.unit, "fgu")
    assert case.earliest_open_due and case.last_move_on and case.last_contact_on
    step = Milestone.objects.get(own_words="Praktik")
    assert "Karin Kontakt, FGU Havnen" in step.professional and step.contact is None
    assert [move.reason for move in step.history.all()].count("Syg") == 1
    told = case.notes.get(kind="import").text
    for words in ("Ungeenheden", "FGU Havnen", "Praktik", LAW["basis_text"]):
        assert words in told
    written = case.notes.get(text__contains="flytte").text
    assert written.startswith("Skrevet af Gitte Guide")
    assert not Consent.objects.exists(), "a consent given there is none here"
    assert AuditEvent.objects.get(action="bundle.taken_in").case_id == case.pk
    assert bytes(row.plan_pdf) == b"%PDF-1.7 planen"


def test_the_same_bundle_twice_makes_nothing_twice(guide, there):
    data, _said = travelled(guide)
    for _n in range(3):
        row = actions.open_bundle(data, unit=there.unit, by=there)
        receiving.take_in_bundle(row, by=there)
    assert (BundleReceived.objects.count(), Case.objects.count(), YoungPerson.objects.count()) == (1, 1, 1)
    assert Note.objects.filter(text__contains="flytte").count() == 1


def test_who_is_known_already_is_not_made_twice(guide, there, colleague):
    data, said = travelled(guide)
    open_here = factories.make_case(colleague, unit=there.unit, cpr=said["person"]["cpr"], by=there)
    row = actions.open_bundle(data, unit=there.unit, by=there)
    with pytest.raises(case_actions.AlreadyKnown):
        receiving.take_in_bundle(row, by=there)
    assert BundleReceived.objects.get().case is None
    case_actions.close(open_here, by=there, reason="moved")
    case = receiving.take_in_bundle(row, by=there)
    assert case.person == open_here.person and YoungPerson.objects.count() == 1


def test_the_receipt_goes_back_and_closes_the_case(guide):
    row = sent(guide, closes_on_receipt=True)
    assert not row.case.is_closed
    facts = {"bundle": str(row.pk), "sha256": row.sha256, "taken_in_at": "2026-11-22", "unit": "Der"}
    for secrets, told in ((THIRD, facts), (THERE, facts | {"sha256": "0" * 64})):
        with pytest.raises(sealing.Refused):
            actions.record_receipt(row, sealing.write_receipt(secrets, told), by=guide)
    receipt = sealing.write_receipt(THERE, facts)
    with pytest.raises(sealing.Refused):
        actions.record_receipt(row, receipt.replace(b"Der", b"Dyr"), by=guide)
    assert row.receipt_at is None
    for _n in range(2):
        actions.record_receipt(row, receipt, by=guide)
    case = Case.objects.get(pk=row.case_id)
    assert (case.status, case.close_reason) == ("closed", "moved")
    assert AuditEvent.objects.filter(action="case.receipt_kept", case_id=case.pk).count() == 1


def test_a_receipt_says_what_was_taken_in(guide, there):
    data, _said = travelled(guide)
    row = actions.open_bundle(data, unit=there.unit, by=there)
    receiving.take_in_bundle(row, by=there)
    row.refresh_from_db()
    said = sealing.read_receipt(actions.receipt_of(row), THERE.card("Der"))
    assert said["sha256"] == row.sha256


# --- what travels, and what does not ----------------------------------------------------------------------------------


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
    parts = sealing.open_sealed(bytes(sent(guide, case).data), secrets=THERE, sender=HERE.card(""))
    assert set(parts) == {"sag.json"}
    for word in ("Havnevej", "FGU Havnen", "Karin Kontakt", "Bageren", "Skipper"):
        assert word not in parts["sag.json"].decode()
    assert json.loads(parts["sag.json"])["person"]["address_protected"] is True


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
        cursor.execute("SELECT signing, sealing FROM plans_installationkey")
        kept = b"".join(bytes(half) for half in cursor.fetchone())
    assert HERE.signing not in kept and HERE.sealing not in kept


# --- what is refused --------------------------------------------------------------------------------------------------


def refused(data, there) -> str:
    """The code with which it is refused; nothing is written."""
    with pytest.raises(sealing.Refused) as error:
        actions.open_bundle(data, unit=there.unit, by=there)
    assert not BundleReceived.objects.exists() and not Case.objects.exists()
    return error.value.code


def test_any_byte_changed_is_refused(guide, there):
    data, _said = travelled(guide)
    head = data.index(b"\n", data.index(b"\n") + 1) + 1
    places = [*range(head + 40), *Random(7).sample(range(head, len(data)), 120), len(data) - 1]
    for place in places:
        flipped = bytearray(data)
        flipped[place] ^= 1 << place % 8
        assert refused(bytes(flipped), there) in {
            "kind",
            "broken",
            "newer",
            "stranger",
            "not_for_us",
            "tampered",
        }


@pytest.mark.parametrize("length", [0, 1, 16, 40, 150, 400, -1])
def test_a_part_of_it_is_refused(guide, there, length):
    data, _said = travelled(guide)
    refused(data[:length] if length else b"", there)


def test_more_than_it_is_refused(guide, there, monkeypatch):
    data, _said = travelled(guide)
    assert refused(data + b"x", there) == "tampered"
    monkeypatch.setattr(sealing, "LARGEST", len(data) - 1)
    assert refused(data, there) == "size"


def test_others_bundles_are_refused(guide, there):
    parts = {"sag.json": b"{}"}
    assert refused(sealing.seal(parts, secrets=THIRD, to=THERE.card("")), there) == "stranger"
    assert refused(sealing.seal(parts, secrets=HERE, to=THIRD.card("")), there) == "not_for_us"
    # sealed for us by a stranger who writes a known sender's name on it
    forged = sealing.seal(parts, secrets=THIRD, to=THERE.card(""))
    forged = forged.replace(THIRD.card("").fingerprint.encode(), HERE.card("").fingerprint.encode())
    assert refused(forged, there) == "tampered"
    # opened by its rightful recipient and sealed again for us: the sender's signature does not fit
    parts = sealing.open_sealed(
        sealing.seal(parts, secrets=HERE, to=THIRD.card("")), secrets=THIRD, sender=HERE.card("")
    )
    assert refused(sealing.seal(parts, secrets=THIRD, to=THERE.card("")), there) == "stranger"
    row = KnownInstallation.objects.get()
    actions.forget(row, by=there)
    assert refused(sealing.seal(parts, secrets=HERE, to=THERE.card("")), there) == "stranger"


def _without(name):
    return lambda said: said.pop(name)


def _set(path, value):
    def change(said):
        for step in path[:-1]:
            said = said[step]
        said[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_set(["schema"], 0), "older"),
        (_set(["schema"], 2), "newer"),
        (_set(["schema"], "1"), "newer"),
        (_without("schema"), "broken"),
        (_without("notes"), "broken"),
        (_set(["person", "birth_date"], "31-12-2008"), "broken"),
        (_set(["person", "birth_date"], None), "broken"),
        (_set(["person", "birth_date"], "2999-01-01"), "broken"),
        (_set(["person", "cpr"], "123"), "broken"),
        (_set(["person", "custody"], "x"), "broken"),
        (_set(["activities", 0, "from_on"], "2999-01-01"), "broken"),
        (_set(["plan", "milestones", 0, "status"], "reached"), "broken"),
        (_set(["plan", "milestones", 0, "start_on"], "2999-01-01"), "broken"),
        (_set(["outcomes", 0, "ended_on"], "1999-01-01"), "broken"),
        (_set(["person", "first_name"], "A" * 81), "broken"),
        (_set(["person", "first_name"], "A\x00"), "broken"),
        (_set(["activities", 0, "activity"], "x"), "broken"),
        (_set(["activities", 0, "hours_per_week"], -3), "broken"),
        (_set(["activities", 0, "until_on"], "1999-01-01"), "broken"),
        (_set(["plan", "milestones", 0, "status"], "x"), "broken"),
        (_set(["plan", "milestones", 0, "goal"], 7), "broken"),
        (_set(["notes", 0, "kind"], "x"), "broken"),
        (_set(["notes", 0, "text"], {"a": 1}), "broken"),
        (_set(["guardians"], "x"), "broken"),
    ],
)
def test_what_does_not_fit_our_rows_is_refused(guide, there, change, code):
    _data, said = travelled(guide)
    said |= {
        "bundle": "1",
        "from": {"unit": "Her", "installation": "Her"},
        "basis": {"kind": "law", "text": "§"},
    }
    said = json.loads(sealing.canonical(said))
    receiving.read(sealing.canonical(said))
    change(said)
    data = sealing.seal({"sag.json": sealing.canonical(said)}, secrets=HERE, to=THERE.card(""))
    assert refused(data, there) == code


@pytest.mark.once
def test_a_card_is_signed_and_its_fingerprint_can_be_read_aloud():
    text = sealing.write_card(HERE, "Ungeenheden Her")
    card = sealing.read_card(text)
    assert card == HERE.card("Ungeenheden Her")
    groups = sealing.spoken(card.fingerprint).split(" ")
    assert len(groups) == 10 and all(len(group) == 5 and group.isdigit() for group in groups)
    assert sealing.spoken(THERE.card("").fingerprint) != sealing.spoken(card.fingerprint)
    for bad in (
        b"",
        b"{}",
        b"[1]",
        b"\xff",
        text.replace(b"Her", b"Der"),
        text[:-9],
        b"x" * 20_000,
        b"[" * 9_000,
    ):
        with pytest.raises(sealing.Refused):
            sealing.read_card(bad)


def test_one_is_known_once_and_never_oneself(leader):
    install(HERE, "Her")
    knows(THERE, "Der", leader)
    for secrets in (HERE, THERE):
        with pytest.raises(actions.ValidationError):
            knows(secrets, "Igen", leader)


# --- by clicking -----------------------------------------------------------------------------------------------------


def test_send_by_clicking(client, guide):
    install(HERE, "Ungeenheden Her")
    to, case = knows(THERE, "Ungeenheden Der", guide), full_case(guide)
    client.force_login(guide)
    url = reverse("plans:bundle_send", args=[case.pk])
    page = client.get(url).content.decode()
    assert "Ungeenheden Der" in page and "Kun til os selv" in page
    data = {
        "to": to.pk, "basis": "law", "basis_text": "§ 99", "closing": "receipt", "submit_key": "k",
        "notes": [note.pk for note in case.notes.first_hand()],
    }  # fmt: skip
    assert client.post(url, data | {"basis_text": ""}).status_code == 422
    assert {client.post(url, data)["Location"] for _n in range(3)} == {
        reverse("plans:bundle_sent", args=[case.pk, BundleSent.objects.get().pk])
    }
    row = BundleSent.objects.get()
    file = client.get(reverse("plans:bundle_file", args=[case.pk, row.pk]))
    assert file.content == bytes(row.data) and "attachment" in file["Content-Disposition"]
    receipt = sealing.write_receipt(THERE, {"bundle": str(row.pk), "sha256": row.sha256})
    sent_url = reverse("plans:bundle_sent", args=[case.pk, row.pk])
    wrong = client.post(sent_url, {"file": SimpleUploadedFile("k.json", receipt[:-5])})
    assert wrong.status_code == 422
    assert client.post(sent_url, {"file": SimpleUploadedFile("k.json", receipt)}).status_code == 303
    assert client.get(sent_url).status_code == 200, "what was sent can be seen after the case was closed"


def test_receive_by_clicking(client, guide, there):
    data, _said = travelled(guide)
    client.force_login(there)
    upload = reverse("plans:bundle_upload")
    broken = client.post(upload, {"file": SimpleUploadedFile("f.kui", data[:-1] + b"\x00")})
    assert broken.status_code == 422 and "ændret eller beskadiget" in broken.content.decode()
    assert AuditEvent.objects.get(action="bundle.refused").purpose == "tampered"
    page = client.post(upload, {"file": SimpleUploadedFile("f.kui", data)})["Location"]
    text = client.get(page).content.decode()
    assert "Sigrid Flytter" in text and "Tag sagen ind" in text
    assert client.get(f"{page}kvittering/").status_code == 404
    for _n in range(2):
        client.post(page)
    case = Case.objects.get()
    assert f"/sager/{case.pk}/" in client.get(page).content.decode()
    assert (
        sealing.read_receipt(client.get(f"{page}kvittering/").content, THERE.card("Der"))["unit"]
        == there.unit.name
    )
    assert client.get(f"{page}plan/")["Content-Type"] == "application/pdf"


def test_trust_by_clicking(client, admin):
    client.force_login(admin)
    listed = reverse("plans:installation_list")
    assert "make_installation_key" in client.get(listed).content.decode()
    install(HERE, "Ungeenheden Her")
    assert sealing.spoken(HERE.card("").fingerprint) in client.get(listed).content.decode()
    assert sealing.read_card(client.get(reverse("plans:installation_card")).content) == HERE.card(
        "Ungeenheden Her"
    )
    card = sealing.write_card(THERE, "Ungeenheden Der")
    page = client.post(listed, {"file": SimpleUploadedFile("c.json", card)})
    assert sealing.spoken(THERE.card("").fingerprint) in page.content.decode()
    add, said = reverse("plans:installation_add"), {"card": card.decode(), "compared_with": "Ulla, leder"}
    assert client.post(add, said).status_code == 422, "without having heard the digits"
    assert not KnownInstallation.objects.exists()
    client.post(add, said | {"same": "on"})
    row = KnownInstallation.objects.get()
    assert (row.name, row.added_by, row.card) == ("Ungeenheden Der", admin, THERE.card("Ungeenheden Der"))
    client.post(reverse("plans:installation_remove", args=[row.pk]))
    assert not KnownInstallation.objects.filter(removed_at=None).exists()


def test_the_key_is_made_by_command_and_an_old_one_still_opens(guide, there, capsys):
    from django.core.management import CommandError, call_command

    data, _said = travelled(guide)
    with pytest.raises(CommandError):
        call_command("make_installation_key", "Ny")
    call_command("make_installation_key", "Ny", "--replace")
    assert sealing.spoken(actions.own_key().card.fingerprint) in capsys.readouterr().out
    assert actions.open_bundle(data, unit=there.unit, by=there)
