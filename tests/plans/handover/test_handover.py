"""Hand-over: who may get what, the very bytes kept, and nothing that the audience may not read."""

import hashlib
import io
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from audit.models import AuditEvent
from cases.activity.actions import set_activity
from cases.consents.actions import give_consent, withdraw_consent
from cases.models import ActivityPeriod, Consent, Disclosure, Guardian, Topic
from cases.network.actions import add_participation
from core import clock
from core.limits import Limit, clear_cache
from core.mail import outbox
from core.paper import Paper
from core.text import slug_of
from core.versions import Conflict
from plans.handover import actions, pdf
from plans.handover.copies import copy_for
from plans.handover.protection import address_hider
from plans.handover.scope import NotAllowed
from plans.handover.sheet import sheet_for
from plans.models import Goal, Handover, Milestone
from plans.plan.actions import add_goal
from tests.helpers import factories
from tests.helpers.stand_ins import words_on as words

TODAY = date(2026, 11, 2)


@pytest.fixture(autouse=True)
def travelled():
    with clock.travel(TODAY):
        yield


@pytest.fixture
def case(guide):
    case = factories.make_case(
        guide,
        first_name="Freja",
        last_name="Hemmeligsen",
        birth_date=date(2009, 5, 5),
        address="Skovbrynet 14, 2. tv",
        postal_code="4500",
        city="Nykøbing Sjælland",
        email="freja@eksempel.dk",
    )
    plan = case.plans.get()
    plan.dream = "Jeg vil have mit eget værksted i Nykøbing Sjælland"
    plan.destination_note = "på Skolen ved Åen"
    plan.save()
    set_activity(case, "fgu", by=guide, place="Skolen ved Åen")
    Guardian.objects.create(person=case.person, name="Karen Hemmeligsen", relation="mor", has_custody=True)
    Guardian.objects.create(person=case.person, name="Onkel Uden", has_custody=False)
    return case


@pytest.fixture
def partner(case, guide):
    contact = factories.ContactFactory(
        partner__unit=guide.unit,
        partner__name="FGU Fjorden",
        name="Anna Skov",
        phone="20 77 88 99",
        user=factories.UserFactory(role="partner", unit=guide.unit),
    )
    add_participation(case, contact.partner, by=guide)
    factories.make_milestone(
        case,
        own_words="Gå på FGU Fjorden tre dage",
        professional="Stabilt fremmøde",
        responsible=Milestone.Responsible.PARTNER,
        contact=contact,
    )
    return contact.partner


def consent(case, partner, guide, topics=(Topic.PLAN, Topic.CONTACT), **kwargs):
    kwargs.setdefault("expires_on", clock.today() + timedelta(days=30))
    row = Consent(case=case, partner=partner, topics=list(topics), purpose="Praktik", **kwargs)
    return give_consent(row, by=guide)


def give(case, audience="youth", **kwargs):
    return actions.hand_over(case.plans.get(), audience, by=case.guide, **kwargs)


def test_hand_over_keeps_the_bytes_their_hash_and_a_row_in_the_trail(case, guide):
    row = give(case)
    kept = Handover.objects.get(pk=row.pk)
    assert bytes(kept.pdf).startswith(b"%PDF-")
    assert kept.sha256 == hashlib.sha256(bytes(kept.pdf)).hexdigest()
    assert (kept.audience, kept.language, kept.plan_version, kept.by) == ("youth", "da", 1, guide)
    event = AuditEvent.objects.get(action="plan.handed_over")
    assert (event.case_id, event.object_id) == (case.pk, str(row.pk))
    assert event.changes["sha256"] == kept.sha256
    assert "værksted" not in str(event.changes)


