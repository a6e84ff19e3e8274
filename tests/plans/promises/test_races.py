"""Simultaneous acts about one promise, in threads, on PostgreSQL: each happens once, or is told why not."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from cases.consents.actions import withdraw_consent
from cases.models import Consent
from core import clock
from plans.models import Milestone, MilestoneMove, PromiseQuestion, Proposal
from plans.promises import actions
from tests.helpers.at_once import at_once
from tests.helpers.promises import make_contact, make_promise, propose_day

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="threads need PostgreSQL"),
]


@pytest.fixture
def contact(unit):
    return make_contact(unit)


@pytest.fixture
def milestone(guide, contact):
    return make_promise(guide, contact)


def refused(results):
    return sum(isinstance(result, Exception) for result in results)


def test_of_eight_proposals_of_a_kind_one_waits(guide, contact, milestone):
    def propose(number):
        return propose_day(Milestone.objects.get(pk=milestone.pk), contact, days=20 + number)

    at_once(8, propose)
    assert Proposal.objects.waiting().count() == 1


def test_yes_and_no_at_once_are_one_decision(guide, contact, milestone):
    row = propose_day(milestone, contact)

    def decide(number):
        found = Proposal.objects.select_related("milestone__plan__case", "partner").get(pk=row.pk)
        if number % 2:
            actions.accept(found, by=guide)
        else:
            actions.decline(found, by=guide, words="Nej")

    assert refused(at_once(8, decide)) == 7
    row.refresh_from_db()
    moved = MilestoneMove.objects.filter(new_due_on=row.new_due_on).count()
    assert moved == (row.decision == "accepted")


def test_an_answer_is_given_once(guide, contact, milestone):
    row = actions.ask(milestone, by=guide, question="Møder hun?")

    def reply(number):
        found = PromiseQuestion.objects.select_related("milestone__plan__case").get(pk=row.pk)
        if number % 2:
            actions.answer(found, by=contact.user, text=f"Svar {number}")
        else:
            actions.withdraw_question(found, by=guide)

    at_once(8, reply)
    row.refresh_from_db()
    assert (row.answered_at is None) != (row.withdrawn_at is None)


def test_a_basis_withdrawn_at_the_same_moment_lets_nothing_in_after_it(guide, contact, milestone):
    def act(number):
        if number:
            found = Milestone.objects.select_related("plan__case").get(pk=milestone.pk)
            return actions.report(found, by=contact.user, kind="attended", happened_on=clock.today())
        return withdraw_consent(Consent.objects.get(), by=guide)

    at_once(4, act)
    with pytest.raises(ValidationError):
        actions.report(
            milestone, by=contact.user, kind="attended", happened_on=clock.today() - timedelta(days=1)
        )
