"""Two rows become one partner, and nothing is left behind."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from accounts.users.confirming import confirm_user
from audit.models import AuditEvent
from cases.activity.actions import set_activity
from cases.consents.actions import give_consent
from cases.models import ActivityPeriod, Case, Consent, NoteContact, Participation
from cases.network.actions import add_participation
from cases.notes.actions import add_note
from core import clock
from core.mail.models import OutboxMail
from core.versions import Conflict
from intake.inquiries.actions import ask_department, receive_inquiry
from intake.models import Department, Inquiry, Statement
from partners.directory.actions import change_partner
from partners.merge.actions import CannotMerge, duplicate_contacts, merge_partners, preview_merge, relations
from partners.models import (
    Assumption,
    Contact,
    JointMeeting,
    NotDuplicate,
    Partner,
    Partnership,
    SelfAssessment,
)
from partners.offers.actions import add_offer
from plans.models import (
    DeclineReason,
    FormalDecision,
    Handover,
    PromiseQuestion,
    PromiseReport,
    Proposal,
)
from plans.qualification import asking
from tests.helpers import factories
from tests.helpers.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def survivor(unit):
    return factories.PartnerFactory(unit=unit, name="Familieafdelingen", phone="20123456")


@pytest.fixture
def other(unit):
    return factories.PartnerFactory(unit=unit, name="familieafdelingen ", notes="Åbent fredag", city="Højby")


def do(survivor, other, admin, joined=(), **values):
    survivor.refresh_from_db()
    other.refresh_from_db()
    return merge_partners(
        survivor, other, by=admin, versions=(survivor.version, other.version), values=values, joined=joined
    )


def left_behind(row) -> list[str]:
    """Every table of the product that still points at ``row``: asked of the models, not of the code under test."""
    return [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.related_model is type(row)
        and model._base_manager.filter(**{field.name: row.pk}).exists()
    ]


def consent(case, partner, by):
    expires = clock.today() + timedelta(days=90)
    row = Consent(case=case, partner=partner, topics=["plan"], purpose="Praktik", expires_on=expires)
    return give_consent(row, by=by)


def fill(partner, case, guide, admin):
    """A row of everything the product can hang on a partner and a contact."""
    contact = factories.ContactFactory(partner=partner, name="Åse Berg")
    add_participation(case, partner, by=guide, contact=contact)
    consent(case, partner, guide)
    set_activity(case, "fgu", by=guide, place="FGU")
    ActivityPeriod.objects.filter(case=case).update(partner=partner)
    milestone = factories.make_milestone(case, responsible="partner", contact=contact)
    Handover.objects.create(
        plan=case.plans.get(),
        audience="partner",
        partner=partner,
        pdf=b"%PDF",
        sha256="0" * 64,
        plan_version=1,
        by=guide,
    )
    Partner.objects.filter(pk=partner.pk).update(side="internal", has_authority=True)
    partner.refresh_from_db()
    inquiry = receive_inquiry(
        Inquiry(unit=partner.unit, first_name="Vera", asked_by="school", reason="Fravær"), by=guide
    )
    department = Department.objects.get(code="family")
    asked = {"question": "Kender I Vera?", "basis": "consent", "basis_note": "Mundtligt fra mor"}
    ask_department(Statement(inquiry=inquiry, department=department, partner=partner, **asked), by=guide)
    NoteContact.objects.create(note=add_note(case, by=guide, text="Talt med dem"), partner=partner)
    about = {"milestone": milestone, "partner": partner}
    PromiseQuestion.objects.create(**about, question="Møder hun?", asked_by=guide)
    Proposal.objects.create(**about, kind="end", reason="done", by=admin)
    PromiseReport.objects.create(**about, kind="attended", by=admin)
    third = factories.PartnerFactory(unit=partner.unit)
    one, two = sorted((partner.pk, third.pk))
    NotDuplicate.objects.create(one_id=one, two_id=two, by=admin)
    factories.PartnerFactory(unit=partner.unit, merged_into=partner, is_active=False)
    asking.ask(milestone, by=guide, partner=partner, question="Kan I?", send_now=False)
    DeclineReason.objects.create(partner=partner, name_da="Fuldt optaget", name_en="Full")
    decided = {"by_whom": "Kommunen", "paragraph": "§ 85", "decided_on": clock.today(), "outcome": "granted"}
    FormalDecision.objects.create(
        plan=milestone.plan, partner=partner, what="Støtte", recorded_by=guide, **decided
    )
    Partnership.objects.create(partner=partner, purpose="Prøveuger")
    JointMeeting.objects.create(partner=partner, held_on=clock.today(), about="Prøveuger", by=admin)
    Assumption.objects.create(partner=partner, text="Ingen vil", by=guide)
    SelfAssessment.objects.create(partner=partner, year=2026, by=admin)
    add_offer(partner, by=admin, name="Værksted", capacity=8)
    return contact, milestone


def test_the_relations_found_are_those_of_every_model():
    for target in (Partner, Contact):
        found = {(key.model._meta.label, key.name) for key in relations(target)}
        every = {
            (model._meta.label, field.name)
            for model in apps.get_models(include_auto_created=True)
            for field in model._meta.concrete_fields
            if isinstance(field, models.ForeignKey) and field.related_model is target
        }
        assert found == every and found


def test_everything_moves_and_nothing_is_left_behind(survivor, other, case, guide, admin):
    contact, milestone = fill(other, case, guide, admin)
    # The fixture is whole: every table that can point at a partner does.
    assert len(left_behind(other)) == len(list(relations(Partner))) - 1, (
        "a new relation: fill() must make a row of it"
    )
    seen = preview_merge(other)
    moved = do(survivor, other, admin)
    assert left_behind(other) == []
    assert moved.rows == seen.rows and moved.case_ids == seen.case_ids == {case.pk}
    contact.refresh_from_db()
    milestone.refresh_from_db()
    assert contact.partner == survivor and milestone.contact == contact
    assert Participation.objects.get(case=case).partner == survivor
    assert Consent.objects.get(case=case).partner == survivor


def test_old_address_leads_to_the_survivor_and_the_row_is_out_of_the_lists(
    client, survivor, other, admin, guide
):
    do(survivor, other, admin)
    client.force_login(guide)
    response = client.get(f"/partnere/{other.pk}/")
    assert response.status_code == 301 and response.url == f"/partnere/{survivor.pk}/"
    assert client.get("/partnere/", {"active": "all"}).context["page"].paginator.count == 1
    other.refresh_from_db()
    assert other.merged_into == survivor and not other.is_active


def test_merged_twice_leads_to_the_last(client, unit, survivor, other, admin, guide):
    do(survivor, other, admin)
    last = factories.PartnerFactory(unit=unit, name="Familie og Unge")
    do(last, survivor, admin)
    client.force_login(guide)
    assert client.get(f"/partnere/{other.pk}/").url == f"/partnere/{last.pk}/"
    assert left_behind(survivor) == []


def test_chosen_values_stand_and_the_rest_is_told_to_the_trail(survivor, other, admin):
    do(survivor, other, admin, notes="Åbent fredag", city="Højby")
    survivor.refresh_from_db()
    assert (survivor.notes, survivor.city, survivor.phone) == ("Åbent fredag", "Højby", "20123456")
    assert survivor.search_name == "familieafdelingen hoejby"
    event = AuditEvent.objects.get(action="partner.merge", case_id=None)
    assert event.actor_id == admin.pk and event.object_id == str(survivor.pk)
    assert event.changes["merged"] == [other.pk, survivor.pk]
    assert event.changes["merged_values"][0]["name"] == "familieafdelingen "
    assert event.changes["notes"] == ["", "Åbent fredag"]


def test_each_case_it_touches_says_so(survivor, other, case, guide, admin):
    add_participation(case, other, by=guide)
    do(survivor, other, admin)
    event = AuditEvent.objects.get(action="partner.merge", case_id=case.pk)
    assert event.changes["partner"] == ["familieafdelingen ", "Familieafdelingen"]


def test_when_both_take_part_the_earlier_stands_and_the_later_is_history(survivor, other, case, guide, admin):
    contact = factories.ContactFactory(partner=other)
    later = add_participation(case, survivor, by=guide, on=date(2026, 5, 1))
    earlier = add_participation(case, other, by=guide, on=date(2026, 2, 1), contact=contact)
    do(survivor, other, admin)
    now = Participation.objects.get(case=case, superseded_at=None)
    assert (now.pk, now.partner, now.contact, now.from_on) == (
        earlier.pk,
        survivor,
        contact,
        date(2026, 2, 1),
    )
    later.refresh_from_db()
    assert later.superseded_at and later.partner == survivor
    assert left_behind(other) == []


def test_the_kept_participation_takes_over_the_others_person(survivor, other, case, guide, admin):
    contact = factories.ContactFactory(partner=other)
    add_participation(case, survivor, by=guide, on=date(2026, 2, 1))
    add_participation(case, other, by=guide, on=date(2026, 5, 1), contact=contact)
    do(survivor, other, admin)
    now = Participation.objects.get(case=case, superseded_at=None)
    assert (now.from_on, now.contact) == (date(2026, 2, 1), contact)


def test_consents_of_both_stand(survivor, other, case, guide, admin):
    consent(case, survivor, guide)
    consent(case, other, guide)
    do(survivor, other, admin)
    assert Consent.objects.filter(case=case, partner=survivor).count() == 2


def test_a_partner_user_follows_and_sees_the_survivors_cases_when_a_leader_has_confirmed(
    client, survivor, other, unit, case, guide, admin, leader
):
    """Whoever merges two partners lets nobody in to more by that alone."""
    user = factories.UserFactory(unit=unit, role="partner")
    contact = factories.ContactFactory(partner=other, user=user)
    add_participation(case, survivor, by=guide)
    consent(case, survivor, guide)
    here = signed_in(user)
    url = reverse("partners:partner_merge", args=[survivor.pk, other.pk])
    assert "ikke komme ind, før en leder har bekræftet det" in signed_in(admin).get(url).text
    told = (
        signed_in(admin)
        .post(url, {"version": survivor.version, "other_version": other.version}, follow=True)
        .text
    )
    assert f"De kan først komme ind, når en leder har bekræftet det: {contact.name}." in told
    user = type(user).objects.get(pk=user.pk)
    assert not Case.objects.visible_to(user).exists()
    assert here.get(reverse("portal:partner_inbox")).status_code == 403
    assert OutboxMail.objects.get(to=leader.email).body.count(user.email) == 1
    page = signed_in(leader).get(reverse("accounts:user_confirmations")).content.decode()
    assert user.email in page and other.name.strip() in page and survivor.name in page and admin.name in page
    confirm_user(user, by=leader, expected_version=user.version)
    assert list(Case.objects.visible_to(type(user).objects.get(pk=user.pk))) == [case]


def test_who_sees_nothing_new_by_a_merge_waits_for_nobody(survivor, other, unit, case, guide, admin):
    theirs, ours = (factories.UserFactory(unit=unit, role="partner") for _ in range(2))
    factories.ContactFactory(partner=other, user=theirs)
    factories.ContactFactory(partner=survivor, user=ours)
    add_participation(case, survivor, by=guide)
    consent(case, survivor, guide)
    do(survivor, other, admin)
    waits = set(type(ours).objects.exclude(to_confirm_since=None))
    assert waits == {theirs}


def test_the_same_person_in_both_becomes_one(survivor, other, unit, case, guide, admin):
    user = factories.UserFactory(unit=unit, role="partner")
    ours = factories.ContactFactory(
        partner=survivor, name="Åse Berg", phone="", from_on=date(2025, 1, 1), notes="Man."
    )
    theirs = factories.ContactFactory(
        partner=other, name="åse berg", phone="20654321", email="aase@eksempel.dk", from_on=date(2024, 1, 1),
        notes="Tirs.", user=user,
    )  # fmt: skip
    milestone = factories.make_milestone(case, responsible="partner", contact=theirs)
    assert duplicate_contacts(survivor, other) == [(ours, theirs)]
    do(survivor, other, admin, joined=[(ours.pk, theirs.pk)])
    ours.refresh_from_db()
    milestone.refresh_from_db()
    assert (ours.phone, ours.email, ours.from_on, ours.user, ours.version) == (
        "20654321", "aase@eksempel.dk", date(2024, 1, 1), user, 2
    )  # fmt: skip
    assert ours.notes == "Man.\n\nTirs." and ours.until_on is None
    assert milestone.contact == ours and Participation.objects.get().contact == ours
    assert not Contact.objects.filter(pk=theirs.pk).exists()


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ({"name": "Åse Berg"}, {"name": "ÅSE BERG "}, True),
        ({"name": "Åse Berg", "phone": "20123456"}, {"name": "Åse Berg", "phone": "20 12 34 56"}, True),
        ({"name": "Åse Berg", "phone": "20123456"}, {"name": "Åse Berg", "phone": "20654321"}, False),
        ({"name": "Åse Berg", "email": "a@x.dk"}, {"name": "Åse Berg", "email": "b@x.dk"}, False),
        ({"name": "Åse Berg"}, {"name": "Åse Bergh"}, False),
    ],
)
def test_who_is_the_same_person(survivor, other, ours, theirs, same):
    factories.ContactFactory(partner=survivor, **{"phone": "", **ours})
    factories.ContactFactory(partner=other, **{"phone": "", **theirs})
    assert bool(duplicate_contacts(survivor, other)) is same


def test_two_who_sign_in_are_two_people(survivor, other, unit):
    for partner in (survivor, other):
        factories.ContactFactory(
            partner=partner, name="Åse Berg", user=factories.UserFactory(unit=unit, role="partner")
        )
    assert duplicate_contacts(survivor, other) == []


def test_contacts_of_strangers_cannot_be_joined(survivor, other, unit, admin):
    mine = factories.ContactFactory(partner=survivor)
    foreign = factories.ContactFactory(partner__unit=unit)
    with pytest.raises(ValueError, match="elsewhere"):
        do(survivor, other, admin, joined=[(mine.pk, foreign.pk)])
    other.refresh_from_db()
    assert other.merged_into is None


def test_a_stale_page_merges_nothing(survivor, other, admin):
    change_partner(other, other.version, {"notes": "Nyt"}, by=admin)
    with pytest.raises(Conflict):
        merge_partners(survivor, other, by=admin, versions=(1, 1), values={})
    assert not Partner.objects.exclude(merged_into=None).exists()


def test_a_row_that_cannot_follow_stops_all_of_it(survivor, other, case, guide, admin, monkeypatch):
    add_participation(case, survivor, by=guide)
    add_participation(case, other, by=guide)
    consent(case, other, guide)
    monkeypatch.setattr("partners.merge.actions._twin", lambda *args: None)
    with pytest.raises(CannotMerge):
        do(survivor, other, admin)
    assert Consent.objects.get().partner == other
    assert Participation.objects.filter(partner=other).count() == 1
    assert not AuditEvent.objects.filter(action="partner.merge").exists()


def test_never_across_units_nor_with_itself(survivor, admin):
    with pytest.raises(ValueError, match="one unit"):
        do(survivor, factories.PartnerFactory(), admin)
    with pytest.raises(ValueError, match="one unit"):
        do(survivor, survivor, admin)


def test_what_was_told_about_pairs_follows_in_order(survivor, other, unit, admin):
    last = factories.PartnerFactory(unit=unit)
    NotDuplicate.objects.create(one=survivor, two=other, by=admin)
    NotDuplicate.objects.create(one=survivor, two=last, by=admin)
    NotDuplicate.objects.create(one=other, two=last, by=admin)
    do(last, survivor, admin)
    assert list(NotDuplicate.objects.values_list("one_id", "two_id")) == [(other.pk, last.pk)]


def test_the_page_merges_what_was_chosen(client, survivor, other, case, guide, admin):
    ours = factories.ContactFactory(partner=survivor, name="Åse Berg", phone="")
    theirs = factories.ContactFactory(partner=other, name="Åse Berg")
    add_participation(case, other, by=guide)
    Partner.objects.filter(pk=survivor.pk).update(notes="Lukket i juli")
    client.force_login(admin)
    url = f"/partnere/{survivor.pk}/flet/{other.pk}/"
    page = client.get(url)
    assert sorted(page.context["rows"]) == ["1 deltagelse i en sag", "1 kontaktperson"]
    chosen = {row["name"]: row["chosen"] for row in page.context["choices"]}
    assert (chosen["address"], chosen["phone"], chosen["notes"], chosen["name"]) == (
        "theirs",
        "mine",
        "both",
        "mine",
    )
    data = {"version": 1, "other_version": 1, "take_name": "theirs", "join": f"{ours.pk}-{theirs.pk}"}
    response = client.post(url, data, follow=True)
    assert response.redirect_chain == [(f"/partnere/{survivor.pk}/", 303)]
    survivor.refresh_from_db()
    assert survivor.name == "familieafdelingen " and survivor.notes == "Lukket i juli\n\nÅbent fredag"
    assert survivor.city == "Højby" and survivor.contacts.count() == 1
    # What was told beforehand is what was done.
    assert "Flyttet: 1 deltagelse i en sag, 1 kontaktperson." in response.content.decode()
    assert "Flettet med" in response.content.decode()


def test_the_page_shows_a_conflict_and_changes_nothing(client, survivor, other, admin):
    client.force_login(admin)
    response = client.post(f"/partnere/{survivor.pk}/flet/{other.pk}/", {"version": 7, "other_version": 1})
    assert response.status_code == 409 and "blev ændret, mens du kiggede" in response.content.decode()
    assert not Partner.objects.exclude(merged_into=None).exists()


def test_duplicates_page_lists_pairs_until_somebody_says_they_are_two(client, survivor, other, unit, admin):
    factories.PartnerFactory(unit=unit, name="Egnsteatret")
    client.force_login(admin)
    pairs = client.get("/partnere/dubletter/").context["pairs"]
    assert [{one.pk, two.pk} for one, two, _found in pairs] == [{survivor.pk, other.pk}]
    for _ in range(2):
        assert client.post(f"/partnere/dubletter/{other.pk}/{survivor.pk}/to/").status_code == 302
    assert client.get("/partnere/dubletter/").context["pairs"] == []
    assert client.get(f"/partnere/{survivor.pk}/").context["alike"] == []
    assert NotDuplicate.objects.count() == 1


def test_an_admin_of_another_unit_can_merge_neither(client, survivor, other):
    client.force_login(factories.UserFactory(role="admin"))
    data = {"version": 1, "other_version": 1}
    assert client.post(f"/partnere/{survivor.pk}/flet/{other.pk}/", data).status_code == 404
    assert client.post(f"/partnere/dubletter/{survivor.pk}/{other.pk}/to/").status_code == 404


@pytest.mark.parametrize("typed", ["hojby", "4573 håndbold", "52 39 98 07"])
def test_the_partner_to_merge_with_is_found_as_in_the_directory(admin, unit, typed):
    one = factories.PartnerFactory(unit=unit, name="Klubben")
    two = factories.PartnerFactory(unit=unit, name="Højby Håndbold", postal_code="4573", cvr="52399807")
    page = signed_in(admin).get(reverse("partners:merge_choose", args=[one.pk]), {"q": typed})
    assert list(page.context["found"]) == [two]


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("partner_merge", ()),
        ("merge_choose", None),
        ("partner_edit", None),
        ("contact_add", None),
        ("contact_edit", "contact"),
        ("offer_add", None),
        ("partnership_edit", None),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_window_left_open_leads_to_the_partner_it_became(
    survivor, other, unit, admin, leader, name, more, method
):
    """Merged in another window or by a colleague: the old page is no “not found”, it says where the partner went."""
    contact = factories.ContactFactory(partner=other)
    args = [other.pk, contact.pk] if more == "contact" else [other.pk]
    url = reverse(f"partners:{name}", args=[survivor.pk, other.pk] if more == () else args)
    do(survivor, other, admin)
    who = leader if name == "partnership_edit" else admin
    response = getattr(signed_in(who), method)(url, follow=True)
    assert response.redirect_chain[-1][0] == reverse("partners:partner_detail", args=[survivor.pk])
    told = " ".join(str(one) for one in response.context["messages"])
    assert other.name in told and survivor.name in told


def test_a_merged_partner_of_another_unit_leads_nowhere(survivor, other, admin):
    do(survivor, other, admin)
    stranger = factories.UserFactory(unit=factories.UnitFactory(), role="admin")
    assert signed_in(stranger).get(reverse("partners:partner_edit", args=[other.pk])).status_code == 404
