"""When a partnership is fragile, at the boundaries of each rule."""

from datetime import date, timedelta

import pytest

from core.templatetags.kui import day as drawn_day
from reports.anchoring.departures import carried_alone, held_alone
from reports.anchoring.rules import Carrier, Known, Risk, months_old, reasons, silent_since, without

ON = date(2026, 11, 28)


def days_ago(n):
    return ON - timedelta(days=n)


def known(**more):
    """Firm: agreed, two people with two cases, heard and met yesterday."""
    firm = {
        "has_agreement": True,
        "cases": frozenset("ab"),
        "carriers": (Carrier(1, "Mette", frozenset("a")), Carrier(2, "Ole", frozenset("b"))),
        "live_since": days_ago(200),
        "heard_on": days_ago(1),
        "met_on": days_ago(1),
    }
    return Known(**(firm | more))


def risks(found):
    return [reason.risk for reason in reasons(found, ON)]


def one(*cases, **more):
    return (Carrier(1, "Mette", frozenset(cases), **more),)


def test_a_firm_partnership_has_no_reason():
    assert reasons(known(), ON) == []


@pytest.mark.parametrize(
    ("carriers", "expected"),
    [
        (one("a", "b"), [Risk.ONE_PERSON]),
        (one("a"), []),
        ((), []),
        ((*one("a", "b"), Carrier(2, "Ole", frozenset("b"))), []),
        ((*one("a", "b"), Carrier(2, "Ole", frozenset())), [Risk.ONE_PERSON]),
    ],
)
def test_all_through_one_person_from_two_cases_on(carriers, expected):
    assert risks(known(carriers=carriers)) == expected


def test_the_reason_names_the_person_and_the_number():
    words = reasons(known(carriers=one("a", "b")), ON)[0].words
    assert "Mette" in words and "2" in words


def test_the_reasons_that_tell_of_a_day_name_it():
    """28 September is 61 days before; the last meeting was on 27 November of the year before."""
    carriers = (*one("a", until_on=days_ago(1)), Carrier(2, "Ole", frozenset("b")))
    bare = {"cases": frozenset(), "carriers": (), "met_on": days_ago(366)}
    found = reasons(known(carriers=carriers, heard_on=days_ago(61)), ON) + reasons(known(**bare), ON)
    told = {reason.risk: reason.words for reason in found}
    assert list(told) == [Risk.CONTACT_LEFT, Risk.SILENT, Risk.PAPER_ONLY]
    for risk, day in ((Risk.CONTACT_LEFT, 1), (Risk.SILENT, 61), (Risk.PAPER_ONLY, 366)):
        assert drawn_day(days_ago(day)) in told[risk]
    assert "61 " in told[Risk.SILENT] and "Mette" in told[Risk.CONTACT_LEFT]


@pytest.mark.parametrize(("last", "expected"), [(1, [Risk.CONTACT_LEFT]), (0, []), (-1, [])])
def test_a_contact_has_left_the_day_after_their_last(last, expected):
    people = (*one("a", until_on=days_ago(last)), Carrier(2, "Ole", frozenset("b")))
    assert risks(known(carriers=people)) == expected


def test_who_left_without_a_case_is_no_reason():
    people = (Carrier(1, "Mette", frozenset(), days_ago(9)), Carrier(2, "Ole", frozenset("b")))
    assert risks(known(carriers=people)) == []


def test_no_agreement_counts_where_cases_depend_on_the_partner():
    assert risks(known(has_agreement=False)) == [Risk.NO_AGREEMENT]
    assert "2" in reasons(known(has_agreement=False), ON)[0].words
    assert risks(known(has_agreement=False, cases=frozenset(), carriers=())) == []


@pytest.mark.parametrize(("days", "expected"), [(59, []), (60, [Risk.SILENT]), (61, [Risk.SILENT])])
def test_silent_from_sixty_days_on(days, expected):
    assert risks(known(heard_on=days_ago(days))) == expected
    assert risks(known(heard_on=None, live_since=days_ago(days))) == expected


def test_silence_begins_no_earlier_than_the_live_cases():
    assert silent_since(known(heard_on=days_ago(300), live_since=days_ago(10))) == days_ago(10)
    assert silent_since(known(heard_on=None, live_since=None)) is None
    assert silent_since(known(cases=frozenset())) is None
    assert risks(known(heard_on=days_ago(300), live_since=days_ago(10))) == []


@pytest.mark.parametrize(
    ("days", "expected"), [(365, []), (366, [Risk.PAPER_ONLY]), (None, [Risk.PAPER_ONLY])]
)
def test_on_paper_only_without_case_and_meeting_in_a_year(days, expected):
    met = days_ago(days) if days else None
    bare = {"cases": frozenset(), "carriers": (), "met_on": met}
    assert risks(known(**bare)) == expected
    assert risks(known(**bare, has_agreement=False)) == []
    assert risks(known(met_on=met)) == []


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        ((False, False), [Risk.NO_LEADER]),
        ((False, False, True), [Risk.NO_LEADER]),
        ((True, False), []),
        ((False, True), []),
        ((False,), []),
        ((), []),
    ],
)
def test_our_leader_stayed_away_from_the_last_two_meetings(there, expected):
    assert risks(known(leader_there=there)) == expected


def test_without_a_person_what_lay_with_them_lies_with_nobody():
    people = (*one("a"), Carrier(2, "Ole", frozenset("bc")))
    before = known(cases=frozenset("abc"), carriers=people)
    after = without(before, 1)
    assert [carrier.pk for carrier in after.carriers] == [2] and after.cases == before.cases
    assert risks(before) == [] and risks(after) == [Risk.ONE_PERSON]


def test_carried_alone_is_what_nobody_else_is_named_for():
    people = (*one("a", "b"), Carrier(2, "Ole", frozenset("b")))
    assert carried_alone(known(carriers=people), 1) == {"a"}
    assert carried_alone(known(carriers=people), 9) == set()


def test_a_partner_is_held_alone_from_two_cases_on():
    by_partner = {1: {"a", "b"}, 2: {"a"}, 3: {"a", "b", "c"}}
    assert held_alone(by_partner, {"a", "b"}) == {1}


@pytest.mark.parametrize(
    ("since", "months"), [(date(2026, 10, 28), 1), (date(2026, 10, 29), 0), (date(2024, 11, 28), 24)]
)
def test_months_are_whole(since, months):
    assert months_old(since, ON) == months
