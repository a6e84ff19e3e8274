"""What a partner, custody holders and the young person are told of an effort, and what a protected address hides."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from cases.consents.actions import give_consent
from cases.models import Consent, Guardian
from cases.network.actions import add_participation
from core import clock
from plans.efforts import actions
from plans.efforts.models import EffortLaw
from plans.handover import pdf
from plans.handover.models import Handover
from plans.handover.sheet import sheet_for
from tests.helpers.factories import ContactFactory, UserFactory, make_effort, make_milestone
from tests.helpers.stand_ins import paper_in_words

pytestmark = pytest.mark.django_db

Audience = Handover.Audience


@pytest.fixture
def contact(unit):
    return ContactFactory(partner__unit=unit, partner__name="Autohjørnet", name="Ole Olsen")


@pytest.fixture
def told(case, guide, contact):
    """``told(topics)``: the sheet of a partner whose basis covers the topics."""
    add_participation(case, contact.partner, by=guide)

    def sheet(*topics, audience=Audience.PARTNER):
        expires = clock.today() + timedelta(days=90)
        give_consent(
            Consent(
                case=case,
                partner=contact.partner,
                topics=["plan", *topics],
                purpose=f"Til {audience}",
                expires_on=expires,
            ),
            by=guide,
        )
        plan = case.plans.select_related("case__person", "case__guide", "case__unit").get()
        partner = contact.partner if audience == Audience.PARTNER else None
        return sheet_for(plan, audience, partner=partner, on=clock.today())

    return sheet


def names(sheet):
    return [line.name for line in sheet.efforts]


def test_a_partner_sees_the_approach_of_what_its_basis_covers(case, told):
    make_effort(case, name="Værksted", approach=1, demands=5)
    make_effort(case, name="Samtaler", kind="treatment", topics=["health"])
    make_effort(case, name="Uafklaret", kind="treatment")  # proposed, and nobody has looked
    make_effort(case, name="Tøm", topics=["family"])
    sheet = told("health")
    assert sorted(names(sheet)) == ["Samtaler", "Værksted"]
    line = next(line for line in sheet.efforts if line.name == "Værksted")
    assert [scale.step for scale in line.scales] == [1, 5]
    assert line.scales[0].words == "Mest udfordrende"


def test_a_partner_reads_the_law_and_the_hours_on_page_and_paper(client, unit, case, told, contact):
    law = EffortLaw.objects.filter(is_active=True).first()
    make_effort(case, name="Værksted", law=law, hours_per_week=15)
    make_effort(case, name="Mentor")
    with paper_in_words():
        paper = pdf.render(told()).decode()
    contact.user = UserFactory(unit=unit, role="partner")
    contact.save()
    client.force_login(contact.user)
    page = client.get(reverse("portal:shared_case", args=[case.pk])).content.decode()
    assert paper.count("Timer om ugen: 15") == 1 and str(law) in paper
    assert page.count("15 timer om ugen") == 1 and str(law) in page and "None" not in page


def test_without_the_topic_it_is_left_out(case, told):
    make_effort(case, name="Samtaler", kind="treatment", topics=["health"])
    assert names(told()) == []


def test_what_the_young_person_said_is_for_them_alone(case, told, guide, contact):
    effort = make_effort(case, name="Værksted", responsible="partner", contact=contact)
    actions.break_off_effort(
        effort,
        by=guide,
        expected_version=1,
        ended_on=clock.today(),
        break_reason="Kom for sent",
        contribution="helped",
        contribution_words="Vores egne ord",
        youth_words="De var strenge",
    )
    theirs, own = told().efforts[0], told(audience=Audience.YOUTH).efforts[0]
    assert (theirs.contribution, theirs.said, theirs.theirs) == ("Hjalp", "", True)
    assert own.said == "De var strenge"
    for line in (theirs, own):
        assert "Kom for sent" not in repr(line) and "Vores egne ord" not in repr(line)


def test_only_milestones_that_are_told_too_are_named(case, told):
    seen, closed = (
        make_milestone(case, own_words="Jeg møder"),
        make_milestone(case, own_words="Hjem igen", topics=["family"]),
    )
    make_effort(case, milestones=[seen, closed])
    assert told().efforts[0].serves == ("Jeg møder",)


def test_a_protected_address_hides_other_partners_and_places_and_shows_ones_own(case, told, unit, contact):
    elsewhere = ContactFactory(partner__unit=unit, partner__name="Klub Havnen", name="Ida Ihle")
    make_effort(case, name="Aftener i Klub Havnen", responsible="partner", contact=elsewhere)
    make_effort(case, name="Praktik hos Autohjørnet", responsible="partner", contact=contact)
    case.person.address_protected = True
    case.person.save(update_fields=["address_protected"])
    sheet = told()
    words = repr(sheet.efforts)
    assert "Havnen" not in words and "Ihle" not in words
    assert "Praktik hos Autohjørnet" in words


@pytest.mark.parametrize("audience", [Audience.PARTNER, Audience.YOUTH])
def test_it_stands_on_the_paper(case, told, audience):
    make_effort(case, name="Værksted", approach=2)
    sheet = told(audience=audience)
    with paper_in_words():
        paper = pdf.render(sheet).decode()
        without = pdf.render(replace(sheet, efforts=())).decode()
    assert "Værksted" in paper and "Værksted" not in without
    assert ("Mere udfordrende" in paper) == (audience == Audience.PARTNER)


def test_it_can_be_left_out_of_what_goes_along(case, told, contact):
    effort = make_effort(case, name="Værksted")
    told()
    plan = case.plans.select_related("case__person", "case__guide", "case__unit").get()
    chosen = sheet_for(
        plan, Audience.PARTNER, partner=contact.partner, on=clock.today(), chosen=[f"effort-{effort.pk}"]
    )
    nothing = sheet_for(plan, Audience.PARTNER, partner=contact.partner, on=clock.today(), chosen=[])
    assert (names(chosen), names(nothing)) == (["Værksted"], [])


def test_an_effort_that_is_ticked_goes_along_and_one_that_is_not_does_not(client, case, guide, unit):
    case.person.birth_date = clock.today() - timedelta(days=16 * 365)
    case.person.save(update_fields=["birth_date"])
    Guardian.objects.create(person=case.person, name="Mor Olsen", relation="Mor", has_custody=True)
    goes, stays = make_effort(case, name="Værksted"), make_effort(case, name="Mentor")
    client.force_login(guide)
    url = reverse("plans:hand_over", args=[case.pk])
    with paper_in_words():
        asked = {"til": "foraeldre", "valgt": "1", "efforts": [f"effort-{goes.pk}"]}
        preview = client.get(url, asked).context["preview"]
    assert preview.chosen == {f"effort-{goes.pk}"}
    assert "Værksted" in preview.pages[0].text and stays.name not in preview.pages[0].text
