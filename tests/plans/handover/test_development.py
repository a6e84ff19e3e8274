"""How it develops, on paper: to the young person as they read it; to a partner only where ticked and covered."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from cases.consents.actions import give_consent
from cases.models import Consent, Guardian, Topic
from cases.network.actions import add_participation
from core import clock
from plans.handover import actions
from plans.handover.sheet import sheet_for
from plans.models import Handover
from progress.levels.actions import set_level
from progress.models import Level
from progress.scales.actions import Said, record_scales
from progress.wellbeing.actions import record_wellbeing
from tests.helpers import factories
from tests.helpers.stand_ins import words_on

pytestmark = pytest.mark.django_db

SCALES, WELLBEING, LEVELS = "progress-scales", "progress-wellbeing", "progress-levels"


@pytest.fixture
def measured(case, guide):
    """A case with a measure of each kind; three areas tell of different things."""
    said = {"skole": Said(4, 7), "helbred": Said(3), "hjem": Said(5), "venner": Said(6)}
    record_scales(case, said, by=guide, voice="youth")
    record_wellbeing(case, [3] * 5, by=guide)
    set_level(case, Level.objects.first(), "Tager telefonen", by=guide)
    return case


def partner_with(case, *topics):
    contact = factories.ContactFactory(
        partner__unit=case.unit, user=factories.UserFactory(role="partner", unit=case.unit)
    )
    add_participation(case, contact.partner, by=case.guide)
    expires = clock.today() + timedelta(days=30)
    consent = Consent(
        case=case, partner=contact.partner, topics=sorted(topics), purpose="Praktik", expires_on=expires
    )
    give_consent(consent, by=case.guide)
    return contact.partner


def titles(case, audience, **more):
    sheet = sheet_for(case.plans.get(), audience, on=clock.today(), **more)
    return [figure.title for figure in sheet.progress]


def test_the_young_person_reads_all_of_it_in_their_own_words(measured):
    assert titles(measured, "youth") == [
        "Trinene på min vej", "Trivsel (WHO-5)", "Skole, uddannelse og job", "Venner og fritid", "Familie og hjem",
        "Krop og humør",
    ]  # fmt: skip
    row = actions.hand_over(measured.plans.get(), "youth", by=measured.guide, on=clock.today())
    text = words_on(row.pdf)
    assert "Du var på 4 i" in text and "Du vil gerne op på 7." in text and "Tager telefonen" not in text


def test_what_the_guide_does_not_tick_is_not_in_the_young_persons_plan_and_the_rest_is(measured, guide):
    client, url = Client(), reverse("plans:hand_over", args=[measured.pk])
    client.force_login(guide)
    page = client.get(url, {"til": "ung"})
    paper = page.context["paper"]
    assert [field.name for field in paper.parts] == ["progress"], "the plan itself is theirs whole"
    assert paper.fields["progress"].initial == [LEVELS, WELLBEING, SCALES]
    preview = client.get(url, {"til": "ung", "valgt": "1", "progress": [LEVELS]}).context["preview"]
    text = " ".join(look.text for look in preview.pages)
    assert "Trinene på min vej" in text and "WHO-5" not in text and "Krop og humør" not in text


def test_nothing_is_asked_where_nothing_was_measured(case, guide):
    client = Client()
    client.force_login(guide)
    page = client.get(reverse("plans:hand_over", args=[case.pk]), {"til": "ung"})
    assert not page.context["paper"].parts and titles(case, "youth") == []


@pytest.mark.parametrize(
    ("topics", "may"),
    [
        ([], ["Progressionsniveau", "Venner og fritid"]),
        ([Topic.ACTIVITY], ["Progressionsniveau", "Skole, uddannelse og job", "Venner og fritid"]),
        ([Topic.HEALTH], ["Progressionsniveau", "Trivsel (WHO-5)", "Venner og fritid", "Krop og humør"]),
        ([Topic.FAMILY], ["Progressionsniveau", "Venner og fritid", "Familie og hjem"]),
    ],
)
def test_a_partner_gets_what_is_ticked_and_its_basis_covers_and_by_default_nothing(measured, topics, may):
    partner = partner_with(measured, Topic.PLAN, Topic.CONTACT, *topics)
    every = [SCALES, WELLBEING, LEVELS, "plan"]
    assert titles(measured, "partner", partner=partner) == []
    assert titles(measured, "partner", partner=partner, chosen=every) == may
    client = Client()
    client.force_login(measured.guide)
    page = client.get(reverse("plans:hand_over", args=[measured.pk]), {"til": str(partner.pk)})
    assert page.context["paper"].fields["progress"].initial == []
    assert not page.context["preview"].left_out, "that something was measured is told to nobody"


def test_what_was_told_of_health_asks_for_its_basis_when_it_is_fetched(measured):
    partner = partner_with(measured, Topic.PLAN, Topic.CONTACT, Topic.HEALTH)
    more = {"partner": partner, "chosen": [WELLBEING, "plan"]}
    sheet = sheet_for(measured.plans.get(), "partner", on=clock.today(), **more)
    assert Topic.HEALTH in sheet.topics
    assert "risiko" in sheet.progress[0].sentence


def test_the_partners_own_page_and_those_who_hold_custody_read_none_of_it(measured):
    Guardian.objects.create(person=measured.person, name="Mor", has_custody=True)
    assert titles(measured, "custody", chosen=[SCALES, WELLBEING, LEVELS]) == []
    partner = partner_with(measured, Topic.PLAN, Topic.CONTACT, Topic.HEALTH)
    client = Client()
    client.force_login(partner.contacts.get().user)
    page = client.get(reverse("portal:shared_case", args=[measured.pk])).content.decode()
    assert "WHO-5" not in page and "Progressionsniveau" not in page


def test_efforts_that_were_chosen_are_handed_over(case, guide):
    """The form's own names are all read: an effort that is ticked goes along."""
    partner = partner_with(case, Topic.PLAN, Topic.CONTACT)
    effort = factories.make_effort(case, name="Svejsekursus")
    client, url = Client(), reverse("plans:hand_over", args=[case.pk])
    client.force_login(guide)
    asked = {"til": str(partner.pk), "valgt": "1", "efforts": [f"effort-{effort.pk}"]}
    page = client.get(url, asked)
    text = " ".join(look.text for look in page.context["preview"].pages)
    assert "Svejsekursus" in text
    client.post(url, page.context["form"].initial | {"submit_key": "k"})
    assert "Svejsekursus" in words_on(Handover.objects.get().pdf)


@pytest.mark.paper
def test_the_pictures_stand_on_the_paper_with_their_words(measured):
    row = actions.hand_over(measured.plans.get(), "youth", by=measured.guide, on=clock.today())
    text = " ".join(words_on(row.pdf).split())
    assert "Krop og humør" in text and "Sådan går det" in text
    told = [
        words
        for kind, words in _tags(PdfReader(io.BytesIO(row.pdf)).trailer["/Root"]["/StructTreeRoot"])
        if kind == "/Figure"
    ]
    assert any(words.startswith("Skole, uddannelse og job. ") and "4 – svært" in words for words in told)
    assert len(told) == 1 + 6  # the road, and a picture each


def _tags(node):
    """The elements of the structure with their words for those who cannot see them."""
    node = node.get_object()
    if "/S" in node:
        yield node["/S"], str(node.get("/Alt", ""))
    children = node.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        if hasattr(child.get_object(), "get"):
            yield from _tags(child)
