"""Who may be told what: what stands in force and when it lapses, what a partner then sees, and what was told."""

import hashlib
import io
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from audit.models import AuditEvent
from cases.activity import actions as activity_actions
from cases.consents import actions as consents_actions
from cases.consents import disclosure as sharing
from cases.consents import receipts
from cases.models import Case, Consent, Disclosure, Guardian, SharingRule, Topic
from cases.network import actions as network_actions
from cases.notes import actions as notes_actions
from core import clock
from core.mail import outbox
from core.mail.models import OutboxMail
from plans.handover.actions import hand_over
from plans.models import Handover
from tests.helpers import factories
from workspace.day import day

pytestmark = pytest.mark.django_db


TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def travelled():
    with clock.travel(TODAY):
        yield


@pytest.fixture
def case(guide):
    return factories.make_case(
        guide, first_name="Freja", last_name="Hemmeligsen", birth_date=date(2009, 5, 5), email="f@eksempel.dk"
    )


@pytest.fixture
def mother(case):
    return Guardian.objects.create(
        person=case.person, name="Karen Hemmeligsen", relation="mor", phone="20 99 88 77", has_custody=True
    )


@pytest.fixture
def partner_user(guide):
    contact = factories.ContactFactory(
        partner__unit=guide.unit,
        partner__name="FGU Fjorden",
        user=factories.UserFactory(role="partner", unit=guide.unit),
    )
    return contact.user


@pytest.fixture
def partner(case, guide, partner_user):
    network_actions.add_participation(case, partner_user.partner_contact.partner, by=guide)
    return partner_user.partner_contact.partner


def give(case, partner, topics=(Topic.PLAN,), **fields):
    fields.setdefault("expires_on", clock.today() + timedelta(days=300))
    row = Consent(case=case, partner=partner, topics=list(topics), purpose="Praktik", **fields)
    return consents_actions.give_consent(row, by=case.guide)


def sees(user) -> bool:
    return Case.objects.visible_to(user).exists()


def test_at_18_a_partner_sees_nothing_more_on_a_mothers_word_and_the_guide_asks_anew(
    case, guide, mother, partner, partner_user
):
    give(case, partner, from_whom="custody", guardian=mother)
    birthday = date(2027, 5, 5)

    def consent_lines(on):
        with clock.travel(on):
            standing, _away = day.tasks_of(day.own_cases(guide), guide.unit, on, guide)
            return [(line.due, line.words) for line in standing if line.kind == "consent"]

    with translation.override("en"):
        assert consent_lines(birthday - timedelta(days=31)) == []
        ((due, words),) = consent_lines(birthday - timedelta(days=30))
        assert (due, words[:8]) == (birthday - timedelta(days=1), "Turns 18")
        with clock.travel(birthday - timedelta(days=1)):
            assert sees(partner_user)
        with clock.travel(birthday):
            assert not sees(partner_user)
        ((_due, words),) = consent_lines(birthday)
        assert "Ask anew" in words
        with clock.travel(birthday):
            give(case, partner, from_whom="youth")
            assert sees(partner_user)
        assert consent_lines(birthday) == []


def test_what_has_ended_with_several_partners_is_one_line(case, guide, partner):
    today = clock.today()
    for other in (partner, *factories.PartnerFactory.create_batch(3, unit=guide.unit)):
        network_actions.add_participation(case, other, by=guide) if other != partner else None
        give(case, other, from_on=today - timedelta(days=40), expires_on=today - timedelta(days=2))
    with translation.override("da"):
        standing, _away = day.tasks_of([case], guide.unit, today, guide)
        (line,) = (line for line in standing if line.kind == "consent")
        assert "og 2 til er udløbet" in line.words
        assert [act.route for act in line.acts()] == ["cases:consents"]


def test_nobody_else_says_yes_for_somebody_of_age_and_nobody_under_15_alone(
    client, guide, partner, case, mother
):
    client.force_login(guide)
    case.person.birth_date = clock.today() - timedelta(days=19 * 366)
    case.person.save()
    page = client.get(reverse("cases:consent_add", args=[case.pk])).content.decode()
    assert 'value="custody"' not in page
    row = Consent(case=case, partner=partner, topics=["plan"], purpose="x", expires_on=TODAY)
    row.from_whom, row.guardian = "custody", mother
    with pytest.raises(ValidationError) as error:
        consents_actions.give_consent(row, by=guide)
    assert set(error.value.message_dict) == {"from_whom"}
    case.person.birth_date = date(2011, 11, 21)  # 15 tomorrow
    with pytest.raises(ValidationError):
        give(case, partner, from_whom="youth")
    with clock.travel(TODAY + timedelta(days=1)):
        give(case, partner, from_whom="youth", from_on=clock.today())