def test_hand_over_later_downloads_are_the_same_bytes_whatever_happens_to_the_plan(client, case, guide):
    row = give(case)
    plan = case.plans.get()
    plan.dream = "Noget helt andet"
    plan.save()
    client.force_login(guide)
    case.person.preferred_name = "Mølle"
    case.person.save()
    response = client.get(reverse("plans:handover", args=[case.pk, row.pk]))
    assert hashlib.sha256(response.content).hexdigest() == row.sha256
    assert "værksted" in words(response.content)
    assert response["Cache-Control"] == "no-store, private"
    name = f"plan-moelle-til-ung-2026-11-02-{str(row.pk)[:8]}.pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert AuditEvent.objects.filter(action="plan.handover_fetched", case_id=case.pk).count() == 1


@pytest.mark.once
def test_hand_over_is_tagged_danish_and_says_its_name(case):
    reader = PdfReader(io.BytesIO(bytes(give(case).pdf)))
    root = reader.trailer["/Root"]
    assert (root["/Lang"], reader.metadata.title) == ("da", "Min plan – Freja")
    assert root["/MarkInfo"]["/Marked"]
    kinds, alts = set(), []
    for number in range(1, 5000):
        try:
            found = reader.get_object(number)
        except Exception:
            break
        if found is None:
            break
        if hasattr(found, "get") and found.get("/Type") == "/StructElem":
            kinds.add(found["/S"])
            if found["/S"] == "/Figure":
                alts.append(found.get("/Alt"))
    assert {"/H1", "/H2", "/Figure", "/P"} <= kinds
    assert alts
    assert all(alts)


@pytest.mark.once
def test_hand_over_in_english(case):
    text = words(give(case, paper=Paper("en")).pdf)
    assert "What comes next" in text
    assert "Det næste" not in text


@pytest.mark.once
def test_hand_over_same_plan_same_bytes(case):
    assert pdf.render(copy_for(case.plans.get(), "youth", on=TODAY)) == pdf.render(
        copy_for(case.plans.get(), "youth", on=TODAY)
    )


def test_hand_over_to_custody_holders_ends_on_the_eighteenth_birthday(case):
    text = words(give(case, "custody").pdf)
    assert "Karen Hemmeligsen" in text
    assert "Onkel Uden" not in text
    with clock.travel(date(2027, 5, 4)):
        give(case, "custody")
    with clock.travel(date(2027, 5, 5)), pytest.raises(NotAllowed):
        give(case, "custody")


def test_hand_over_to_a_partner_needs_a_basis_that_covers_the_plan(case, partner, guide):
    with pytest.raises(NotAllowed):
        give(case, "partner", partner=partner)
    consent(case, partner, guide, topics=[Topic.CONTACT])
    with pytest.raises(NotAllowed):
        give(case, "partner", partner=partner)
    consent(case, partner, guide)
    text = words(give(case, "partner", partner=partner).pdf)
    assert "Det har I lovet" in text
    assert "Freja Hemmeligsen" in text
    assert "freja@eksempel.dk" in text
    assert Handover.objects.count() == 1


@pytest.mark.paper
def test_hand_over_to_a_partner_says_no_more_than_the_basis_covers(case, partner, guide):
    consent(case, partner, guide, topics=[Topic.PLAN])
    row = give(case, "partner", partner=partner)
    text = words(row.pdf)
    assert "værksted" in text
    for secret in ("Hemmeligsen", "freja@eksempel.dk", "20 11 22 33", "Skovbrynet"):
        assert secret not in text
    assert any("Efternavn" in left for left in row.left_out)


@pytest.mark.parametrize("how", ["withdrawn", "expired", "not begun", "left"])
def test_hand_over_to_a_partner_stops_with_the_basis(case, partner, guide, how):
    row = consent(case, partner, guide)
    on = clock.today()
    if how == "withdrawn":
        withdraw_consent(row, by=guide)
    elif how == "expired":
        on = row.expires_on + timedelta(days=1)
    elif how == "not begun":
        Consent.objects.filter(pk=row.pk).update(from_on=on + timedelta(days=1))
    else:
        case.participations.get(superseded_at=None).end(by=guide, on=on)
    with pytest.raises(NotAllowed):
        give(case, "partner", partner=partner, on=on)
    assert not Handover.objects.exists()


