"""A case that came is taken in whole, once, and nothing is lost on the way."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.models import AuditEvent
from cases.casefile import actions as casefile_actions
from cases.closing import actions as closing_actions
from cases.guides import actions as guides_actions
from cases.models import Case, Consent, Note, Topic, YoungPerson
from core import clock
from exchange.before.before import what_held_before
from exchange.bundle import content, sealing
from exchange.bundle.history import line
from exchange.models import BundleReceived, InstallationKey, KnownInstallation
from exchange.receiving import actions as receiving_actions
from exchange.receiving.rows import topics_of
from plans.models import Goal, Milestone
from tests.helpers import factories
from tests.helpers.bundles import LAW, THERE, full_case, gone, sealed, sent, travelled

# What it writes it writes through the actions of every other test; `test_whole_case` moves a case on each engine.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def comparable(said):
    """What both sides can say of the case in the same words."""
    kept = {name: said[name] for name in ("person", "guardians", "activities", "outcomes")}
    plan = json.loads(json.dumps(said["plan"]))
    for row in [*plan["goals"], *plan["milestones"]]:
        for move in row["moves"]:
            del move["by"]
            move["reason"] = move["reason"].split("(")[0].strip()
    for row in plan["milestones"]:
        if row.pop("carrier") or "(tidligere:" in row["professional"]:
            row.update(responsible="", professional="")
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
    row = receiving_actions.open_bundle(data, unit=there.unit, by=there)
    assert not Case.objects.exists(), "nothing is written before a leader has seen it"
    case = receiving_actions.take_in_bundle(row, by=there)
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
    came = what_held_before(case, on=clock.today())
    assert [(f.told["partner"], f.told["purpose"], f.state, f.is_to_ask) for f in came.consents] == [
        ("FGU Havnen", "Praktik", Consent.State.IN_FORCE, True)
    ]
    assert [h.told["name"] for h in came.partners] == ["FGU Havnen"] and not came.partners[0].proposed
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
        row = receiving_actions.open_bundle(data, unit=there.unit, by=there)
        receiving_actions.take_in_bundle(row, by=there)
    assert (BundleReceived.objects.count(), Case.objects.count(), YoungPerson.objects.count()) == (1, 1, 1)
    assert Note.objects.filter(text__contains="flytte").count() == 1


def test_who_is_known_already_is_not_made_twice(guide, there, colleague):
    data, said = travelled(guide)
    open_here = factories.make_case(colleague, unit=there.unit, cpr=said["person"]["cpr"], by=there)
    row = receiving_actions.open_bundle(data, unit=there.unit, by=there)
    with pytest.raises(casefile_actions.AlreadyKnown):
        receiving_actions.take_in_bundle(row, by=there)
    assert BundleReceived.objects.get().case is None
    closing_actions.close(open_here, by=there, reason="moved")
    case = receiving_actions.take_in_bundle(row, by=there)
    assert case.person == open_here.person and YoungPerson.objects.count() == 1


def test_a_receipt_says_what_was_taken_in(guide, there):
    data, _said = travelled(guide)
    row = receiving_actions.open_bundle(data, unit=there.unit, by=there)
    receiving_actions.take_in_bundle(row, by=there)
    row.refresh_from_db()
    assert row.sealed is None, "the documents lie in the vault now"
    said = sealing.read_receipt(receiving_actions.receipt_of(row), THERE.card("Der"))
    assert said["sha256"] == row.sha256
    assert (said["documents"], said["refused"]) == (2, [])


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
    case = receiving_actions.take_in_bundle(
        receiving_actions.open_bundle(sealed(told), unit=there.unit, by=there), by=there
    )
    assert [breach.learned_on for breach in case.breaches.all()] == [clock.today()] * clocks


def test_a_shielded_case_arrives_shielded_for_who_takes_it_in(client, guide, there):
    case = None
    with gone():
        KnownInstallation.objects.all().delete()
        InstallationKey.objects.all().delete()
        case = full_case(guide)
        case.shielded = True
        case.save(update_fields=["shielded"])
        data = bytes(sent(guide, case).data)
    case = receiving_actions.take_in_bundle(
        receiving_actions.open_bundle(data, unit=there.unit, by=there), by=there
    )
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
    for row in told["plan"]["milestones"]:
        del row["cannot_on"], row["cannot_because"]
    told["plan"]["goals"] = [
        {"text": "Havde vi engang", "is_dropped": True},
        {"text": "Nu", "is_dropped": False},
    ]
    monkeypatch.setattr(sealing, "FORMATS", (2, 1))
    data = sealed(told, {})
    monkeypatch.undo()
    assert data.startswith(b"KUI-FLYTTEPAKKE 1\n")
    row = receiving_actions.open_bundle(data, unit=there.unit, by=there)
    case = receiving_actions.take_in_bundle(row, by=there)
    found = what_held_before(case, on=clock.today())
    assert [former.told["topics"] for former in found.consents] == [["plan", "Noget andet"]]
    assert [str(heading) for heading, _lines in found.groups] == ["Sagens status"]
    goals = {goal.text: (goal.status, goal.removed_because) for goal in Goal.objects.all()}
    assert goals == {"Havde vi engang": ("removed", "ingen begrundelse kendes"), "Nu": ("now", "")}
    assert len(found.partners) == 1 and Milestone.objects.count() == 2


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


def test_what_a_part_of_the_plan_tells_of_travels_and_an_unknown_topic_is_refused():
    said = {"topics": ["health"], "topics_dismissed": ["family"]}
    assert topics_of(said) == said
    assert topics_of({}) == {"topics": [], "topics_dismissed": []}, "a bundle from before it was written down"
    with pytest.raises(ValueError, match="topic"):
        topics_of({"topics": ["something newer"]})


def test_a_bundle_about_somebody_whose_case_is_shielded_here_is_seen_on_that_case(client, there, told):
    """The page says that the young person is known: the case's own trail says who was told."""
    colleague = factories.UserFactory(unit=there.unit)
    case = factories.make_case(colleague, shielded=True, cpr=told["person"]["cpr"])
    row = receiving_actions.open_bundle(sealed(told), unit=there.unit, by=there)
    client.force_login(there)
    page = client.get(reverse("exchange:bundle_received", args=[row.pk])).content.decode()
    assert str(case.pk) not in page
    met = AuditEvent.objects.get(case_id=case.pk, action="case.number_met")
    assert met.actor_id == there.pk and met.outcome == "denied"