def sent(partner, **fields):
    return {
        "partner": partner.pk,
        "basis": "consent",
        "topics": ["plan"],
        "purpose": "Praktik",
        "from_whom": "youth",
        "form": "written",
        "from_on": TODAY.isoformat(),
        "expires_on": (TODAY + timedelta(days=90)).isoformat(),
    } | fields


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"form": "oral"}, "witness"),
        ({"from_whom": ""}, "from_whom"),
        ({"from_whom": "custody"}, "guardian"),
        ({"basis": "law"}, "rule"),
        ({"basis": "duty"}, "rule"),
        ({"expires_on": "2026-11-19"}, "expires_on"),
        ({"topics": []}, "topics"),
        ({"purpose": ""}, "purpose"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(client, guide, case, partner, fields, wrong):
    client.force_login(guide)
    response = client.post(reverse("cases:consent_add", args=[case.pk]), sent(partner, **fields))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [wrong]
    assert f'id="error_1_id_{wrong}"' in response.content.decode()
    assert not case.consents.exists()


def test_a_rule_brings_its_own_words_and_nobody_is_asked(client, guide, case, partner):
    client.force_login(guide)
    rule = SharingRule.objects.get(is_duty=True)
    data = sent(partner, basis="duty", known_rule=rule.pk, from_whom="youth", form="oral")
    assert client.post(reverse("cases:consent_add", args=[case.pk]), data).status_code == 303
    row = case.consents.get()
    assert (row.rule, row.rule_text, row.from_whom, row.given_by) == (rule.name, rule.text, "", "")
    assert row.in_force()
    rule.text = "Noget andet"
    rule.save()
    row.refresh_from_db()
    assert row.rule_text != "Noget andet"


def test_asking_again_begins_with_what_was_said_before(client, guide, case, partner, mother):
    client.force_login(guide)
    row = give(case, partner, ["plan", "contact"], from_whom="custody", guardian=mother)
    url = reverse("cases:consent_again", args=[case.pk, row.pk])
    form = client.get(url).context["form"]
    assert form["topics"].value() == ["plan", "contact"]
    assert (form["from_whom"].value(), form["guardian"].value()) == ("custody", mother.pk)
    with clock.travel(date(2027, 5, 5)):
        form = client.get(url).context["form"]
        assert (form["from_whom"].value(), form["guardian"].value()) == ("youth", None)


@pytest.mark.parametrize(("topics", "warned"), [(["contact"], True), (["contact", "plan"], False)])
def test_who_asks_again_and_hears_less_is_told_what_still_holds(client, guide, case, partner, topics, warned):
    client.force_login(guide)
    row = give(case, partner, ["plan", "contact"])
    url = reverse("cases:consent_again", args=[case.pk, row.pk])
    initial = client.get(url).context["form"].initial
    days = {name: initial[name].isoformat() for name in ("from_on", "expires_on")}
    said = {
        "partner": partner.pk,
        "basis": "consent",
        "purpose": "Praktik",
        "from_whom": "youth",
        "form": "written",
    }
    text = client.post(url, {**said, **days, "topics": topics}, follow=True).text
    assert ("Det tidligere gælder stadig" in text) is warned


@pytest.mark.parametrize(
    ("days", "last"),
    [(0, date(2026, 11, 20)), (90, date(2027, 2, 18)), (365, date(2027, 11, 20)), (9000, date(2027, 11, 20))],
)
def test_what_is_asked_again_runs_for_as_long_from_today_and_at_most_a_year(
    client, guide, case, partner, days, last
):
    row = give(case, partner, from_on=TODAY, expires_on=TODAY + timedelta(days=days))
    client.force_login(guide)
    form = client.get(reverse("cases:consent_again", args=[case.pk, row.pk])).context["form"]
    assert (form["from_on"].value(), form["expires_on"].value()) == (TODAY, last)


_BOUNDS = "Dagen kan ligge fra 1. januar 1990 til 31. december 2036."


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"expires_on": "2066-11-20"}, {"expires_on": _BOUNDS}),
        ({"expires_on": "2031-11-21"}, {"expires_on": "højst fem år, her til og med 20. november 2031"}),
        ({"expires_on": "2031-11-20"}, {}),
        ({"from_on": "0206-11-20"}, {"from_on": _BOUNDS}),
        ({"basis": "law", "rule": "Serviceloven", "expires_on": "2036-11-20"}, {}),
        ({"basis": "law", "rule": "Serviceloven", "expires_on": "2206-11-20"}, {"expires_on": _BOUNDS}),
    ],
)
def test_nobody_is_asked_for_more_than_five_years_and_a_slip_of_the_year_is_found(
    client, guide, case, partner, fields, wrong
):
    client.force_login(guide)
    answer = client.post(reverse("cases:consent_add", args=[case.pk]), sent(partner, **fields))
    assert answer.status_code == (422 if wrong else 303)
    if wrong:
        [(name, told)] = answer.context["form"].errors.items()
        assert wrong[name] in told[0]