def test_hand_over_stops_when_the_consent_is_withdrawn_while_the_pdf_is_made(
    case, partner, guide, monkeypatch
):
    row = consent(case, partner, guide)
    real = pdf.render

    def slow(sheet, **kwargs):
        withdraw_consent(row, by=guide)
        return real(sheet, **kwargs)

    monkeypatch.setattr(pdf, "render", slow)
    with pytest.raises(NotAllowed), transaction.atomic():
        give(case, "partner", partner=partner)
    assert not Handover.objects.exists()


def test_hand_over_shared_copy_is_gone_when_the_consent_is(client, case, partner, guide):
    row = consent(case, partner, guide)
    copy = give(case, "partner", partner=partner)
    mine = give(case)
    client.force_login(partner.contacts.get().user)
    url = reverse("portal:handover_shared", args=[case.pk, copy.pk])
    inbox = reverse("portal:partner_inbox")
    response = client.get(url)
    assert hashlib.sha256(response.content).hexdigest() == copy.sha256
    assert url in client.get(inbox).content.decode()
    assert client.get(reverse("portal:handover_shared", args=[case.pk, mine.pk])).status_code == 404
    withdraw_consent(row, by=guide)
    assert client.get(url).status_code == 404
    assert "Freja" not in client.get(inbox).content.decode()


def test_hand_over_shared_copy_needs_a_basis_for_the_plan_not_just_any(client, case, partner, guide):
    row = consent(case, partner, guide)
    copy = give(case, "partner", partner=partner)
    consent(case, partner, guide, topics=[Topic.CONTACT])
    withdraw_consent(row, by=guide)
    client.force_login(partner.contacts.get().user)
    assert client.get(reverse("portal:handover_shared", args=[case.pk, copy.pk])).status_code == 404


def protect(case, *, on=True):
    type(case.person).objects.filter(pk=case.person_id).update(address_protected=on)
    return type(case).objects.select_related("person").get(pk=case.pk)


@pytest.mark.paper
def test_hand_over_from_before_the_address_was_protected_is_withheld_from_the_partner(
    client, case, partner, guide
):
    consent(case, partner, guide, topics=[Topic.PLAN, Topic.CONTACT, Topic.ACTIVITY])
    old = give(case, "partner", partner=partner)
    assert "Skolen ved Åen" in words(old.pdf)
    case = protect(case)
    new = give(case, "partner", partner=partner, reason="Praktikken begynder")
    client.force_login(partner.contacts.get().user)
    url, fresh = (reverse("portal:handover_shared", args=[case.pk, row.pk]) for row in (old, new))
    page, inbox = reverse("portal:shared_case", args=[case.pk]), reverse("portal:partner_inbox")
    told = Disclosure.objects.count()
    refused = client.get(url)
    assert (refused.status_code, refused["Location"]) == (303, f"{page}#copies")
    assert b"%PDF" not in refused.content and Disclosure.objects.count() == told
    event = AuditEvent.objects.get(action="plan.handover_withheld")
    assert (event.case_id, event.object_id, event.outcome) == (case.pk, str(old.pk), "denied")
    for place in (page, inbox):
        text = client.get(place).content.decode()
        assert url not in text and fresh in text
        assert "er tilbageholdt" in text and f"Spørg {guide.name} om en ny" in text
    served = client.get(fresh)
    assert hashlib.sha256(served.content).hexdigest() == new.sha256
    assert "Skolen ved Åen" not in words(served.content)
    protect(case, on=False)
    assert client.get(url).status_code == 200 and "tilbageholdt" not in client.get(page).content.decode()


def test_hand_over_withheld_tells_nothing_once_the_basis_is_gone(client, case, partner, guide):
    row = consent(case, partner, guide)
    copy = give(case, "partner", partner=partner)
    consent(case, partner, guide, topics=[Topic.CONTACT])
    withdraw_consent(row, by=guide)
    protect(case)
    client.force_login(partner.contacts.get().user)
    assert client.get(reverse("portal:handover_shared", args=[case.pk, copy.pk])).status_code == 404
    assert "tilbageholdt" not in client.get(reverse("portal:partner_inbox")).content.decode()


