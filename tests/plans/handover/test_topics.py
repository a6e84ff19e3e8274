"""A partner is told no part of the plan that a basis does not cover: not on paper, in the preview, or on the page."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.activity.actions import set_activity
from cases.consents.actions import give_consent
from cases.models import Consent, Topic
from cases.network.actions import add_participation
from core import clock
from plans.handover import actions
from plans.models import Goal, Handover, Milestone
from plans.plan.actions import add_goal
from plans.plan.topics import PART_TOPICS, proposed_by
from tests.helpers import factories
from tests.helpers.daily import tries
from tests.helpers.forms_on_page import forms_of
from tests.helpers.stand_ins import words_on

TODAY = date(2026, 11, 2)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def travelled():
    with clock.travel(TODAY):
        yield


def made_partner(guide, **category):
    contact = factories.ContactFactory(
        partner__unit=guide.unit, user=factories.UserFactory(role="partner", unit=guide.unit)
    )
    return contact.partner


def consent(case, partner, topics):
    row = Consent(
        case=case,
        partner=partner,
        topics=sorted(topics),
        purpose="Praktik",
        expires_on=TODAY + timedelta(days=30),
    )
    return give_consent(row, by=case.guide)


@pytest.fixture
def case(guide):
    return factories.make_case(guide, first_name="Freja", birth_date=date(2009, 5, 5))


@pytest.fixture
def partner(case, guide):
    found = made_partner(guide)
    add_participation(case, found, by=guide)
    return found


def paper(row):
    return words_on(row.pdf)


def all_three(case, partner):
    """What the paper, its preview with everything ticked, and the partner's page say."""
    at = clock.today()
    staff, outside = Client(), Client()
    staff.force_login(case.guide)
    outside.force_login(partner.contacts.get().user)
    url = reverse("plans:hand_over", args=[case.pk])
    first = staff.get(url, {"til": str(partner.pk)}).context["paper"]
    every = {box.name: [key for key, _words in box.field.choices] for box in first.parts}
    preview = staff.get(url, {"til": str(partner.pk), "valgt": "1", **every}).context["preview"]
    seen = " ".join(" ".join(page.text.split()) for page in preview.pages)
    row = actions.hand_over(case.plans.get(), "partner", by=case.guide, partner=partner, on=at)
    page = outside.get(reverse("portal:shared_case", args=[case.pk])).content.decode()
    assert preview.sha256 == row.sha256
    return paper(row), seen, page


@pytest.mark.parametrize(
    ("words", "topics"),
    [
        ("Udredning af søvnvanskeligheder", {Topic.HEALTH}),
        ("Jeg sover om natten", {Topic.HEALTH}),
        ("Familiesamtaler i familieafdelingen", {Topic.FAMILY}),
        ("Jeg bor hos min mor", {Topic.FAMILY}),
        ("Møde i retten, sigtelse for hærværk", {Topic.CRIME}),
        ("Samtaler om vold", {Topic.FAMILY, Topic.CRIME}),
        ("Misbrugsbe\u00adhandling", {Topic.HEALTH}),
        ("Samtale med sagsbehandler", set()),
        ("Voldsomt spændende praktik", set()),
        ("Jeg søger ind på social- og sundhedsuddannelsen", set()),
        ("Jeg vil arbejde med politik", set()),
        ("Jeg vil være sygeplejerske på et plejehjem", set()),
        ("Jeg går på FGU tre dage om ugen", set()),
    ],
)
def test_words_propose_topics(words, topics):
    assert proposed_by(words) == topics


@pytest.mark.parametrize(
    ("code", "topics"),
    [("family", {Topic.FAMILY}), ("gp", {Topic.HEALTH}), ("ssp", {Topic.CRIME}), ("fgu", set())],
)
def test_the_partner_who_does_it_proposes_topics(case, guide, code, topics):
    category = factories.PartnerCategoryFactory(code=code)
    contact = factories.ContactFactory(partner__unit=guide.unit, partner__category=category)
    step = factories.make_milestone(case, own_words="Samtale", responsible="partner", contact=contact)
    assert step.proposed == topics


def test_what_may_tell_of_health_is_closed_until_somebody_has_looked(case, partner):
    consent(case, partner, [Topic.PLAN, Topic.CONTACT, Topic.HEALTH])
    step = factories.make_milestone(case, own_words="Udredning af søvnvanskeligheder")
    factories.make_milestone(case, own_words="Besøge smeden")
    assert step.waits
    for text in all_three(case, partner):
        assert "søvnvanskeligheder" not in text
        assert "Besøge smeden" in text
    step.topics = [Topic.HEALTH]
    step.save()
    for text in all_three(case, partner):
        assert "søvnvanskeligheder" in text


