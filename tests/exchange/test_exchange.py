"""A case moves to another municipality: nothing is lost, nothing travels that should not, and what was
touched is refused.

The second installation is the database after everything of the first has been rolled back, with another key.
"""

import json
import logging
from contextlib import contextmanager
from datetime import timedelta
from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEvent
from cases.activity import actions as activity_actions
from cases.casefile import actions as casefile_actions
from cases.closing import actions as closing_actions
from cases.consents import actions as consents_actions
from cases.demo.documents import letter as pdf
from cases.demo.documents import workshop
from cases.documents import actions as documents_actions
from cases.guides import actions as guides_actions
from cases.models import Case, Consent, Guardian, Note, Topic, YoungPerson
from cases.network import actions as network_actions
from cases.notes import actions as notes_actions
from core import clock, scanning, vault
from core.uploads import limits
from exchange import actions, content, sealing, views
from exchange.before import before
from exchange.history import history_of, line
from exchange.models import BundleReceived, BundleSent, InstallationKey, KnownInstallation
from partners.models import Partner
from plans.closing import actions as plan_closing_actions
from plans.milestones import actions as milestones_actions
from plans.models import Destination, Goal, Milestone
from plans.plan import actions as plan_actions
from tests.helpers import factories

# What it writes it writes through the verbs of every other test; `test_bundle_whole` moves a case on each engine.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


HERE, THERE, THIRD = (sealing.Secrets.new() for _ in range(3))


LAW = {"basis": "law", "basis_text": "Barnets lov § 99, oplysninger ved flytning"}


@pytest.fixture(autouse=True)
def no_paper(monkeypatch):
    """The plan's own tests make real PDFs."""
    monkeypatch.setattr("plans.handover.sheet.render", lambda sheet, created=None: b"%PDF-1.7 planen")


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
    activity_actions.set_activity(case, "fgu", by=guide, partner=partner, hours_per_week=30)
    activity_actions.add_activity(case, "spare_time_job", by=guide, place="Bageren", under_plan=False)
    plan = case.plans.get()
    destination = Destination.objects.order_by("position").first()
    plan_actions.edit_plan(
        plan,
        by=guide,
        expected_version=plan.version,
        values={"dream": "Jeg vil bo ved havet", "destination": destination, "destination_note": "Skipper"},
    )
    goal = plan_actions.add_goal(Goal(plan=plan, text="I skole"), by=guide)
    factories.make_milestone(case, own_words="Besøge skolen", goal=goal, insight=True)
    step = factories.make_milestone(case, own_words="Praktik", responsible="partner", contact=contact)
    milestones_actions.move_milestone(step, "under_way", by=guide)
    milestones_actions.postpone_milestone(step, step.due_on + timedelta(days=9), by=guide, reason="Syg")
    consents_actions.give_consent(
        Consent(
            case=case,
            partner=partner,
            topics=["plan"],
            purpose="Praktik",
            expires_on=clock.today() + timedelta(days=90),
        ),
        by=guide,
    )
    plan_actions.record_outcome(
        case, destination, by=guide, started_on=clock.today(), evidence="Kontrakt set"
    )
    first = notes_actions.add_note(case, by=guide, text="Vi talte om at flytte. Æøå »citat«")
    notes_actions.add_note(case, by=guide, text="Og mere", addition_to=first, kind="other")
    notes_actions.add_note(case, by=guide, text="Kun til os selv", kind="observation")
    notes_actions.write_summary(case, "Ring altid om eftermiddagen", by=guide, expected_number=0)
    network_actions.add_colleague(
        case, factories.UserFactory(unit=guide.unit, name="Jens Job"), by=guide, role="Jobkonsulent"
    )
    factories.make_document(case, title="Udtalelse", words="Dygtig i værkstedet", kind="statement")
    factories.make_document(
        case, title="Brev fra lægen", words="Skal hvile", kind="health", confidential=True
    )
    mistaken = factories.make_document(case, title="Forkert sag", words="Om en anden")
    documents_actions.withdraw_document(mistaken, by=guide, reason="Handler om en anden")
    case.refresh_from_db()
    return case