def test_hand_over_names_of_files_say_for_whom_and_no_two_are_one(client, case, guide, partner):
    """Two copies in one folder do not lie upon each other, and none is mailed in another's place."""
    consent(case, partner, guide)
    rows = [give(case), give(case), give(case, "custody"), give(case, "partner", partner=partner)]
    client.force_login(guide)
    urls = [reverse("plans:handover", args=[case.pk, row.pk]) for row in rows]
    urls.append(reverse("plans:hand_over_preview", args=[case.pk]) + "?til=ung")
    names = [client.get(url)["Content-Disposition"].partition("filename=")[2].strip('"') for url in urls]
    assert len(set(names)) == len(names)
    whom = [name.partition("-2026-11-02")[0] for name in names]
    assert whom == [
        *["plan-freja-til-ung"] * 2,
        "plan-freja-til-foraeldre",
        f"plan-freja-til-{slug_of(partner.name)}",
        "udkast-plan-freja-til-ung",
    ]
    assert not any("hemmeligsen" in name or "2009" in name for name in names)


@pytest.mark.parametrize("audience", ["youth", "custody"])
def test_hand_over_from_before_the_protection_is_marked_for_the_guide_who_prints_it(
    client, case, guide, audience
):
    old = give(case, audience)
    client.force_login(guide)
    page = reverse("plans:hand_over", args=[case.pk])
    assert "før adressen blev beskyttet" not in client.get(page).content.decode()
    new = give(protect(case), audience)
    assert client.get(page).content.decode().count("før adressen blev beskyttet") == 1
    names = [
        client.get(reverse("plans:handover", args=[case.pk, row.pk]))["Content-Disposition"]
        for row in (old, new)
    ]
    assert ["intern-viser-adresse-plan-freja" in name for name in names] == [True, False]


def test_hand_over_inbox_costs_the_same_for_two_and_for_many(client, partner, guide):
    def share(n):
        for _ in range(n):
            other = factories.make_case(guide)
            add_participation(other, partner, by=guide)
            consent(other, partner, guide)
            Handover.objects.create(
                plan=other.plans.get(),
                audience="partner",
                partner=partner,
                pdf=b"x",
                plan_version=1,
                by=guide,
            )

    client.force_login(partner.contacts.get().user)
    url = reverse("portal:partner_inbox")
    share(2)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    share(8)
    with CaptureQueriesContext(connection) as many:
        response = client.get(url)
    assert len(response.context["shown"]) == 10
    assert len(many) == len(few)


@pytest.mark.paper
@pytest.mark.parametrize("audience", ["youth", "custody", "partner"])
def test_hand_over_protected_address_and_what_gives_it_away_stay_out(case, partner, guide, audience):
    consent(case, partner, guide)
    case.person.address_protected = True
    case.person.save()
    case = type(case).objects.get(pk=case.pk)
    other = factories.ContactFactory(
        partner__unit=guide.unit, partner__name="Autohuset Holbæk", name="Bo Kjær", email="bo@autohuset.dk"
    )
    factories.make_milestone(
        case,
        own_words="Praktik hos AUTOHUSET HOLBÆK",
        professional="Ring til bo@autohuset.dk",
        responsible="partner",
        contact=other,
    )
    more = {"partner": partner, "reason": "Praktikken begynder på mandag"} if audience == "partner" else {}
    row = give(case, audience, **more)
    text = words(row.pdf).casefold()
    for secret in (
        "Skovbrynet", "4500", "Nykøbing Sjælland", "Skolen ved Åen", "Autohuset", "Bo Kjær", "bo@autohuset.dk",
        "freja@eksempel.dk", "20 11 22 33",
    ):  # fmt: skip
        assert secret.casefold() not in text
    # A partner knows its own name; nobody else learns it.
    assert ("fgu fjorden" in text) == (audience == "partner")
    assert "[skjult]" in text
    assert "værksted" in text
    assert any("beskyttet" in left for left in row.left_out)