def test_what_has_not_begun_stands_apart_from_what_holds_now(client, guide, case, partner):
    holds = give(case, partner)
    begins = give(case, partner, from_on=TODAY + timedelta(days=3))
    client.force_login(guide)
    page = client.get(reverse("cases:consents", args=[case.pk])).content.decode()
    now, later = page.index("Gælder nu"), page.index("Gælder senere")
    assert now < page.index(f'id="grundlag-{holds.pk}"') < later < page.index(f'id="grundlag-{begins.pk}"')


def test_joint_custody_asks_both_or_says_why_one_suffices(case, partner, mother):
    """Both holders decide together (forældreansvarsloven § 3); what a father without custody says is no yes."""
    type(case.person).objects.filter(pk=case.person_id).update(custody="joint")
    case = Case.objects.select_related("person").get(pk=case.pk)
    father = Guardian.objects.create(person=case.person, name="Ole Hemmeligsen", has_custody=True)
    aunt = Guardian.objects.create(person=case.person, name="Moster")
    asked = {"from_whom": "custody", "guardian": mother}
    for wrong in ({}, {"second_guardian": mother}, {"second_guardian": aunt}, {"one_suffices": "  "}):
        with pytest.raises(ValidationError) as error:
            give(case, partner, ["plan"], **asked, **wrong)
        assert list(error.value.message_dict) == ["second_guardian"], wrong
    both = give(case, partner, ["plan"], **asked, second_guardian=father)
    assert both.given_by == "Karen Hemmeligsen, Ole Hemmeligsen"
    one = give(
        case,
        partner,
        ["plan", "contact"],
        **asked,
        one_suffices="Faren er død i år, skifteretten er ikke færdig",
    )
    assert (one.given_by, bool(one.one_suffices)) == ("Karen Hemmeligsen", True)


@pytest.mark.parametrize("custody", ["unknown", "placed", "other"])
def test_two_written_down_as_holders_are_both_asked_whatever_custody_says(
    client, guide, case, partner, mother, custody
):
    """Nobody chose “both parents”, and a child placed in care has them still: two boxes are ticked."""
    type(case.person).objects.filter(pk=case.person_id).update(custody=custody)
    case = Case.objects.select_related("person").get(pk=case.pk)
    give(case, partner, ["plan"], from_whom="custody", guardian=mother)  # alone on the page
    father = Guardian.objects.create(person=case.person, name="Ole Hemmeligsen", has_custody=True)
    client.force_login(guide)
    url = reverse("cases:consent_add", args=[case.pk])
    assert "second_guardian" in client.get(url).context["form"].fields
    data = sent(partner, from_whom="custody", guardian=mother.pk, topics=["plan", "contact"])
    refused = client.post(url, data)
    assert refused.status_code == 422 and list(refused.context["form"].errors) == ["second_guardian"]
    assert client.post(url, data | {"second_guardian": father.pk}).status_code == 303
    assert case.consents.latest("pk").given_by == "Karen Hemmeligsen, Ole Hemmeligsen"
    Guardian.objects.filter(pk=father.pk).update(until_on=TODAY)
    assert client.post(url, data | {"topics": ["activity"], "submit_key": "k9"}).status_code == 303
    assert case.consents.latest("pk").given_by == "Karen Hemmeligsen"


