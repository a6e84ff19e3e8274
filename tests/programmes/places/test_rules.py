"""Whom an offer may suit, with its reasons, and what is told outside: at the edges."""

from datetime import date

import pytest
from django.utils import translation

from programmes.places.rules import Asked, free, reasons, told_outside

ON = date(2026, 11, 28)
FITTING = date(2009, 11, 28)  # seventeen today


def said(born=FITTING, activity="none", destination="", leads_to="education"):
    with translation.override("en"):
        who = Asked(born, activity, destination)
        return reasons(who, youngest=15, oldest=18, leads_to=leads_to, on=ON)


@pytest.mark.parametrize(
    ("born", "fits"),
    [
        (date(2011, 11, 29), False),
        (date(2011, 11, 28), True),
        (date(2007, 11, 29), True),
        (date(2007, 11, 28), False),
    ],
)
def test_both_ends_of_the_ages_count(born, fits):
    assert bool(said(born)) is fits


def test_of_who_is_too_young_or_too_old_no_reason_is_said():
    assert said(date(2011, 11, 29)) == said(date(2007, 11, 28)) == ()


def test_the_reasons_are_said_in_words():
    assert said() == ("17 years, it is for those of 15 to 18", "is doing nothing now")
    assert said(activity="unknown")[1:] == ("nobody knows what they do now",)
    assert said(activity="fgu") == ()
    assert said(activity="fgu", destination="education")[1:] == ("the plan leads to the same",)
    assert said(destination="education")[1:] == ("is doing nothing now", "the plan leads to the same")
    assert said(activity="fgu", destination="employment") == ()
    assert said(activity="fgu", leads_to="") == ()  # neither says where it leads: that is no agreement


@pytest.mark.parametrize(("taken", "left"), [(0, 2), (1, 1), (2, 0), (3, 0)])
def test_no_fewer_than_no_place_is_free(taken, left):
    assert free(2, taken) == left


@pytest.mark.parametrize(("count", "told"), [(0, None), (4, None), (5, 5), (9, 5), (10, 10), (17, 15)])
def test_fewer_than_five_of_another_unit_are_hidden(count, told):
    assert told_outside(count) == told