def test_who_reads_is_not_kept_from_what_they_know_themselves(case, partner, guide):
    person = factories.ContactFactory(partner=partner, name="Bo Kjær", email="bo@fgufjorden.dk")
    ActivityPeriod.objects.filter(case=case).update(place="Ærøgården, 8. b")
    factories.make_milestone(
        case, own_words="Mød Bo Kjær på Ærøgården", responsible="partner", contact=person
    )
    plan = case.plans.get()
    hide = address_hider(case, plan, own=partner.name)
    assert hide("Bo Kjær fra Ærøgården, Ærøgården, 8. b") == "Bo Kjær fra [skjult], [skjult]"
    assert address_hider(case, plan)("Bo Kjær") == "[skjult]", "nobody else knows them"


@pytest.mark.once
def test_hand_over_prints_hostile_words_and_fetches_nothing(case):
    plan = case.plans.get()
    plan.dream = '<img src="file:///etc/passwd"><script>x</script> {% load i18n %} <svg><image href="http://127.0.0.1:9/"/></svg>'
    plan.save()
    factories.make_milestone(case, own_words="<style>@import url(file:///etc/passwd)</style>")
    text = words(give(case).pdf)
    assert "root:" not in text
    assert "<script>x</script>" in text
    assert "@import" in text


@pytest.mark.once
@pytest.mark.parametrize("count", [0, 1, 3, 14, 40])
def test_hand_over_bears_short_and_long_plans(case, count):
    for n in range(count):
        factories.make_milestone(case, own_words=f"Skridt nummer {n} af mange")
    row = give(case)
    assert len(PdfReader(io.BytesIO(bytes(row.pdf))).pages) <= 2 + count // 8
    if count:
        assert f"Skridt nummer {count - 1} " in words(row.pdf)


@pytest.mark.once
@pytest.mark.parametrize(
    "dream", ["Æ" * 19_000, "\n" * 19_000 + "slut", "a\r\n" * 6_000], ids=["word", "blank", "lines"]
)
def test_hand_over_sets_whatever_was_pasted_on_a_few_pages(case, dream):
    plan = case.plans.get()
    plan.dream = dream
    plan.save()
    for _ in range(3):
        factories.make_milestone(case, own_words="w" * 200, professional="ø" * 300)
    assert len(PdfReader(io.BytesIO(bytes(give(case).pdf))).pages) < 30


@pytest.mark.once
def test_hand_over_cuts_nothing_of_a_long_dream(case):
    plan = case.plans.get()
    plan.dream = "\n".join(f"linje{n}" for n in range(400)) + "\n\n\n\n" + "x" * 100
    plan.save()
    text = words(give(case).pdf).replace("\u200b", "").replace(" ", "")
    assert "linje0" in text
    assert "linje399" in text
    assert text.count("x" * 40) >= 1


def test_hand_over_page_shows_what_is_left_out_and_hands_over_once(client, case, partner, guide):
    consent(case, partner, guide, topics=[Topic.PLAN])
    client.force_login(guide)
    url = reverse("plans:hand_over", args=[case.pk])
    page = client.get(url, {"til": str(partner.pk)})
    assert "grundlaget dækker dem ikke" in page.content.decode()
    form = page.context["form"].initial | {"submit_key": "k1"}
    first = client.post(url, form)
    assert first.status_code == 302
    assert Handover.objects.count() == 1
    assert client.post(url, form).status_code == 302
    assert Handover.objects.count() == 1
    assert Handover.objects.get().partner == partner