def test_one_who_holds_custody_alone_is_asked_alone(client, guide, case, partner, mother):
    type(case.person).objects.filter(pk=case.person_id).update(custody="sole")
    case = Case.objects.select_related("person").get(pk=case.pk)
    row = give(case, partner, ["plan"], from_whom="custody", guardian=mother, one_suffices="Glemt herfra")
    assert (row.second_guardian, row.one_suffices) == (None, "")
    client.force_login(guide)
    form = client.get(reverse("cases:consent_add", args=[case.pk])).context["form"]
    assert "second_guardian" not in form.fields


def test_the_same_form_twice_is_one_basis(client, guide, case, partner):
    client.force_login(guide)
    for _again in range(2):
        client.post(reverse("cases:consent_add", args=[case.pk]), sent(partner, submit_key="k1"))
    assert case.consents.count() == 1


MARKS = {
    Topic.CONTACT: ("Hemmeligsen", "20 11 22 33", "f@eksempel.dk"),
    Topic.PLAN: ("Jeg vil have et værksted", "Besøge smeden"),
    Topic.ACTIVITY: ("Bageriet på torvet",),
    Topic.FAMILY: ("Karen", "20 99 88 77"),
    Topic.HEALTH: ("Sover dårligt",),
}


@pytest.mark.parametrize(
    "topics",
    [{topic} for topic in Topic] + [set(Topic), {Topic.PLAN, Topic.CONTACT}, {Topic.FAMILY, Topic.CONTACT}],
)
def test_a_partner_sees_what_is_covered_and_no_more(
    client, guide, case, mother, partner, partner_user, topics
):
    plan = case.plans.get()
    plan.dream = "Jeg vil have et værksted"
    plan.save()
    mother.name = "Karen Moder"
    mother.save()
    factories.make_milestone(case, own_words="Besøge smeden")
    activity_actions.set_activity(case, "job", by=guide, place="Bageriet på torvet")
    notes_actions.add_note(case, by=guide, text="Sover dårligt")
    give(case, partner, sorted(topics))
    client.force_login(partner_user)
    page = client.get(reverse("portal:shared_case", args=[case.pk])).content.decode()
    by_themselves = topics - {Topic.HEALTH, Topic.CRIME}
    if Topic.CONTACT not in topics:  # who holds custody is most often called the same
        by_themselves -= {Topic.FAMILY}
    for topic, marks in MARKS.items():
        for mark in marks:
            assert (mark in page) is (topic in by_themselves), (topic, mark)
    assert set(Disclosure.objects.get().topics) == by_themselves


def test_a_protected_address_hides_school_and_family_whatever_is_covered(
    client, guide, case, mother, partner, partner_user
):
    type(case.person).objects.filter(pk=case.person.pk).update(address_protected=True)
    activity_actions.set_activity(case, "job", by=guide, place="Bageriet på torvet")
    give(case, partner, list(Topic))
    client.force_login(partner_user)
    page = client.get(reverse("portal:shared_case", args=[case.pk])).content.decode()
    assert [
        mark for mark in ("Bageriet", "Karen", "20 99", "20 11 22 33", "f@eksempel") if mark in page
    ] == []


def test_a_copy_is_fetched_only_while_everything_in_it_is_covered(client, case, partner, partner_user):
    both, contact = give(case, partner, ["plan"]), give(case, partner, ["contact"])
    row = hand_over(case.plans.get(), Handover.Audience.PARTNER, by=case.guide, partner=partner)
    assert row.told == {"plan", "contact"}
    client.force_login(partner_user)
    url = reverse("portal:handover_shared", args=[case.pk, row.pk])
    assert client.get(url).status_code == 200
    consents_actions.withdraw_consent(contact, by=case.guide)
    assert both.in_force()
    assert client.get(url).status_code == 404
    assert str(row.pk) not in client.get(reverse("portal:partner_inbox")).content.decode()
    assert client.get(reverse("portal:shared_case", args=[case.pk])).status_code == 200


@pytest.mark.parametrize("step", range(4))
def test_withdrawn_between_any_two_steps_the_next_byte_is_404_and_no_mail_leaves(
    client, guide, case, partner, partner_user, step
):
    consent = give(case, partner, ["plan", "contact"])
    row = hand_over(case.plans.get(), Handover.Audience.PARTNER, by=guide, partner=partner)
    assert OutboxMail.objects.filter(to=partner_user.email).count() == 1
    client.force_login(partner_user)
    shared, copy = (
        reverse("portal:shared_case", args=[case.pk]),
        reverse("portal:handover_shared", args=[case.pk, row.pk]),
    )
    inbox = reverse("portal:partner_inbox")
    visit = [inbox, shared, copy, copy]
    for url in visit[:step]:
        assert client.get(url).status_code == 200
    told = Disclosure.objects.count()
    consents_actions.withdraw_consent(consent, by=guide)
    for url in visit[step:]:
        response = client.get(url)
        if url == inbox:
            assert "Freja" not in response.content.decode()
        else:
            assert response.status_code == 404
    assert Disclosure.objects.count() == told
    outbox.send_due()
    assert mail.outbox == []
    assert OutboxMail.objects.get(to=partner_user.email).state == OutboxMail.State.DROPPED


