"""How quickly a partner answers: the median of working days, and nothing of too few."""

from datetime import date, timedelta

import pytest

from core import clock
from intake.inquiries.actions import answer_statement
from plans.promises import actions
from portal.promises.response import answered_in, response_words
from tests.helpers.inquiries import ask, make_inquiry
from tests.helpers.promises import make_contact, make_promise
from tests.helpers.signing_in import signed_in

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 10, 5)


@pytest.fixture
def contact(unit):
    return make_contact(unit, partner__side="internal", partner__has_authority=True)


def answered(guide, contact, *days):
    """Questions asked on a Monday, and answered so many days later."""
    for later in days:
        with clock.travel(clock.at(MONDAY, 10)):
            row = actions.ask(make_promise(guide, contact, days=200), by=guide, question="Møder hun?")
        with clock.travel(clock.at(MONDAY + timedelta(days=later), 10)):
            actions.answer(row, by=contact.user, text="Ja")


def test_two_are_too_few_and_three_are_not(guide, contact):
    answered(guide, contact, 1, 2)
    with clock.travel(MONDAY + timedelta(days=30)):
        assert "for få svar" in response_words(contact.partner)
        answered(guide, contact, 7)
        assert sorted(answered_in(contact.partner, clock.today())) == [1, 2, 5]
        assert (
            response_words(contact.partner)
            == "Spørgsmål om aftaler og udtalelser: besvares typisk inden 2 hverdage."
        )
        text = signed_in(guide).get(contact.partner.get_absolute_url()).content.decode()
        assert "Spørgsmål om aftaler og udtalelser: besvares typisk inden 2 hverdage." in text


@pytest.mark.parametrize(
    ("days", "words"),
    [((0, 0, 0), "samme dag"), ((0, 1, 1), "inden 1 hverdag."), ((1, 1, 2, 2), "inden 2 hverdage")],
)
def test_the_median_is_said_in_words(guide, contact, days, words):
    answered(guide, contact, *days)
    with clock.travel(MONDAY + timedelta(days=30)):
        assert words in response_words(contact.partner)


def test_a_year_ago_counts_no_more_and_statements_do(guide, contact):
    answered(guide, contact, 1, 1)
    with clock.travel(clock.at(MONDAY, 10)):
        row = ask(make_inquiry(guide), guide, partner=contact.partner)
    with clock.travel(clock.at(MONDAY + timedelta(days=4), 10)):
        answer_statement(row, by=contact.user, view="take_in", text="Ja")
    last = MONDAY + timedelta(days=1 + 365)
    assert len(answered_in(contact.partner, last)) == 3
    assert len(answered_in(contact.partner, last + timedelta(days=1))) == 1