def test_hand_over_to_others_of_nothing_is_refused_and_no_untruth_is_told_of_steps(
    client, case, partner, guide
):
    consent(case, partner, guide, topics=[Topic.PLAN])
    client.force_login(guide)
    url, nothing = reverse("plans:hand_over", args=[case.pk]), {"til": str(partner.pk), "valgt": "1"}
    page = client.get(url, nothing)
    assert "i årevis" not in page.text and "i årevis" in client.get(url).text
    answer = client.post(url, page.context["form"].initial | nothing)
    assert answer.status_code == 422 and "Vælg mindst én del af planen." in answer.text
    assert not Handover.objects.exists()
    steps = {"sprog": "da", "form": "standard", "head": "plan"}
    again = client.get(url, nothing | steps).context["form"].initial | nothing | steps
    assert client.post(url, again).status_code == 302
    text = words(Handover.objects.get().pdf)
    assert "Ingen skridt er valgt til jer." in text and "ingen skridt lige nu" not in text


def test_hand_over_page_refuses_what_nobody_saw(client, case, guide):
    client.force_login(guide)
    url = reverse("plans:hand_over", args=[case.pk])
    form = client.get(url).context["form"].initial
    factories.make_milestone(case, own_words="Noget nyt")
    answer = client.post(url, form)
    assert answer.status_code == 422
    assert "er ændret. Se siderne igen" in answer.content.decode()
    assert not Handover.objects.exists()
    with pytest.raises(Conflict):
        give(case, seen="noget andet")


def test_hand_over_page_does_not_offer_custody_after_eighteen(client, case, guide):
    client.force_login(guide)
    url = reverse("plans:hand_over", args=[case.pk])
    assert [choice.key for choice in client.get(url).context["choices"]] == ["ung", "foraeldre"]
    with clock.travel(date(2027, 5, 5)):
        assert [choice.key for choice in client.get(url).context["choices"]] == ["ung"]


def test_hand_over_preview_is_the_pdf_inline_and_keeps_nothing(client, case, guide):
    client.force_login(guide)
    response = client.get(reverse("plans:hand_over_preview", args=[case.pk]))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline")
    assert response["Cache-Control"] == "no-store, private"
    assert not Handover.objects.exists()


def test_hand_over_of_another_case_is_not_found_through_this_one(client, case, guide):
    other = factories.make_case(guide)
    row = give(other)
    client.force_login(guide)
    assert client.get(reverse("plans:handover", args=[case.pk, row.pk])).status_code == 404


def test_hand_over_in_the_demo_goes_only_where_it_may(case, partner, guide, unit):
    from random import Random

    from plans.demo.plans import hand_over_some

    type(case).objects.filter(pk=case.pk).update(opened_on=TODAY - timedelta(days=60))
    case.plans.update(opened_on=TODAY - timedelta(days=60))
    case.participations.update(from_on=TODAY - timedelta(days=60))
    hand_over_some(unit, [partner], rng=Random(1))
    # The first is signed, and a second one says what is new since.
    assert [(row.audience, row.number) for row in Handover.objects.all()] == [("youth", 2), ("youth", 1)]
    assert Handover.objects.get(number=1).confirmations.count() == 1
    consent(case, partner, guide, from_on=TODAY - timedelta(days=50))
    hand_over_some(unit, [partner], rng=Random(1))
    assert Handover.objects.filter(partner=partner).count() == 1
    assert all(row.created_at <= clock.now() for row in Handover.objects.all())


WHY = "Frejas praktik begynder, og Hemmeligsen selv har bedt om det"


def guard(case, how):
    if how == "shielded":
        case.shielded = True
        case.save(update_fields=["shielded"])
    else:
        case.person.address_protected = True
        case.person.save(update_fields=["address_protected"])
    return type(case).objects.get(pk=case.pk)


@pytest.mark.parametrize("how", ["shielded", "protected"])
def test_hand_over_of_a_guarded_plan_to_a_partner_needs_a_reason_and_to_others_none(
    case, partner, guide, how
):
    consent(case, partner, guide)
    case = guard(case, how)
    for reason in ("", "   "):
        with pytest.raises(ValidationError):
            give(case, "partner", partner=partner, reason=reason)
    assert not Handover.objects.exists()
    assert not Disclosure.objects.exists()
    assert give(case).told_reason == ""
    assert give(case, "custody").told_reason == ""


