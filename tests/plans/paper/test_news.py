"""What is new in a version, in words; and that the next paper for the same reader opens with it."""

import json
from datetime import date, timedelta

import pytest

from cases.consents.actions import give_consent
from cases.models import Consent
from cases.network.actions import add_participation
from core import clock
from core.paper import Paper
from core.versions import Conflict
from plans.handover import actions
from plans.handover.copies import MOST_NEWS, copy_for
from plans.milestones import actions as milestones
from plans.models import Goal, Handover, Plan
from plans.paper.news import Kind, changes
from plans.plan import actions as plans
from tests.helpers import factories
from tests.helpers.stand_ins import words_on

TODAY = date(2026, 11, 2)


@pytest.fixture(autouse=True)
def travelled():
    with clock.travel(TODAY):
        yield


@pytest.fixture
def plan(guide):
    case = factories.make_case(guide, first_name="Freja", birth_date=date(2009, 5, 5))
    return case.plans.get()


def give(plan, audience="youth", **to):
    plan = Plan.objects.get(pk=plan.pk)
    return actions.hand_over(plan, audience, by=plan.case.guide, **to)


def told(old, new):
    return [
        (c.kind, c.words, c.what, c.before) for c in changes(json.loads(old.content), json.loads(new.content))
    ]


def test_versions_are_numbered_through_the_plan_whoever_gets_them(plan):
    factories.make_milestone(plan.case)
    rows = [give(plan), give(plan, paper=Paper("en", "large")), give(plan)]
    assert [(row.number, row.language, row.variant) for row in rows] == [
        (1, "da", "standard"),
        (2, "en", "large"),
        (3, "da", "standard"),
    ]
    assert "udgave 3" in bytes(rows[2].pdf).decode()


def test_each_thing_that_happens_to_a_plan_is_told_once(plan, guide):
    goal = plans.add_goal(Goal(plan=plan, text="Op om morgenen"), by=guide)
    stays = factories.make_milestone(plan.case, own_words="Jeg ringer", due_on=TODAY + timedelta(days=9))
    done = factories.make_milestone(plan.case, own_words="Jeg besøger skolen")
    left = factories.make_milestone(plan.case, own_words="Jeg søger job")
    first = give(plan)
    assert told(first, first) == []
    plans.move_goal(goal, "reached", by=guide, expected_version=goal.version)
    plans.add_goal(Goal(plan=plan, text="Egen bolig"), by=guide)
    milestones.move_milestone(done, "reached", by=guide)
    milestones.move_milestone(left, "dropped", by=guide, reason="Nej")
    milestones.postpone_milestone(stays, TODAY + timedelta(days=30), by=guide, reason="Ferie")
    factories.make_milestone(plan.case, own_words="Jeg får en mentor")
    Plan.objects.filter(pk=plan.pk).update(dream="Et værksted")
    second = give(plan)
    assert told(first, second) == [
        (Kind.REACHED, "Mål nået", "Op om morgenen", ""),
        (Kind.REACHED, "Nået", "Jeg besøger skolen", ""),
        (Kind.ADDED, "Nyt mål", "Egen bolig", ""),
        (Kind.ADDED, "Nyt skridt", "Jeg får en mentor", ""),
        (Kind.CHANGED, "Drømmen har fået nye ord", "", json.loads(first.content)["dream"]),
        (Kind.CHANGED, "Ny dag, 2. december 2026", "Jeg ringer", "11. november 2026"),
        (Kind.REMOVED, "Ikke et skridt mere", "Jeg søger job", ""),
    ]
    paper = words_on(second.pdf)
    assert "Nyt siden 2. november 2026" in paper and "Nået: Jeg besøger skolen" in paper
    # Five at most, and the last of them says that there is more.
    news = copy_for(Plan.objects.get(pk=plan.pk), "youth", on=TODAY).news
    assert news == ()  # nothing since the second
    assert paper.count("Der er mere nyt") == 1 and "Jeg søger job" not in paper.split("Det drømmer")[0]
    assert MOST_NEWS == 5