def test_a_mail_to_a_partner_leaves_while_the_basis_holds_and_tells_nothing(
    guide, case, partner, partner_user
):
    give(case, partner, ["plan", "contact"])
    hand_over(case.plans.get(), Handover.Audience.PARTNER, by=guide, partner=partner)
    outbox.send_due()
    (letter,) = mail.outbox
    assert letter.to == [partner_user.email]
    assert "Freja" not in letter.subject + letter.body


def test_withdrawal_lists_what_was_told_while_it_stood(client, guide, case, partner, partner_user):
    consent = give(case, partner, ["plan", "contact"])
    hand_over(case.plans.get(), Handover.Audience.PARTNER, by=guide, partner=partner)
    client.force_login(partner_user)
    for _again in range(3):
        client.get(reverse("portal:shared_case", args=[case.pk]))
    sharing.record_told(consent, by=guide, topics=["plan"], what="Ringede om opstart")
    client.force_login(guide)
    answer = client.post(reverse("cases:consent_withdraw", args=[case.pk, consent.pk]), follow=True)
    (line,) = answer.context["over"]
    assert [(t.what, t.times) for t in line.told] == [("Ringede om opstart", 1), ("", 3), ("", 1)]
    assert "Ringede om opstart" in answer.content.decode()
    with pytest.raises(sharing.NotCovered):
        sharing.record_told(consent, by=guide, topics=["plan"], what="For sent")


def receipt_of(client, case, consent) -> str:
    answer = client.post(reverse("cases:consent_withdraw", args=[case.pk, consent.pk]), follow=True)
    (said,) = answer.context["messages"]
    return str(said)


def test_the_receipt_of_a_withdrawal_says_what_the_partner_may_still_be_told(client, guide, case, partner):
    plan, contact = give(case, partner, ["plan"]), give(case, partner, ["contact"])
    begins = TODAY + timedelta(days=14)
    later = give(case, partner, ["plan"], from_on=begins)
    client.force_login(guide)
    said = receipt_of(client, case, plan)
    assert "videregives intet mere" not in said
    assert "Et andet grundlag gælder stadig for FGU Fjorden:" in said
    assert "Navn og kontaktoplysninger" in said and "Planen" not in said
    assert "begynder 4. dec" in receipt_of(client, case, contact)
    said = receipt_of(client, case, later)
    assert said == "Trukket tilbage, før det begyndte: intet er videregivet på det grundlag."
    last = give(case, partner, ["plan"])
    assert "Fra nu af videregives intet mere." in receipt_of(client, case, last)


@pytest.mark.once
def test_the_paper_of_a_withdrawal_says_who_said_stop_and_what_is_still_told(case, partner, mother):
    plan, contact = (give(case, partner, [topic]) for topic in ("plan", "contact"))
    custody = give(case, partner, ["plan", "activity"], from_whom="custody", guardian=mother)
    law = give(case, partner, ["activity"], basis="law", rule="Retssikkerhedsloven § 11 c", from_whom="")

    def paper(consent):
        with translation.override("da"):
            return receipts.title(consent), receipts.context_of(consent, on=TODAY)

    assert paper(contact)[1]["more"], "another yes covers more: that nothing more is told would be untrue"
    for consent in (plan, custody, law):
        consents_actions.withdraw_consent(consent, by=case.guide)
    heading, context = paper(plan)
    assert heading == "Du har sagt stop"
    assert context["still"] == ["Dit navn, din telefon og din mail."]
    assert {paper(consent)[0] for consent in (custody, law)} == {"Det gælder ikke mere"}
    consents_actions.withdraw_consent(contact, by=case.guide)
    assert paper(contact)[1]["still"] == []