def test_hand_over_of_an_ordinary_plan_keeps_no_reason(case, partner, guide):
    consent(case, partner, guide)
    assert give(case, "partner", partner=partner, reason="Uopfordret").told_reason == ""
    assert not case.notes.exists()


@pytest.mark.parametrize("how", ["shielded", "protected"])
def test_hand_over_of_a_guarded_plan_asks_twice_and_tells_the_leader_without_the_name(
    client, case, partner, guide, leader, how
):
    consent(case, partner, guide)
    case = guard(case, how)
    client.force_login(guide)
    url = reverse("plans:hand_over", args=[case.pk])
    page = client.get(url, {"til": str(partner.pk), "sprog": "en"})
    data = {name: page.context["form"].initial[name] for name in ("til", "language", "parts", "seen")}
    data["submit_key"] = page.context["form"]["submit_key"].value()
    refused = client.post(url, data | {"reason": WHY})
    assert refused.status_code == 422
    assert refused.context["choice"].partner == partner
    assert refused.context["paper"].initial["sprog"] == "en"
    assert WHY in refused.content.decode()
    assert refused.context["form"].errors.keys() == {"sure"}
    assert client.post(url, data | {"sure": "on"}).context["form"].errors.keys() == {"reason"}
    assert not Handover.objects.exists()
    assert client.post(url, data | {"reason": WHY, "sure": "on"}).status_code == 302
    row = Handover.objects.get()
    assert row.partner == partner
    assert WHY in case.notes.get().text
    assert AuditEvent.objects.get(action="plan.handed_over").purpose == WHY
    outbox.send_due()
    letter = next(letter for letter in mail.outbox if letter.to == [leader.email])
    client.force_login(leader)
    listed = client.get(reverse("plans:guarded_handovers")).content.decode()
    assert "praktik begynder" in listed
    assert guide.name in letter.body
    for text in (letter.subject + letter.body, listed if how == "shielded" else ""):
        for word in ("Freja", "Hemmeligsen", str(case.pk), partner.name):
            assert word not in text
    assert (case.person.name in listed) == (how == "protected")


def test_hand_over_of_a_plan_that_was_shielded_since_it_was_seen_asks_for_the_reason(
    client, case, partner, guide
):
    consent(case, partner, guide)
    client.force_login(guide)
    url = reverse("plans:hand_over", args=[case.pk])
    form = client.get(url, {"til": str(partner.pk)}).context["form"]
    data = {name: form.initial[name] for name in ("til", "language", "parts", "seen")}
    guard(case, "shielded")
    answer = client.post(url, data | {"submit_key": form["submit_key"].value()})
    assert answer.status_code == 422
    assert "sagen er skærmet" in answer.content.decode()
    assert not Handover.objects.exists()


def test_queries_of_the_leaders_page_do_not_grow(client, case, partner, guide, leader):
    consent(case, partner, guide)
    case = guard(case, "shielded")
    client.force_login(leader)
    url = reverse("plans:guarded_handovers")

    def cost(more):
        for number in range(more, 2 * more):
            Handover.objects.create(
                plan=case.plans.get(), audience="partner", partner=partner, pdf=b"x", sha256="1" * 64,
                plan_version=1, by=guide, told_reason="Praktik", number=number,
            )  # fmt: skip
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    assert cost(2) == cost(18)


def test_the_database_keeps_a_reason_for_partners_only(case, guide):
    row = give(case)
    with pytest.raises(IntegrityError), transaction.atomic():
        Handover.objects.filter(pk=row.pk).update(told_reason="Uden partner")