def test_a_partner_without_family_gets_neither_the_milestone_nor_the_goal_behind_it(case, partner):
    consent(case, partner, [Topic.PLAN, Topic.CONTACT])
    plan = case.plans.get()
    goal = add_goal(Goal(plan=plan, text="Ro omkring mig"), by=case.guide)
    add_goal(Goal(plan=plan, text="I skole"), by=case.guide)
    step = factories.make_milestone(case, own_words="Familiesamtaler i familieafdelingen", goal=goal)
    for told in ([], [Topic.FAMILY]):
        Milestone.objects.filter(pk=step.pk).update(topics=told)
        Goal.objects.filter(pk=goal.pk).update(topics=told)
        for text in all_three(case, partner):
            assert "Familiesamtaler" not in text
            assert "Ro omkring mig" not in text
            assert "I skole" in text
    consent(case, partner, [Topic.FAMILY])
    for text in all_three(case, partner):
        assert "Familiesamtaler" in text
        assert "Ro omkring mig" in text


def test_what_is_told_on_paper_asks_for_its_basis_as_long_as_it_is_fetched(case, partner, client):
    consent(case, partner, [Topic.PLAN, Topic.CONTACT])
    health = consent(case, partner, [Topic.HEALTH])
    factories.make_milestone(case, own_words="Udredning", topics=[Topic.HEALTH])
    row = actions.hand_over(case.plans.get(), "partner", by=case.guide, partner=partner)
    assert Topic.HEALTH in row.told
    client.force_login(partner.contacts.get().user)
    url = reverse("portal:handover_shared", args=[case.pk, row.pk])
    assert client.get(url).status_code == 200
    Consent.objects.filter(pk=health.pk).update(withdrawn_at=clock.now())
    assert client.get(url).status_code == 404


def test_treatment_is_no_activity_to_tell_a_partner_to_whom_health_is_closed(case, partner):
    set_activity(case, "treatment", by=case.guide)
    consent(case, partner, [Topic.PLAN, Topic.CONTACT, Topic.ACTIVITY])
    for text in all_three(case, partner):
        assert "behandling" not in text.lower()
    consent(case, partner, [Topic.HEALTH])
    for text in all_three(case, partner):
        assert "behandling" in text.lower()


@pytest.mark.parametrize("audience", ["youth", "custody"])
def test_the_young_person_and_their_parents_read_the_whole_plan(case, audience):
    factories.make_milestone(case, own_words="Udredning af søvnvanskeligheder")
    assert "søvnvanskeligheder" in paper(actions.hand_over(case.plans.get(), audience, by=case.guide))


def test_the_paper_says_that_something_is_left_out_and_never_what(case, partner):
    consent(case, partner, [Topic.PLAN, Topic.CONTACT])
    factories.make_milestone(case, own_words="Udredning", topics=[Topic.HEALTH])
    row = actions.hand_over(case.plans.get(), "partner", by=case.guide, partner=partner)
    assert "Dele af planen: intet samtykke eller andet grundlag dækker dem." in paper(row)
    assert "elbred" not in paper(row)


def test_the_guide_sees_what_is_left_out_and_why(case, partner, client):
    consent(case, partner, [Topic.PLAN, Topic.CONTACT])
    factories.make_milestone(case, own_words="Udredning", topics=[Topic.HEALTH])
    factories.make_milestone(case, own_words="Samtaler med mor")
    client.force_login(case.guide)
    page = client.get(reverse("plans:hand_over", args=[case.pk]), {"til": str(partner.pk)})
    first, second = page.context["preview"].withheld
    assert (first.words, "helbred" in first.why, "ikke dækker" in first.why) == ("Udredning", True, True)
    assert (second.words, "familie" in second.why, "bekræftet" in second.why) == (
        "Samtaler med mor",
        True,
        True,
    )
    assert reverse("plans:plan_topics", args=[case.pk]) in page.content.decode()


def test_a_partners_own_milestones_are_ticked_beforehand_and_what_is_not_ticked_is_not_told(
    case, partner, client
):
    consent(case, partner, [Topic.PLAN, Topic.CONTACT])
    contact = partner.contacts.get()
    own = factories.make_milestone(
        case, own_words="Møde på værkstedet", responsible="partner", contact=contact
    )
    other = factories.make_milestone(case, own_words="Besøge smeden")
    client.force_login(case.guide)
    url = reverse("plans:hand_over", args=[case.pk])
    page = client.get(url, {"til": str(partner.pk)})
    assert page.context["paper"]["milestones"].initial == [f"milestone-{own.pk}"]
    sent = page.context["form"].initial | {"submit_key": "k1"}
    assert client.post(url, sent).status_code == 302
    row = Handover.objects.get()
    assert "Møde på værkstedet" in paper(row)
    assert "Besøge smeden" not in paper(row)
    assert "20 11 22 33" in paper(row)
    assert "ikke er valgt" in " ".join(row.left_out)
    asked = {"til": str(partner.pk), "valgt": "1", "milestones": [f"milestone-{other.pk}"]}
    preview = client.get(url, asked).context["preview"]
    text = " ".join(page.text for page in preview.pages)
    assert "Besøge smeden" in text
    assert "værkstedet" not in text
    assert "20 11 22 33" not in text