def test_what_was_withdrawn_before_it_began_never_stands_as_given(client, guide, case, partner):
    begins = TODAY + timedelta(days=40)
    law = {"basis": "law", "rule": "Retssikkerhedsloven § 11 c", "from_whom": ""}
    for fields in ({}, law):
        row = give(case, partner, from_on=begins, expires_on=begins + timedelta(days=300), **fields)
        consents_actions.withdraw_consent(row, by=guide)
    client.force_login(guide)
    answer = client.get(reverse("workspace:case_detail", args=[case.pk]))
    told = [(m["title"], m["when"], m["text"]) for m in answer.context["moments"] if "FGU" in m["text"]]
    assert sorted(told) == [
        ("Hjemmel trukket tilbage", "20. nov", "FGU Fjorden – nåede ikke at gælde"),
        ("Partner deltager", "20. nov", "FGU Fjorden"),
        ("Samtykke trukket tilbage", "20. nov", "FGU Fjorden – nåede ikke at gælde"),
    ]
    page = answer.content.decode()
    card = " ".join(page[page.index('id="samtykker"') :].split("</section>")[0].split())
    assert "trukket tilbage 20. nov" in card and "2027" not in card


def test_the_page_says_which_page_the_partner_read(client, guide, case, partner, partner_user):
    """The shared page is what it is called only where it was that page; and so does the receipt."""
    consent = give(case, partner, ["plan", "contact"])
    client.force_login(partner_user)
    for name in ("portal:partner_inbox", "reports:shared_status", "portal:shared_case"):
        client.get(reverse(name, args=[case.pk] if name != "portal:partner_inbox" else []))
    for kind, what in (("page", "Læste referatet"), ("page", "Læste referatet"), ("file", "et-id")):
        sharing.disclose(case, partner, by=partner_user, kind=kind, topics=["plan"], what=what)
    told = [
        "Hentede planen",
        "Læste referatet",
        "Åbnede den delte side",
        "Så på status",
        "Så navnet på en liste",
    ]
    client.force_login(guide)
    (line,) = client.get(reverse("cases:consents", args=[case.pk])).context["live"]
    assert [(t.kind, t.what, t.times) for t in line.told] == [
        (how, "", 1 + (how == "Læste referatet")) for how in told
    ]
    consents_actions.withdraw_consent(consent, by=guide)
    assert {row[1:] for row in receipts.context_of(consent, on=clock.today())["told"]} == {
        (how, "") for how in told
    }


def test_a_row_for_every_look_of_a_partner(client, case, partner, partner_user):
    give(case, partner, ["plan"])
    client.force_login(partner_user)
    client.get(reverse("portal:shared_case", args=[case.pk]))
    (row,) = Disclosure.objects.all()
    event = AuditEvent.objects.get(action="case.shared_look")
    assert (row.kind, row.by, row.topics) == ("page", partner_user, ["plan"])
    assert (event.case_id, event.actor_id, event.relation) == (case.pk, partner_user.pk, "shared")


def test_of_a_basis_by_which_nothing_was_told_the_page_says_so(client, guide, case, partner):
    give(case, partner, ["plan"])
    client.force_login(guide)
    page = client.get(reverse("cases:consents", args=[case.pk])).content.decode()
    assert "intet endnu" in page
    assert (
        "i gang med noget" not in page
    )  # which is what a young person is not, not what a partner was not told


def test_the_matrix_says_who_may_be_told_what_on_a_day(client, guide, case, partner):
    give(case, partner, ["plan"], expires_on=date(2026, 12, 1))
    give(case, partner, ["plan", "contact"], expires_on=date(2026, 11, 25))
    client.force_login(guide)
    url = reverse("cases:consents", args=[case.pk])

    def cells(day):
        (row,) = client.get(f"{url}?dag={day}").context["rows"]
        return [cell["consent"] and cell["consent"].expires_on.day for cell in row["cells"]]

    assert cells("2026-11-20") == [25, 1, None, None, None, None]
    assert cells("2026-11-26") == [None, 1, None, None, None, None]
    assert cells("2026-12-02") == [None] * 6
    assert client.get(f"{url}?dag=rod").status_code == 200
    assert client.get(f"{url}?dag=2026-02-31").status_code == 200