@contextmanager
def gone():
    """What is made within is gone after: the other installation's database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def sent(guide, case=None, **more):
    """The bytes of a bundle from HERE to THERE, with what it says."""
    install(HERE, "Ungeenheden Her")
    to = knows(THERE, "Ungeenheden Der", guide)
    return actions.send(case or full_case(guide), to, by=guide, **(LAW | more))


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
        for move in row["moves"]:
            del move["by"]
            move["reason"] = move["reason"].split("(")[0].strip()
    del plan["opened_on"]
    names = ("kind", "happened_on", "with_youth", "with_names")
    notes = [
        [[n[name] for name in names] + [n["text"].split("\n\n", 1)[-1]] for n in (note, *note["additions"])]
        for note in said["notes"]
        if not note["text"].startswith("Sagen kom fra")
    ]
    documents = [{name: facts[name] for name in content.DOCUMENT} for facts in said["documents"]]
    said_first = said["summary"]["text"].split("\n\n")[0]
    return sealing.canonical(
        kept | {"plan": plan, "notes": sorted(notes), "documents": documents, "summary": said_first}
    ).decode()


def test_nothing_is_lost_on_the_way(guide, there, settings):
    data, said = travelled(guide)
    assert not Case.objects.exists()
    row = actions.open_bundle(data, unit=there.unit, by=there)
    assert not Case.objects.exists(), "nothing is written before a leader has seen it"
    case = actions.take_in_bundle(row, by=there)
    case.refresh_from_db()
    again = content.gather(case)
    assert comparable(again) == comparable(said)
    assert (case.status, case.unit, case.activity) == ("waiting", there.unit, "fgu")
    assert case.earliest_open_due and case.last_move_on and case.last_contact_on
    step = Milestone.objects.get(own_words="Praktik")
    assert "Karin Kontakt, FGU Havnen" in step.professional and step.contact is None
    assert [move.reason for move in step.history.all()].count(
        "Syg (Gitte Guide, " + guide.unit.name + ")"
    ) == 1
    assert LAW["basis_text"] in case.notes.get(text__startswith="Sagen kom fra").text
    assert case.came_from == "Ungeenheden Her" and case.summary.startswith("Ring altid om eftermiddagen")
    came = before(case, on=clock.today())
    assert [(f.told["partner"], f.told["purpose"], f.state, f.is_to_ask) for f in came.formers] == [
        ("FGU Havnen", "Praktik", Consent.State.IN_FORCE, True)
    ]
    assert [h.told["name"] for h in came.helpers] == ["FGU Havnen"] and not came.helpers[0].proposed
    told = {str(heading): [one["what"] for one in lines] for heading, lines in came.groups}
    assert told["Sagens status"] == ["I gang"]
    assert told["Hvem der havde sagen"] == ["Gitte Guide, ungeguide", "Jens Job"]
    assert [(d.title, d.confidential) for d in case.documents.order_by("title")] == [
        ("Brev fra lægen", True),
        ("Udtalelse", False),
    ]
    written = case.notes.get(text__contains="flytte").text
    assert written.startswith("Skrevet af Gitte Guide")
    assert not Consent.objects.exists(), "a consent given there is none here"
    assert AuditEvent.objects.get(action="bundle.taken_in").case_id == case.pk
    assert bytes(row.plan_pdf) == b"%PDF-1.7 planen"


def test_the_same_bundle_twice_makes_nothing_twice(guide, there):
    data, _said = travelled(guide)
    for _n in range(3):
        row = actions.open_bundle(data, unit=there.unit, by=there)
        actions.take_in_bundle(row, by=there)
    assert (BundleReceived.objects.count(), Case.objects.count(), YoungPerson.objects.count()) == (1, 1, 1)
    assert Note.objects.filter(text__contains="flytte").count() == 1


def test_who_is_known_already_is_not_made_twice(guide, there, colleague):
    data, said = travelled(guide)
    open_here = factories.make_case(colleague, unit=there.unit, cpr=said["person"]["cpr"], by=there)
    row = actions.open_bundle(data, unit=there.unit, by=there)
    with pytest.raises(casefile_actions.AlreadyKnown):
        actions.take_in_bundle(row, by=there)
    assert BundleReceived.objects.get().case is None
    closing_actions.close(open_here, by=there, reason="moved")
    case = actions.take_in_bundle(row, by=there)
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
    actions.take_in_bundle(row, by=there)
    row.refresh_from_db()
    assert row.sealed is None, "the documents lie in the vault now"
    said = sealing.read_receipt(actions.receipt_of(row), THERE.card("Der"))
    assert said["sha256"] == row.sha256
    assert (said["documents"], said["refused"]) == (2, [])


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


@pytest.mark.parametrize(("state", "travels"), [("none", 1), ("clean", 1), ("waiting", 0), ("infected", 0)])
def test_what_the_scanner_has_not_passed_does_not_travel(guide, state, travels):
    case = factories.make_case(guide)
    document = factories.make_document(case, title="Ukendt")
    type(document).objects.update(scan=state)
    assert len(content.gather(case)["documents"]) == len(content.files_of(case)) == travels
    assert any("Ukendt" in words for words in content.left_out(case, None)) is not bool(travels)


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


def test_a_document_whose_file_is_away_is_named(guide):
    case = factories.make_case(guide)
    document = factories.make_document(case, title="Væk")
    vault.discard(document.file)
    with pytest.raises(ValidationError, match="Væk"):
        content.files_of(case)


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


@pytest.fixture
def told(guide, there):
    """What `full_case` says, as the other side tells it."""
    _data, said = travelled(guide)
    more = {
        "bundle": "1",
        "from": {"unit": "Her", "installation": "Her"},
        "basis": {"kind": "law", "text": "§"},
    }
    return json.loads(sealing.canonical(said | more))


def in_the_vault():
    return {path.name for path in vault.files()}


def test_a_document_that_is_refused_is_named_and_the_rest_is_kept(there, told, client):
    there_before = in_the_vault()
    row = actions.open_bundle(offered(EXE, pdf("God"), HTML, said=told), unit=there.unit, by=there)
    assert in_the_vault() == there_before, "nothing lies in the vault before a leader takes it in"
    case = actions.take_in_bundle(row, by=there)
    assert [d.title for d in case.documents.all()] == ["Dokument 1"]
    assert in_the_vault() - there_before == {case.documents.get().file}
    row.refresh_from_db()
    receipt = actions.receipt_of(row)
    said = sealing.read_receipt(receipt, THERE.card("Der"))
    assert said["documents"] == 1
    assert {one["sha256"]: one["why"] for one in said["refused"]} == {
        vault.fingerprint(EXE): "type",
        vault.fingerprint(HTML): "type",
    }
    assert b"Dokument" not in receipt, "the receipt travels in the open: fingerprints, no titles"
    assert [one["title"] for one in before(case, on=clock.today()).refused] == ["Dokument 0", "Dokument 2"]
    client.force_login(there)
    page = client.get(reverse("exchange:bundle_received", args=[row.pk])).content.decode()
    assert page.count("Ikke taget ind") == 2


def test_a_bundle_may_be_larger_than_a_document(there, told, client, monkeypatch):
    client.force_login(there)
    url, data = reverse("exchange:bundle_upload"), sealed(told)
    monkeypatch.setattr(limits, "FILE_BYTES", len(data) - 1)
    assert client.post(url, {"file": SimpleUploadedFile("f.kui", data)}).status_code == 303
    monkeypatch.setattr(views.bundle_upload, "largest_file", len(data) - 1)
    answer = client.post(url, {"file": SimpleUploadedFile("f.kui", data)})
    assert answer.status_code == 422 and "Filen er for stor" in answer.content.decode()


def test_a_picture_is_made_anew(there, told):
    photo = workshop() + b"<script>"
    case = actions.take_in_bundle(
        actions.open_bundle(offered(photo, said=told), unit=there.unit, by=there), by=there
    )
    document = case.documents.get()
    assert (document.format, document.sent_sha256) == ("jpg", vault.fingerprint(photo))
    assert b"<script>" not in vault.fetch(document.file, document.sha256)


def test_the_scanner_is_asked_and_no_answer_is_never_clean(there, told, settings, monkeypatch):
    settings.KUI_CLAMD = "tcp://127.0.0.1:3310"
    monkeypatch.setattr(scanning, "answers", lambda: True)
    bad = pdf("Virus")
    monkeypatch.setattr(scanning, "found_in", lambda data: "Eicar" if data == bad else "")
    with gone():
        row = actions.open_bundle(offered(bad, pdf("God"), said=told), unit=there.unit, by=there)
        case = actions.take_in_bundle(row, by=there)
        assert [d.scan for d in case.documents.all()] == ["waiting"]
        row.refresh_from_db()
        assert row.refused == [{"sha256": vault.fingerprint(bad), "why": "virus"}]
    monkeypatch.setattr(scanning, "answers", lambda: False)
    row = actions.open_bundle(offered(bad, pdf("God"), said=told), unit=there.unit, by=there)
    case = actions.take_in_bundle(row, by=there)
    assert {d.scan for d in case.documents.all()} == {"waiting"}, "closed until somebody says clean"
    row.refresh_from_db()
    case.documents.filter(sent_sha256=vault.fingerprint(bad)).update(scan="infected")
    said = sealing.read_receipt(actions.receipt_of(row), THERE.card("Der"))
    assert (said["documents"], said["refused"]) == (1, [{"sha256": vault.fingerprint(bad), "why": "virus"}])


def test_no_room_is_a_refusal_too(there, told, settings):
    settings.KUI_DOCUMENT_QUOTA_MB = 0
    row = actions.open_bundle(offered(pdf("God"), said=told), unit=there.unit, by=there)
    case = actions.take_in_bundle(row, by=there)
    row.refresh_from_db()
    assert not case.documents.exists() and [one["why"] for one in row.refused] == ["room"]


def test_nothing_half_written_is_left(there, told, client, monkeypatch):
    there_before, keep, kept = in_the_vault(), vault.keep, []

    def second_fails(data):
        if kept:
            raise vault.VaultAway("full")
        kept.append(keep(data))
        return kept[0]

    monkeypatch.setattr(vault, "keep", second_fails)
    row = actions.open_bundle(offered(pdf("Et"), pdf("To"), said=told), unit=there.unit, by=there)
    client.force_login(there)
    answer = client.post(reverse("exchange:bundle_received", args=[row.pk]))
    assert answer.status_code == 503 and kept
    assert in_the_vault() == there_before and not Case.objects.exists()
    row.refresh_from_db()
    assert row.case is None and row.sealed, "it can be taken in later"


def test_the_sender_sees_what_was_not_taken_in(client, guide):
    row = sent(guide, closes_on_receipt=True)
    document = row.case.documents.get(title="Brev fra lægen")
    facts = {"bundle": str(row.pk), "sha256": row.sha256}
    for nonsense in ("x", 7, [7], [{"sha256": 1, "why": "type"}], [{"why": "type"}]):
        with pytest.raises(sealing.Refused):
            actions.record_receipt(row, sealing.write_receipt(THERE, facts | {"refused": nonsense}), by=guide)
    told = [{"sha256": document.sha256, "why": "size"}, {"sha256": "0" * 64, "why": "<i>x"}]
    actions.record_receipt(row, sealing.write_receipt(THERE, facts | {"refused": told}), by=guide)
    client.force_login(guide)
    page = client.get(reverse("exchange:bundle_sent", args=[row.case_id, row.pk])).content.decode()
    assert "Filen fylder mere end 20 MB" in page and page.count("Ikke taget ind") == 1 and "<i>x" not in page


@pytest.fixture
def came(guide, there):
    """A case of THERE that came, with a guide; its partner stands in the directory by name."""
    data, _said = travelled(guide)
    case = actions.take_in_bundle(actions.open_bundle(data, unit=there.unit, by=there), by=there)
    guides_actions.assign(case, factories.UserFactory(unit=there.unit, name="Gry Ny"), by=there)
    factories.ContactFactory(partner__unit=there.unit, partner__name="FGU  havnen", name="Karin Kontakt")
    return case


def test_a_case_that_was_closed_before_tells_so(guide, leader):
    case = factories.make_case(guide)
    factories.make_milestone(case, own_words="Første skridt", professional="Afklaring")
    case.plans.update(closed_on=clock.today())
    closing_actions.ask_to_close(case, by=guide, reason="declined", note="Vil selv")
    plan_closing_actions.close_case(case, by=leader, reason="declined")
    case.refresh_from_db()
    closing_actions.reopen(case, by=leader)
    said = history_of(case, hidden=False)
    told = {one["kind"]: one for one in said if one["kind"] in ("plan", "closing")}
    assert told["closing"]["text"] == "Vil selv" and told["closing"]["by"] == "Gitte Guide"
    assert told["plan"]["what"] == "Plan med 1 skridt"
    assert told["plan"]["text"] == "– Første skridt, Afklaring (planlagt)"
    assert [one["what"] for one in said if one["kind"] == "status"] == ["I gang", "Lukket", "I gang"]
    assert not any(one["text"] for one in history_of(case, hidden=True))


def test_a_consent_that_came_along_tells_nobody_anything(client, came):
    partner = Partner.objects.get(name="FGU  havnen", unit=came.unit)
    user = factories.UserFactory(unit=came.unit, role="partner")
    partner.contacts.update(user=user)
    actions.join_partner(came, partner, before(came, on=clock.today()).helpers[0].told, by=came.guide)
    client.force_login(user)
    assert "Sigrid" not in client.get("/", follow=True).content.decode()
    assert not Case.objects.visible_to(user).exists() and not Consent.objects.exists()


def test_ask_anew_by_clicking(client, came):
    client.force_login(came.guide)
    detail = client.get(f"/sager/{came.pk}/").content.decode()
    assert "Kom fra Ungeenheden Her" in detail and "spørg Sigrid igen" in detail
    page = client.get(reverse("exchange:bundle_before", args=[came.pk])).content.decode()
    ask = reverse("exchange:bundle_before_ask", args=[came.pk, 0])
    assert "FGU Havnen" in page and ask in page
    assert not Consent.objects.exists(), "looking asks nobody"
    form = client.get(ask).context["form"]
    assert (str(form.initial["partner"]), form.initial["purpose"], form.initial["topics"]) == (
        "FGU  havnen",
        "Praktik",
        ["plan"],
    )
    sent_form = {
        "partner": form.initial["partner"].pk,
        "basis": "consent",
        "topics": ["plan"],
        "purpose": "Praktik",
        "from_whom": "youth",
        "form": "written",
        "from_on": clock.today(),
        "submit_key": "k",
        "expires_on": clock.today() + timedelta(days=90),
    }
    assert client.post(ask, sent_form | {"from_whom": ""}).status_code == 422
    assert before(came, on=clock.today()).to_ask == 1
    assert {client.post(ask, sent_form).status_code for _n in range(3)} == {303}
    assert came.consents.get().from_on == clock.today()
    found = before(came, on=clock.today())
    assert found.to_ask == 0 and found.formers[0].here == came.consents.get()
    assert AuditEvent.objects.filter(action="bundle.settled", case_id=came.pk).count() == 1


def test_a_partner_is_joined_with_one_click_and_never_by_itself(client, came):
    client.force_login(came.guide)
    assert not came.participations.exists()
    assert before(came, on=clock.today()).to_join == 1
    join = reverse("exchange:bundle_before_join", args=[came.pk, 0])
    other = factories.PartnerFactory(unit=came.unit, name="Bageren")
    for wrong in ("", "x", str(other.pk), "9" * 30):
        assert client.post(join, {"partner": wrong}).status_code == 404
    assert client.post(join.replace("/0/", "/7/"), {"partner": other.pk}).status_code == 404
    partner = Partner.objects.get(name="FGU  havnen", unit=came.unit)
    assert {client.post(join, {"partner": partner.pk}).status_code for _n in range(2)} == {303}
    row = came.participations.current().get()
    assert (row.partner, row.contact.name) == (partner, "Karin Kontakt")
    assert before(came, on=clock.today()).to_join == 0


def test_what_is_not_needed_is_put_aside_and_still_to_be_read(client, came):
    client.force_login(came.guide)
    aside = reverse("exchange:bundle_before_aside", args=[came.pk])
    assert client.post(aside, {"hvad": "consent-9"}).status_code == 404
    for mark in ("consent-0", "partner-0", "partner-0"):
        assert client.post(aside, {"hvad": mark}).status_code == 303
    found = before(came, on=clock.today())
    assert (found.to_ask, found.to_join, len(found.formers), len(found.helpers)) == (0, 0, 1, 1)
    assert "spørg Sigrid igen" not in client.get(f"/sager/{came.pk}/").content.decode()


@pytest.mark.parametrize(
    ("ours", "proposed"),
    [
        ([("FGU Havnen", "", True)], ["FGU Havnen"]),
        ([("Fgu havnen", "", True), ("FGU Byen", "11223344", True)], ["Fgu havnen"]),
        ([("FGU Nord", "11223344", True), ("FGU Syd", "11223344", True)], ["FGU Nord", "FGU Syd"]),
        ([("FGU Havnen", "", False)], []),
        ([("FGU Havnen 2", "", True), ("FGU", "99887766", True)], []),
    ],
)
def test_who_a_partner_may_be(there, told, ours, proposed):
    told["partners"][0]["cvr"] = "11223344"
    case = actions.take_in_bundle(actions.open_bundle(sealed(told), unit=there.unit, by=there), by=there)
    for name, cvr, is_active in ours:
        factories.PartnerFactory(unit=there.unit, name=name, cvr=cvr, is_active=is_active)
    factories.PartnerFactory(name="FGU Havnen")  # another unit's
    helper = before(case, on=clock.today()).helpers[0]
    assert [partner.name for partner in helper.proposed] == proposed


def test_what_came_costs_the_same_for_one_and_for_twenty(there, told, django_assert_num_queries):
    def queries(times):
        said = told | {name: told[name] * times for name in ("consents", "partners", "history")}
        with gone():
            case = actions.take_in_bundle(
                actions.open_bundle(sealed(said), unit=there.unit, by=there), by=there
            )
            case = Case.objects.select_related("unit", "person").get(pk=case.pk)
            with CaptureQueriesContext(connection) as asked:
                assert len(before(case, on=clock.today()).helpers) == times
        return len(asked)

    assert queries(1) == queries(20)


@pytest.mark.parametrize(
    ("change", "held"),
    [
        ({}, True),
        ({"withdrawn_on": "2020-01-01"}, False),
        ({"expires_on": "YESTERDAY"}, False),
        ({"expires_on": "TODAY"}, True),
    ],
)
def test_only_what_held_when_it_was_sealed_is_asked_anew(there, told, change, held):
    days = {"YESTERDAY": clock.today() - timedelta(days=1), "TODAY": clock.today()}
    change = {name: days[value].isoformat() if value in days else value for name, value in change.items()}
    told["consents"][0] |= {"from_on": "2019-01-01"} | change
    told["made_at"] = clock.now().isoformat()
    case = actions.take_in_bundle(actions.open_bundle(sealed(told), unit=there.unit, by=there), by=there)
    found = before(case, on=clock.today())
    assert bool(found.formers) is held
    assert ("Samtykker, der var ophørt" in [str(heading) for heading, _lines in found.groups]) is not held


@pytest.mark.parametrize(
    ("activity", "years", "clocks"), [("none", 16, 1), ("none", 19, 0), ("eud", 16, 0), ("unknown", 16, 0)]
)
def test_the_duty_begins_here_on_the_day_we_learn_it(there, told, activity, years, clocks):
    told["activities"] = [told["activities"][0] | {"activity": activity}]
    told["person"] |= {
        "birth_date": (clock.today() - timedelta(days=years * 365 + 60)).isoformat(),
        "cpr": "",
    }
    told["history"].append(line("duty", "Fulgte ikke planen", clock.today() - timedelta(days=40)))
    case = actions.take_in_bundle(actions.open_bundle(sealed(told), unit=there.unit, by=there), by=there)
    assert [breach.learned_on for breach in case.breaches.all()] == [clock.today()] * clocks


def test_a_protected_case_chooses_nothing_beforehand(client, guide):
    case = full_case(guide, address_protected=True)
    client.force_login(guide)
    form = client.get(reverse("exchange:bundle_send", args=[case.pk])).context["form"]
    assert form.fields["notes"].initial == form.fields["documents"].initial == []
    assert len(form.fields["notes"].choices) == 2 and len(form.fields["documents"].choices) == 2


def test_a_shielded_case_arrives_shielded_for_who_takes_it_in(client, guide, there):
    case = None
    with gone():
        KnownInstallation.objects.all().delete()
        InstallationKey.objects.all().delete()
        case = full_case(guide)
        case.shielded = True
        case.save(update_fields=["shielded"])
        data = bytes(sent(guide, case).data)
    case = actions.take_in_bundle(actions.open_bundle(data, unit=there.unit, by=there), by=there)
    other = factories.UserFactory(unit=there.unit, role="leader")
    assert case.shielded and not Case.objects.visible_to(other).exists()
    assert Case.objects.visible_to(there).get() == case
    for user, status in ((other, 404), (there, 200)):
        client.force_login(user)
        assert client.get(reverse("exchange:bundle_received", args=[case.origin.pk])).status_code == status
    guides_actions.assign(case, guide, by=there)
    assert Case.objects.visible_to(guide).get() == case


def test_a_bundle_of_the_first_format_is_still_taken_in(there, told, monkeypatch):
    """As the first version wrote it: no documents, no history, topics in words."""
    for name in ("summary", "history", "documents"):
        del told[name]
    told |= {"schema": 1, "statuses": [{"status": "running", "from_on": "2026-01-05", "until_on": None}]}
    del told["case"]["shielded"]
    for row in told["guardians"]:
        del row["until_on"]
    told["partners"] = [{"name": "FGU Havnen", "role": "", "from_on": "2026-01-05", "until_on": None}]
    told["consents"] = [
        {
            "partner": "FGU Havnen",
            "basis": "consent",
            "topics": [str(Topic.PLAN.label), "Noget andet"],
            "purpose": "Praktik",
            "given_by": "Sigrid",
            "from_on": "2026-01-05",
            "expires_on": "2999-01-01",
            "withdrawn_on": None,
        }
    ]
    for one in [*told["notes"], *(more for note in told["notes"] for more in note["additions"])]:
        del one["named"], one["with_names"]
    for move in (move for row in told["plan"]["milestones"] for move in row["moves"]):
        del move["by"]
    monkeypatch.setattr(sealing, "FORMATS", (2, 1))
    data = sealed(told, {})
    monkeypatch.undo()
    assert data.startswith(b"KUI-FLYTTEPAKKE 1\n")
    row = actions.open_bundle(data, unit=there.unit, by=there)
    case = actions.take_in_bundle(row, by=there)
    found = before(case, on=clock.today())
    assert [former.told["topics"] for former in found.formers] == [["plan", "Noget andet"]]
    assert [str(heading) for heading, _lines in found.groups] == ["Sagens status"]
    assert len(found.helpers) == 1 and Milestone.objects.count() == 2


def test_a_newer_format_is_told_apart_from_a_damaged_one(there, told):
    data = sealed(told).replace(b"KUI-FLYTTEPAKKE 2", b"KUI-FLYTTEPAKKE 3", 1)
    assert refused(data, there) == "newer"


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
        (_set(["schema"], 3), "newer"),
        (_set(["schema"], "2"), "newer"),
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
        (_set(["case", "shielded"], "no"), "broken"),
        (_set(["consents", 0, "basis"], "x"), "broken"),
        (_set(["consents", 0, "from_on"], None), "broken"),
        (_set(["partners", 0, "from_on"], "soon"), "broken"),
        (_set(["history", 0, "kind"], "x"), "broken"),
        (_set(["history", 0, "from_on"], None), "broken"),
        (_set(["summary", "text"], 7), "broken"),
        (_set(["documents", 0, "title"], ""), "broken"),
        (_set(["documents", 0, "title"], "x" * 161), "broken"),
        (_set(["documents", 0, "kind"], "x"), "broken"),
        (_set(["documents", 0, "confidential"], "x"), "broken"),
        (_set(["documents", 0, "received_on"], "2999-01-01"), "broken"),
        (_set(["documents", 0, "sha256"], "0" * 64), "broken"),
        (_set(["documents", 0, "part"], "dokument-7"), "broken"),
        (lambda said: said["documents"].pop(), "broken"),
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
    with gone():
        actions.open_bundle(sealed(said), unit=there.unit, by=there)
    change(said)
    assert refused(sealed(said), there) == code


def sealed(said, files=None) -> bytes:
    """A bundle from HERE to THERE that says this, with these files or those of `full_case`."""
    if files is None:
        files = {"dokument-0": pdf("Dygtig i værkstedet"), "dokument-1": pdf("Skal hvile")}
    return sealing.seal({"sag.json": sealing.canonical(said)} | files, secrets=HERE, to=THERE.card(""))


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


def test_receive_by_clicking(client, guide, there):
    data, _said = travelled(guide)
    client.force_login(there)
    upload = reverse("exchange:bundle_upload")
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
    listed = reverse("exchange:installation_list")
    assert "make_installation_key" in client.get(listed).content.decode()
    install(HERE, "Ungeenheden Her")
    assert sealing.spoken(HERE.card("").fingerprint) in client.get(listed).content.decode()
    assert sealing.read_card(client.get(reverse("exchange:installation_card")).content) == HERE.card(
        "Ungeenheden Her"
    )
    card = sealing.write_card(THERE, "Ungeenheden Der")
    page = client.post(listed, {"file": SimpleUploadedFile("c.json", card)})
    assert sealing.spoken(THERE.card("").fingerprint) in page.content.decode()
    add, said = reverse("exchange:installation_add"), {"card": card.decode(), "compared_with": "Ulla, leder"}
    assert client.post(add, said).status_code == 422, "without having heard the digits"
    assert not KnownInstallation.objects.exists()
    client.post(add, said | {"same": "on"})
    row = KnownInstallation.objects.get()
    assert (row.name, row.added_by, row.card) == ("Ungeenheden Der", admin, THERE.card("Ungeenheden Der"))
    client.post(reverse("exchange:installation_remove", args=[row.pk]))
    assert not KnownInstallation.objects.filter(removed_at=None).exists()


def test_the_key_is_made_by_command_and_an_old_one_still_opens(guide, there, capsys):
    from django.core.management import CommandError, call_command

    data, _said = travelled(guide)
    with pytest.raises(CommandError):
        call_command("make_installation_key", "Ny")
    call_command("make_installation_key", "Ny", "--replace")
    assert sealing.spoken(actions.own_key().card.fingerprint) in capsys.readouterr().out
    assert actions.open_bundle(data, unit=there.unit, by=there)