def test_nothing_new_opens_with_nothing_and_the_first_one_too(plan):
    factories.make_milestone(plan.case)
    assert "Nyt siden" not in words_on(give(plan).pdf)
    assert "Nyt siden" not in words_on(give(plan).pdf)


def test_what_is_new_is_counted_from_the_same_reader_s_last_version(plan, guide):
    factories.make_milestone(plan.case, own_words="Jeg ringer")
    give(plan)
    contact = factories.ContactFactory(partner__unit=guide.unit)
    add_participation(plan.case, contact.partner, by=guide)
    until = TODAY + timedelta(days=30)
    give_consent(
        Consent(
            case=plan.case,
            partner=contact.partner,
            topics=["plan", "contact"],
            purpose="Praktik",
            expires_on=until,
        ),
        by=guide,
    )
    factories.make_milestone(plan.case, own_words="Jeg får en mentor")
    assert "Nyt siden" not in words_on(give(plan, "partner", partner=contact.partner).pdf)  # their first
    # The language and the shape may be others.
    assert "New step: Jeg får en mentor" in words_on(give(plan, paper=Paper("en", "easy")).pdf)


def test_what_a_partner_is_not_told_any_more_is_not_named_on_its_paper(plan, guide):
    contact = factories.ContactFactory(partner__unit=guide.unit)
    add_participation(plan.case, contact.partner, by=guide)
    until = TODAY + timedelta(days=30)
    give_consent(
        Consent(
            case=plan.case, partner=contact.partner, topics=["plan"], purpose="Praktik", expires_on=until
        ),
        by=guide,
    )
    factories.make_milestone(plan.case, own_words="Jeg ringer")
    gone = factories.make_milestone(plan.case, own_words="Hemmelig samtale")
    first = give(plan, "partner", partner=contact.partner)
    gone.topics = ["family"]
    gone.save(update_fields=["topics"])
    second = give(plan, "partner", partner=contact.partner)
    assert "Hemmelig samtale" in words_on(first.pdf) and "Hemmelig samtale" not in words_on(second.pdf)
    assert "Noget fra sidste udgave er ikke med her" in words_on(second.pdf)
    # Who may read both reads what it was.
    assert (Kind.REMOVED, "Ikke et skridt mere", "Hemmelig samtale", "") in told(first, second)


def test_an_address_that_was_protected_since_names_nothing_that_is_gone(plan, guide):
    gone = factories.make_milestone(plan.case, own_words="Jeg går på Skolen ved Åen")
    give(plan)
    milestones.move_milestone(gone, "dropped", by=guide, reason="Nej")
    plan.case.person.address_protected = True
    plan.case.person.save()
    assert "Skolen ved Åen" not in words_on(give(plan).pdf)


def test_another_hand_over_meanwhile_asks_to_look_once_more(plan):
    factories.make_milestone(plan.case)
    first = give(plan)
    with pytest.raises(Conflict):
        give(plan, seen=first.sha256)  # it would be version 2 by now


def test_what_a_version_says_is_encrypted_beside_its_bytes(plan):
    from django.db import connection

    factories.make_milestone(plan.case, own_words="Jeg ringer")
    row = give(plan)
    assert "Jeg ringer" in Handover.objects.get(pk=row.pk).content
    with connection.cursor() as cursor:
        cursor.execute("select content from plans_handover")
        assert "Jeg ringer" not in str(cursor.fetchone()[0])


def test_the_oldest_say_nothing_part_by_part_and_bring_no_news(plan):
    factories.make_milestone(plan.case)
    Handover.objects.create(
        plan=plan, audience="youth", pdf=b"x", sha256="1" * 64, plan_version=1, by=plan.case.guide
    )
    assert "Nyt siden" not in words_on(give(plan).pdf)