def test_a_past_day_is_shown_as_it_stood_and_nothing_that_came_later(client, guide, case, partner):
    held = give(case, partner, ["plan"], from_on=TODAY)
    sharing.record_told(held, by=guide, topics=["plan"], what="Ringede om praktikken")
    with clock.travel(TODAY + timedelta(days=10)):
        sharing.record_told(held, by=guide, topics=["plan"], what="Skrev om mentoren")
        consents_actions.make_receipt(held, by=guide, language="da")
        consents_actions.withdraw_consent(held, by=guide)
        later = give(case, partner, ["contact"], from_on=TODAY)
    client.force_login(guide)

    def shown(days):
        with clock.travel(TODAY + timedelta(days=20)):
            page = client.get(
                reverse("cases:consents", args=[case.pk]) + f"?dag={TODAY + timedelta(days=days)}"
            )
        standing = {
            line.consent.pk: line for group in ("live", "coming", "over") for line in page.context[group]
        }
        cells = [[c["label"] for c in row["cells"] if c["consent"]] for row in page.context["rows"]]
        return page.content.decode(), standing, cells

    text, standing, cells = shown(5)
    assert set(standing) == {held.pk} and standing[held.pk].state == "in_force"
    assert cells == [["Planen"]]
    assert [told.what for told in standing[held.pk].told] == ["Ringede om praktikken"]
    assert standing[held.pk].receipts == []
    assert "Trukket tilbage" not in text and "1 grundlag er først registreret senere" in text
    assert "Træk tilbage" not in text, "what stood then is not to be acted on"

    for days in (10, 15, 20):  # withdrawn and recorded on the day itself: it stands as the day ended
        text, standing, cells = shown(days)
        assert standing[held.pk].state == "withdrawn" and len(standing[held.pk].told) == 2
        assert cells == [["Kontakt"]] and standing[later.pk].state == "in_force"
        assert len(standing[held.pk].receipts) == 1
    assert (
        "registreret senere" not in text
        and reverse("cases:consent_withdraw", args=[case.pk, later.pk]) in text
    )


def test_a_partner_that_came_later_did_not_take_part_on_a_past_day(client, guide, case, partner):
    give(case, partner, ["plan"])
    with clock.travel(TODAY + timedelta(days=10)):
        late = factories.PartnerFactory(unit=guide.unit, name="Kom senere")
        network_actions.add_participation(case, late, by=guide, on=TODAY)
        part = case.participations.current().get(partner=partner)
        network_actions.end_participation(part, by=guide, on=TODAY + timedelta(days=2))
    client.force_login(guide)
    url = reverse("cases:consents", args=[case.pk])

    def taking_part(days):
        with clock.travel(TODAY + timedelta(days=20)):
            rows = client.get(f"{url}?dag={TODAY + timedelta(days=days)}").context["rows"]
        return {row["partner"].name for row in rows if row["takes_part"]}

    assert taking_part(5) == {partner.name}, "as it was known that day"
    assert taking_part(10) == {"Kom senere"}


def test_the_page_costs_the_same_however_many_bases(client, guide, case, partner):
    client.force_login(guide)
    url = reverse("cases:consents", args=[case.pk])

    def cost():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len([q for q in captured if "SAVEPOINT" not in q["sql"]])

    def more(number):
        for _n in range(number):
            until = clock.today() + timedelta(days=300 + case.consents.count())
            row = give(case, partner, ["plan"], expires_on=until)
            sharing.record_told(row, by=guide, topics=["plan"], what="Videregivet")

    cost()
    more(2)
    few = cost()
    more(18)
    assert cost() == few <= 11


@pytest.mark.once
def test_a_receipt_is_kept_byte_for_byte_tagged_and_danish(client, guide, case, partner, mother):
    consent = give(
        case, partner, ["plan", "contact"], from_whom="both", guardian=mother, form="oral", witness="Kim"
    )
    client.force_login(guide)
    url = reverse("cases:consent_receipt_make", args=[case.pk, consent.pk])
    assert [client.post(url).status_code for _again in range(2)] == [303, 303]
    (receipt,) = consent.receipts.all()
    data = client.get(reverse("cases:consent_receipt", args=[case.pk, receipt.pk])).content
    assert hashlib.sha256(data).hexdigest() == receipt.sha256
    reader = PdfReader(io.BytesIO(data))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    root = reader.trailer["/Root"]
    assert (root["/Lang"], bool(root["/MarkInfo"]["/Marked"])) == ("da", True)
    for words in ("Freja", "FGU Fjorden", "Praktik", "Karen Hemmeligsen", "Kim", "16. september 2027"):
        assert words in text, words
    consents_actions.withdraw_consent(consent, by=guide)
    consent.refresh_from_db()
    client.post(url)
    assert consent.receipts.count() == 2