def test_the_young_persons_paper_holds_the_goals_and_opens_with_no_day_that_has_passed(case, guide):
    add_goal(Goal(plan=case.plans.get(), text="Komme i skole hver dag"), by=guide)
    for step, days in (("Ringe til skolen", -1), ("Se værkstedet", 0), ("Søge ind", 9)):
        factories.make_milestone(case, own_words=step, due_on=TODAY + timedelta(days=days))
    text = words(give(case).pdf)
    assert "Mine mål Komme i skole hver dag" in text.replace("• ", "")
    following, missed = text.index("Det næste"), text.index("Det har vi ikke nået endnu")
    assert following < text.index("Se værkstedet") < text.index("Søge ind") < missed
    assert "Ringe til skolen" not in text[following:missed]
    sheet = sheet_for(case.plans.get(), "youth", on=TODAY)
    assert [step.own_words for step in sheet.next_steps] == ["Se værkstedet", "Søge ind"]
    assert missed < text.index("Ringe til skolen Det skulle være sket den 1. november 2026.")


def test_the_duty_on_the_paper_is_what_the_limits_say(case, guide):
    assert "Til du er 18," in words(give(case).pdf)
    Limit.objects.create(
        code="duty_oldest_age",
        value=18,
        unit="years",
        valid_from=TODAY,
        source="Ny lov",
        recorded_by=guide.pk,
    )
    clear_cache()
    assert "Til du er 19," in words(give(case).pdf)
    with clock.travel(date(2028, 5, 4)):
        assert "Til du er 19," in words(give(case).pdf)
    with clock.travel(date(2028, 5, 5)):
        assert "Loven siger" not in words(give(case).pdf)


def test_hand_over_again_for_another_reason_is_asked_about_and_keeps_what_was_typed(
    client, case, partner, guide
):
    consent(case, partner, guide)
    case = guard(case, "shielded")
    client.force_login(guide)
    url = reverse("plans:hand_over", args=[case.pk])
    form = client.get(url, {"til": str(partner.pk)}).context["form"]
    data = {name: form.initial[name] for name in ("til", "language", "parts", "seen")}
    data |= {"submit_key": "k1", "reason": WHY, "sure": "on"}
    assert client.post(url, data).status_code == 302
    other = client.post(url, data | {"reason": "Et andet møde"})
    assert other.status_code == 422
    assert "Et andet møde" in other.content.decode()
    assert "er allerede gemt" in other.content.decode()
    again = {name: other.context["form"][name].value() for name in (*data, "reason")}
    assert client.post(url, again | {"sure": "on"}).status_code == 302
    told = Handover.objects.order_by("created_at").values_list("told_reason", flat=True)
    assert (len(told), told[1]) == (2, "Et andet møde")


def test_what_comes_next_stands_by_day_whatever_the_order_of_the_plan(case):
    for words_, days in (("Om en måned", 30), ("Uden dag", None), ("I morgen", 1)):
        due = TODAY + timedelta(days=days) if days else None
        factories.make_milestone(case, own_words=words_, due_on=due)
    sheet = sheet_for(case.plans.get(), "youth", on=TODAY)
    assert [step.own_words for step in sheet.next_steps] == ["I morgen", "Om en måned", "Uden dag"]


def test_a_shape_that_there_is_none_of_is_refused_beside_its_field(client, guide, case):
    client.force_login(guide)
    url = f"/sager/{case.pk}/plan/udlever/"
    form = client.get(url + "?til=ung").context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"variant": "0001-01-01"}
    answer = client.post(url, data)
    assert answer.status_code == 422
    assert not Handover.objects.exists()


@pytest.mark.parametrize("reach", [True, False])
def test_who_holds_custody_is_told_with_the_surname_and_not_without(client, case, partner, guide, reach):
    """A parent's name is the surname, and their number is how to reach the young person."""
    topics = [Topic.PLAN, Topic.FAMILY, *([Topic.CONTACT] if reach else [])]
    consent(case, partner, guide, topics)
    client.force_login(partner.contacts.get().user)
    sheet = sheet_for(case.plans.get(), "partner", partner=partner, on=clock.today())
    assert bool(sheet.custody) is reach and ("family" in sheet.topics) is reach
    assert ("Karen Hemmeligsen" in client.get(f"/sager/{case.pk}/delt/").content.decode()) is reach
