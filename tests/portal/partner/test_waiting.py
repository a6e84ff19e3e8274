"""A partner's first page leads with what waits for them, and tells no more than a basis covers."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.consents.actions import give_consent, withdraw_consent
from cases.models import Consent, Disclosure, Topic
from cases.network.actions import add_participation
from core import clock
from core.limits import limit
from core.templatetags.kui import day
from intake.inquiries import actions as inquiries_actions
from intake.inquiries.rows import THINKING
from plans.milestones.actions import move_milestone
from tests.helpers import factories
from tests.helpers.inquiries import ask, make_inquiry
from tests.helpers.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact(unit):
    return factories.ContactFactory(
        partner__unit=unit,
        partner__side="internal",
        partner__has_authority=True,
        user=factories.UserFactory(unit=unit, role="partner"),
    )


def promise(guide, contact, days, topics=(Topic.PLAN,), **fields):
    """A case whose plan the partner may read, with a promise of its so many days ahead, and the basis."""
    case = factories.make_case(guide, cpr="", **fields)
    add_participation(case, contact.partner, by=guide)
    row = Consent(case=case, partner=contact.partner, topics=list(topics), purpose="Praktik")
    row.expires_on = clock.today() + timedelta(days=60)
    basis = give_consent(row, by=guide)
    due = clock.today() + timedelta(days=days)
    told = {"own_words": "Hemmeligt løfte", "responsible": "partner", "contact": contact, "due_on": due}
    return factories.make_milestone(case, **told), basis


def page(contact):
    return signed_in(contact.user).get(reverse("portal:partner_inbox"))


def counted(contact):
    found = page(contact).context["promises"]
    return sum(one.late for one in found), sum(one.soon for one in found)


@pytest.mark.parametrize("reach", [True, False])
def test_a_list_of_young_people_has_surnames_where_a_basis_covers_them(guide, contact, reach):
    """Two of the same first name are told apart there, and on the list of their statuses."""
    topics = [Topic.PLAN, Topic.CONTACT] if reach else [Topic.PLAN]
    for surname in ("Holm", "Lund"):
        promise(guide, contact, 3, topics, first_name="Ida", last_name=surname)
    for name in ("portal:partner_inbox", "reports:shared_statuses"):
        told = signed_in(contact.user).get(reverse(name)).content.decode()
        assert [surname in told for surname in ("Ida Holm", "Ida Lund")] == [reach, reach], name
        assert ("Holm" in told) is reach, name
    # Once a day it stands among what was told.
    assert list(Disclosure.objects.values_list("topics", flat=True)) == [[Topic.CONTACT]] * (
        2 if reach else 0
    )


def test_what_waits_names_the_young_person_as_the_list_below_does(guide, contact):
    promise(guide, contact, -1, [Topic.PLAN, Topic.CONTACT], first_name="Ida", last_name="Holm")
    promise(guide, contact, -1, first_name="Ida", last_name="Lund")
    folds = page(contact).context["folds"]
    assert sorted(row.name for fold in folds for row in fold.rows) == ["Ida", "Ida Holm"]


@pytest.mark.parametrize(("days", "late", "soon"), [(-1, 1, 0), (0, 0, 1), (14, 0, 1), (15, 0, 0)])
def test_promises_are_due_at_their_border(guide, contact, days, late, soon):
    promise(guide, contact, days)
    assert counted(contact) == (late, soon)


def test_what_waits_leads_and_says_nothing_of_what_was_promised(guide, contact):
    milestone, basis = promise(guide, contact, -3, first_name="Freja")
    text = page(contact).content.decode()
    assert "1 aftale er over fristen." in text and "Hemmeligt løfte" not in text
    assert text.index("Hvad der venter på jer") < text.index("De unge")
    move_milestone(milestone, "reached", by=guide)
    assert "Hvad der venter på jer" not in page(contact).content.decode()


def test_a_withdrawn_basis_or_one_without_the_plan_tells_nothing(guide, contact):
    _milestone, basis = promise(guide, contact, -3)
    promise(guide, contact, -3, topics=(Topic.CONTACT,))
    others = factories.ContactFactory(partner__unit=guide.unit)
    promise(guide, others, -3)
    assert counted(contact) == (1, 0)
    withdraw_consent(basis, by=guide)
    assert counted(contact) == (0, 0)


def test_statements_stand_longest_first_and_say_when_they_are_late(guide, contact):
    most = limit(THINKING)
    made = []
    for days in (most, most + 1):
        with clock.travel(clock.today() - timedelta(days=days)):
            made.append(ask(make_inquiry(guide), guide, partner=contact.partner))
    found = page(contact).context["statements"]
    assert [(row.pk, late) for row, late in found] == [(made[1].pk, True), (made[0].pk, False)]
    inquiries_actions.answer_statement(made[1], by=contact.user, view="take_in", text="Ja")
    assert [row.pk for row, _late in page(contact).context["statements"]] == [made[0].pk]


def test_the_number_is_the_list(guide, contact):
    promise(guide, contact, -1)
    ask(make_inquiry(guide), guide, partner=contact.partner)
    response = page(contact)
    assert response.context["waiting_count"] == 2
    assert response.content.decode().count('<div class="row-do">') >= 2


@pytest.mark.parametrize("n", [2, 3, 5])
def test_lines_that_say_the_same_are_folded_from_three(guide, contact, n):
    for number in range(n):
        promise(guide, contact, -1, first_name=f"Nr{number}")
        promise(guide, contact, 3, first_name=f"Snart{number}")
    response = page(contact)
    text, folds = response.content.decode(), response.context["folds"]
    assert [bool(fold.words) for fold in folds] == [n >= 3, n >= 3]
    assert sum(len(fold.rows) for fold in folds) == response.context["waiting_count"] == 2 * n
    assert (f"{n} unge: aftaler er over fristen" in text) is (n >= 3)
    for number in range(n):  # each still is there, behind its fold
        assert f"Nr{number}" in text and f"Snart{number}" in text
    for fold in folds:
        assert not fold.words or fold.words.startswith(str(len(fold.rows)))


def test_two_and_twenty_cost_the_same(guide, contact):
    client, costs = signed_in(contact.user), []
    for times in (2, 6):
        for _n in range(times):
            promise(guide, contact, -1)
            ask(make_inquiry(guide), guide, partner=contact.partner)
        client.get(reverse("portal:partner_inbox"))
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("portal:partner_inbox"))
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_a_page_on_which_nothing_waits_asks_of_no_kind_apart(guide, contact):
    """One query looks for all kinds together; and what is written down is not written again."""
    promise(guide, contact, 40, [Topic.PLAN, Topic.CONTACT])
    client = signed_in(contact.user)
    client.get(reverse("portal:partner_inbox"))
    with CaptureQueriesContext(connection) as seen:
        response = client.get(reverse("portal:partner_inbox"))
    assert response.context["waiting_count"] == 0 and len(response.context["shown"]) == 1
    assert len(seen) <= 11


@pytest.mark.parametrize(("from_whom", "told"), [("custody", 19), ("youth", None)])
def test_what_custody_holders_said_ends_before_the_birthday(case, contact, from_whom, told):
    """It is told of as ending soon, though the day that was agreed is far off; what the young person said is not."""
    birthday = clock.today() + timedelta(days=20)
    person = case.person
    person.birth_date = birthday.replace(year=birthday.year - 18)
    person.save()
    add_participation(case, contact.partner, by=case.guide)
    Consent.objects.create(
        case=case, partner=contact.partner, topics=[Topic.PLAN], purpose="Praktik", from_whom=from_whom,
        guardian=person.guardians.create(name="Karin Holm", has_custody=True),
        expires_on=clock.today() + timedelta(days=60), recorded_by=case.guide,
    )  # fmt: skip
    contact.is_coordinator = True
    contact.save()
    rows = [row for fold in page(contact).context["folds"] for row in fold.rows]
    assert [row.kind for row in rows] == (["ending"] if told else [])
    if told:
        assert day(clock.today() + timedelta(days=told)) in rows[0].words