@pytest.mark.paper
def test_what_is_handed_over_is_the_very_pdf_that_was_looked_at(case, partner, client):
    consent(case, partner, [Topic.PLAN, Topic.CONTACT])
    step = factories.make_milestone(case, own_words="Besøge smeden", professional="Virksomhedsbesøg")
    client.force_login(case.guide)
    url = reverse("plans:hand_over", args=[case.pk])
    page = client.get(url, {"til": str(partner.pk)})
    sent = page.context["form"].initial | {"submit_key": "k1"}
    opened = client.get(f"{reverse('plans:hand_over_preview', args=[case.pk])}?{page.context['pdf_query']}")
    with clock.travel(clock.at(TODAY, 23, 30)):
        step.own_words = "Besøge smeden igen"
        step.save()
        again = client.post(url, sent, follow=True)
        assert not Handover.objects.exists()
        assert "er ændret" in again.content.decode()
        assert "Besøge smeden igen" in again.context["preview"].pages[0].text
        step.own_words = "Besøge smeden"
        step.save()
        assert client.post(url, sent).status_code == 302
    row = Handover.objects.get()
    assert bytes(row.pdf) == opened.content
    assert row.sha256 == page.context["preview"].sha256
    assert all(look.picture.startswith("data:image/webp;base64,") for look in page.context["preview"].pages)


def test_what_was_unticked_and_not_looked_at_is_not_handed_over(case, partner, client):
    """The boxes hold, not the pages that were drawn before: they are shown once more."""
    consent(case, partner, [Topic.PLAN, Topic.CONTACT])
    factories.make_milestone(case, own_words="Besøge smeden")
    client.force_login(case.guide)
    url = f"{reverse('plans:hand_over', args=[case.pk])}?til={partner.pk}"
    sent = next(form for form in forms_of(client.get(url).text) if "seen" in form.values)
    sent.values["contact"].remove("phone")
    again = client.post(url, sent.values)
    assert again.status_code == 422 and not Handover.objects.exists()
    assert "Se siderne igen" in again.text
    shown = next(form for form in forms_of(again.text) if "seen" in form.values)
    assert "phone" not in shown.values.get("contact", [])
    assert client.post(url, shown.values).status_code == 302
    assert "20 11 22 33" not in paper(Handover.objects.get())


def test_other_pages_are_looked_at_and_nothing_is_handed_over(case, partner, client):
    consent(case, partner, [Topic.PLAN, Topic.CONTACT])
    client.force_login(case.guide)
    url = f"{reverse('plans:hand_over', args=[case.pk])}?til={partner.pk}"
    sent = next(form for form in forms_of(client.get(url).text) if "seen" in form.values)
    sent.values |= {"sprog": ["en"], "form": ["large"], "contact": [], "look": ["1"]}
    page = client.post(url, sent.values, follow=True)
    assert page.redirect_chain and not Handover.objects.exists()
    preview = page.context["preview"]
    assert (preview.paper.language, preview.paper.variant) == ("en", "large")
    assert "phone" not in preview.chosen


def test_the_list_is_told_in_its_own_order(case, partner):
    consent(case, partner, [Topic.PLAN, Topic.CONTACT])
    for n, days in enumerate((30, 3, 14)):
        factories.make_milestone(case, own_words=f"Skridt {'ABC'[n]}", due_on=TODAY + timedelta(days=days))
    for text in all_three(case, partner):
        assert text.index("Skridt A") < text.index("Skridt B") < text.index("Skridt C")


COVERED = st.sets(st.sampled_from(Topic.values))
TOLD = st.lists(st.sets(st.sampled_from(PART_TOPICS)), min_size=1, max_size=5)


@settings(max_examples=tries(12))
@given(COVERED, TOLD, TOLD)
def test_nothing_outside_the_basis_is_told_anywhere(covered, steps, goals):
    with transaction.atomic(), clock.travel(TODAY):
        guide = factories.UserFactory()
        case = factories.make_case(guide, birth_date=date(2009, 5, 5))
        partner = made_partner(guide)
        add_participation(case, partner, by=guide)
        consent(case, partner, covered | {Topic.PLAN})
        plan, told = case.plans.get(), {}
        for n, topics in enumerate(steps):
            told[f"knrskridt{n}x"] = topics
            factories.make_milestone(case, own_words=f"knrskridt{n}x", topics=sorted(topics))
        for n, topics in enumerate(goals):
            told[f"knrmaal{n}x"] = topics
            add_goal(Goal(plan=plan, text=f"knrmaal{n}x", topics=sorted(topics)), by=guide)
        told["knrdroem"] = goals[0]
        plan.dream, plan.topics = "knrdroem", sorted(goals[0])
        plan.save()
        for text in all_three(case, partner):
            said = {word for word in told if word in text}
            assert said == {word for word, topics in told.items() if topics <= covered}
        transaction.set_rollback(True)
