"""The two clocks of one breach as its days have them, in words and in tones: no case, no page."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from accounts.limits.actions import add_limit
from cases.duty import clocks as duty
from cases.duty.clocks import ACTIVITY, CONTACT, Clock, calendar_of, clocks_of, stop_of, working_calendar
from cases.duty.rules import ClockState
from cases.models import DutyBreach, Note
from core import clock
from core.working_days import Pause
from tests.helpers import factories

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 11, 16)
DAY = timedelta(days=1)
DUE = MONDAY + 7 * DAY  # five working days after
BORN = date(2010, 2, 1)
EIGHTEEN = date(2028, 2, 1)
S = ClockState


@pytest.fixture(autouse=True)
def danish():
    with translation.override("da"):
        yield


def breach(learned=MONDAY, **days) -> DutyBreach:
    """What we learned, with the days after it on which something happened."""
    row = DutyBreach(learned_on=learned, mistake=days.pop("mistake", ""))
    for name in ("contacted_on", "active_on", "exempt_on", "closed_on", "followed_on"):
        days_after = days.pop(name.removesuffix("_on"), None)
        setattr(row, name, None if days_after is None else learned + days_after * DAY)
    for name, words in days.items():
        setattr(row, name, words)
    return row


def pair(on=0, born=BORN, **days):
    row = breach(**days)
    return clocks_of(row, born=born, on=row.learned_on + on * DAY)


def contact(on=0, **days) -> Clock:
    return pair(on, **days)[0]


def activity(on=0, **days) -> Clock:
    return pair(on, **days)[1]


# --- which days count ---


def test_what_is_free_beside_the_public_holidays_and_what_the_municipality_may_choose(admin):
    usual = working_calendar(MONDAY).also_free
    assert usual == {(6, 5), (12, 24), (12, 31)}
    with clock.travel(MONDAY):
        add_limit("free_1_may", 1, by=admin, valid_from=MONDAY + DAY, source="Byrådet")
        for code in ("free_5_june", "free_24_december", "free_31_december"):
            add_limit(code, 0, by=admin, valid_from=MONDAY + DAY, source="Byrådet")
    assert working_calendar(MONDAY).also_free == usual
    assert working_calendar(MONDAY + DAY).also_free == {(5, 1)}


def test_july_is_left_out_for_an_activity_and_not_for_contact_unless_chosen(admin):
    july = Pause((7, 1), (7, 31))
    assert (calendar_of(CONTACT, MONDAY).pause, calendar_of(ACTIVITY, MONDAY).pause) == (None, july)
    free = working_calendar(MONDAY).also_free
    assert calendar_of(CONTACT, MONDAY).also_free == calendar_of(ACTIVITY, MONDAY).also_free == free
    with clock.travel(MONDAY):
        add_limit("summer_stops_contact", 1, by=admin, valid_from=MONDAY + DAY, source="Byrådet")
        add_limit("summer_stops_activity", 0, by=admin, valid_from=MONDAY + DAY, source="Byrådet")
        add_limit("summer_first_day", 628, by=admin, valid_from=MONDAY + DAY, source="Byrådet")
        add_limit("summer_last_day", 809, by=admin, valid_from=MONDAY + DAY, source="Byrådet")
    assert calendar_of(CONTACT, MONDAY).pause is None
    assert calendar_of(CONTACT, MONDAY + DAY).pause == Pause((6, 28), (8, 9))
    assert calendar_of(ACTIVITY, MONDAY + DAY).pause is None


def test_what_was_learned_earlier_keeps_its_days_when_the_municipality_changes_them(admin):
    """The pause and the days off are those of the day it was learned, not of the day on which somebody looks."""
    with clock.travel(MONDAY):
        add_limit("free_1_may", 1, by=admin, valid_from=MONDAY + DAY, source="Byrådet")
        add_limit("summer_first_day", 628, by=admin, valid_from=MONDAY + DAY, source="Byrådet")
        add_limit("summer_last_day", 809, by=admin, valid_from=MONDAY + DAY, source="Byrådet")
    with clock.travel(MONDAY + 2 * DAY):
        before, since = calendar_of(ACTIVITY, MONDAY), calendar_of(ACTIVITY, MONDAY + DAY)
    assert (before.pause, since.pause) == (Pause((7, 1), (7, 31)), Pause((6, 28), (8, 9)))
    assert since.also_free - before.also_free == {(5, 1)}


# --- where each clock begins, is due and stops ---


def test_a_limit_is_judged_by_what_held_on_the_day_it_was_learned(admin):
    """The law gives fewer days from tomorrow, and a lower age: who was learned of today keeps today's."""
    with clock.travel(MONDAY):
        for code, value in (("duty_contact_days", 3), ("duty_activity_days", 14), ("duty_oldest_age", 16)):
            add_limit(code, value, by=admin, valid_from=MONDAY + DAY, source="Ny bekendtgørelse")
        for code, value in (
            ("summer_stops_contact", 1),
            ("summer_first_day", 1101),
            ("summer_last_day", 1231),
        ):
            add_limit(code, value, by=admin, valid_from=MONDAY + DAY, source="Byrådet")
    with clock.travel(MONDAY + 2 * DAY):
        first, second = pair(2, contacted=2)
        assert (first.due_on, second.due_on) == (DUE, MONDAY + 32 * DAY)
        assert (first.stopped_on, second.stopped_on) == (EIGHTEEN, EIGHTEEN)
        assert contact(2).countdown == "3 arbejdsdage tilbage"
        assert duty.born_after(MONDAY) == date(2008, 11, 16)
        assert duty.born_after(MONDAY + DAY) == date(2009, 11, 17)
        since, activity_since = pair(0, learned=MONDAY + DAY, contacted=0)
    # Nothing counts before the pause is over, on Friday 1 January: Monday, Tuesday and Wednesday.
    assert (since.due_on, since.stopped_on) == (date(2027, 1, 6), date(2027, 2, 1))
    assert activity_since.due_on == date(2027, 1, 14)


def test_contact_is_due_in_five_working_days_and_the_activity_waits_for_it():
    first, second = pair()
    assert (first.which, first.on, first.begins_on, first.due_on) == (CONTACT, MONDAY, MONDAY, DUE)
    assert (first.met_on, first.stopped_on, first.stopped) == (None, EIGHTEEN, "age")
    assert (second.which, second.on, second.begins_on, second.due_on) == (ACTIVITY, MONDAY, None, None)
    assert (second.met_on, second.stopped_on, second.stopped) == (None, EIGHTEEN, "age")
    assert first.breach is second.breach


def test_the_activity_is_due_a_month_after_the_talk():
    first, second = pair(2, contacted=2, active=9)
    assert first.met_on == MONDAY + 2 * DAY
    assert (second.begins_on, second.due_on) == (MONDAY + 2 * DAY, MONDAY + 32 * DAY)
    assert (second.met_on, second.stopped_on, second.stopped) == (MONDAY + 9 * DAY, EIGHTEEN, "age")
    assert (second.which, second.on) == (ACTIVITY, MONDAY + 2 * DAY)
    assert first.breach is second.breach


def test_who_has_not_been_talked_with_by_the_day_has_no_limit_for_an_activity():
    first, second = pair(1, contacted=2, active=9)
    assert (second.begins_on, second.due_on, second.met_on) == (None, None, MONDAY + 9 * DAY)
    assert (
        (second.stopped_on, second.stopped)
        == (first.stopped_on, first.stopped)
        == (MONDAY + 9 * DAY, "again")
    )


@pytest.mark.parametrize(("active", "stopped"), [(3, (3, "again")), (5, (5, "closed")), (9, (5, "closed"))])
def test_who_is_under_way_again_is_not_sought_any_more(active, stopped):
    first, _second = pair(20, active=active, closed=5)
    assert (first.stopped_on, first.stopped) == (MONDAY + stopped[0] * DAY, stopped[1])


@pytest.mark.parametrize(
    ("days", "stopped"),
    [
        ({}, (EIGHTEEN, "age")),
        ({"exempt": 3}, (MONDAY + 3 * DAY, "exempt")),
        ({"followed": 4}, (MONDAY + 4 * DAY, "again")),
        ({"closed": 5}, (MONDAY + 5 * DAY, "closed")),
        ({"exempt": 3, "followed": 4, "closed": 5}, (MONDAY + 3 * DAY, "exempt")),
        ({"exempt": 5, "followed": 3, "closed": 4}, (MONDAY + 3 * DAY, "again")),
        ({"exempt": 5, "followed": 4, "closed": 3}, (MONDAY + 3 * DAY, "closed")),
        ({"followed": 999}, (EIGHTEEN, "age")),
        ({"mistake": "Forkert person", "exempt": 3}, (MONDAY, "mistake")),
        ({"exempt": -9}, (MONDAY, "exempt")),  # it held already when we learned it
    ],
)
def test_what_came_first_stops_both(days, stopped):
    assert stop_of(breach(**days), BORN) == stopped


@pytest.mark.parametrize(
    ("born", "day"), [(date(2008, 11, 20), date(2026, 11, 20)), (date(2012, 2, 29), date(2030, 2, 28))]
)
def test_the_duty_ends_on_the_18th_birthday(born, day):
    assert stop_of(breach(), born) == (day, "age")


def test_who_was_born_after_a_day_is_under_the_duty_still():
    assert duty.born_after(date(2026, 11, 20)) == date(2008, 11, 20)


# --- how it stands, and how it is said ---


@pytest.mark.parametrize(
    ("on", "days", "state", "open_", "missed_on", "done_late"),
    [
        (7, {}, S.RUNNING, True, None, None),
        (8, {}, S.MISSED, True, 8, None),
        (8, {"contacted": 8}, S.MISSED, False, 8, 8),
        (8, {"contacted": 9}, S.MISSED, True, 8, None),
        (9, {"contacted": 9}, S.MISSED, False, 8, 9),
        (9, {"closed": 9}, S.MISSED, False, 8, None),
        (8, {"closed": 9}, S.MISSED, True, 8, None),
        (8, {"closed": 7}, S.STOPPED, False, None, None),
        (8, {"contacted": 7}, S.MET, False, None, None),
        (3, {"contacted": 3}, S.MET, False, None, None),
    ],
)
def test_what_is_still_to_be_done_and_since_when_it_is_late(on, days, state, open_, missed_on, done_late):
    found = contact(on, **days)
    assert (found.state, found.is_open) == (state, open_)
    assert (found.is_running, found.is_missed) == (state == S.RUNNING, state == S.MISSED)
    assert found.missed_on == (None if missed_on is None else MONDAY + missed_on * DAY)
    assert found.done_late_on == (None if done_late is None else MONDAY + done_late * DAY)


def test_what_has_not_begun_is_neither_open_nor_missed():
    found = activity(9)
    assert (found.state, found.is_open, found.missed_on, found.done_late_on) == (S.AWAITS, False, None, None)


@pytest.mark.parametrize(
    ("on", "days", "words", "tone"),
    [
        (0, {}, "5 arbejdsdage tilbage", "info"),
        (4, {}, "1 arbejdsdag tilbage", "info"),  # Friday: the weekend is no working day, but gives time
        (5, {}, "1 arbejdsdag tilbage", "info"),
        (6, {}, "1 arbejdsdag tilbage", "warn"),
        (7, {}, "frist i dag", "warn"),
        (8, {}, "1 dag over", "danger"),
        (10, {}, "3 dage over", "danger"),
        (10, {"contacted": 9}, "overskredet", "warn"),
        (10, {"contacted": 2}, "overholdt", "ok"),
        (10, {"closed": 2}, "stoppet", "plain"),
    ],
)
def test_how_the_limit_for_contact_is_told(on, days, words, tone):
    found = contact(on, **days)
    assert (found.countdown, found.tone) == (words, tone)


@pytest.mark.parametrize(
    ("on", "days", "words", "tone"),
    [
        (0, {}, "begynder, når der er skabt kontakt", "plain"),
        (2, {"contacted": 2}, "30 dage tilbage", "info"),
        (30, {"contacted": 2}, "2 dage tilbage", "info"),
        (31, {"contacted": 2}, "1 dag tilbage", "warn"),
        (32, {"contacted": 2}, "frist i dag", "warn"),
        (33, {"contacted": 2}, "1 dag over", "danger"),
    ],
)
def test_how_the_limit_for_an_activity_is_told(on, days, words, tone):
    found = activity(on, **days)
    assert (found.countdown, found.tone) == (words, tone)


def test_each_clock_has_its_own_reason_for_being_missed():
    said = {"contact_why": "ill", "contact_text": "Influenza", "activity_why": None, "activity_text": None}
    first, second = pair(50, contacted=9, **said)
    assert (first.is_missed, first.why, first.why_text, first.needs_reason) == (
        True,
        "ill",
        "Influenza",
        False,
    )
    assert (second.is_missed, second.why, second.why_text, second.needs_reason) == (True, "", "", True)
    assert not contact(7).needs_reason, "nothing is missed yet"
    bare = contact(8)
    assert (bare.why, bare.why_text, bare.needs_reason) == ("", "", True)
    assert (first.title, second.title) == ("Kontakt", "Ny aktivitet")


def test_every_stop_has_its_words():
    said = {stop: str(words()) for stop, words in duty.STOPS.items()}
    assert list(said) == ["mistake", "age", "exempt", "again", "closed"] and len(set(said.values())) == 5


# --- of many cases ---


def test_the_clocks_of_several_cases_come_newest_first_and_those_who_have_none_are_left_out(guide):
    with clock.travel(MONDAY):
        one, other, none = (
            factories.make_case(guide, birth_date=BORN, on=date(2026, 1, 5), cpr="") for _n in range(3)
        )
    for case, days in ((one, (0, -20)), (other, (1,))):  # not written in the order of the days
        for n in days:
            DutyBreach.objects.create(case=case, learned_on=MONDAY + n * DAY, how="school")
    DutyBreach.objects.create(case=none, learned_on=MONDAY + 2 * DAY, how="school")
    found = duty.clocks([one, other, none], MONDAY + DAY)
    assert set(found) == {one.pk, other.pk}
    assert [first.breach.learned_on for first, _second in found[one.pk]] == [MONDAY, MONDAY - 20 * DAY]
    assert all(clock_.on == MONDAY + DAY for both in found[one.pk] for clock_ in both)
    assert duty.clocks([one], MONDAY + DAY).keys() == {one.pk}
    assert duty.clocks([], MONDAY) == {}
    now = clock.at(MONDAY + DAY, 12)
    with clock.travel(MONDAY - DAY):
        assert duty.clocks([one, other, none], MONDAY + DAY, known=clock.at(MONDAY - DAY, 12)) == {}
    then = duty.clocks([one, other, none], MONDAY + DAY, known=max(now, clock.now()))
    assert [first.breach.learned_on for first, _second in then[one.pk]] == [MONDAY, MONDAY - 20 * DAY]
    assert set(then) == {one.pk, other.pk}
    assert set(duty.clocks([one], MONDAY + DAY, known=max(now, clock.now()))) == {one.pk}


def test_of_who_outgrows_the_duty_today_nothing_is_asked(guide, django_assert_num_queries):
    with clock.travel(MONDAY):
        case = factories.make_case(guide, birth_date=date(2008, 11, 16), on=date(2026, 1, 5), cpr="")
    assert duty.born_after(MONDAY) == case.person.birth_date
    with django_assert_num_queries(0):
        assert duty.open_clocks([case], MONDAY) == {}


def test_what_was_written_later_was_not_known_then(guide):
    with clock.travel(MONDAY):
        case = factories.make_case(guide, birth_date=BORN, on=date(2026, 1, 5), cpr="")
        DutyBreach.objects.create(case=case, learned_on=MONDAY, how="school")
    with clock.travel(MONDAY + 3 * DAY):
        Note.objects.create(case=case, by=guide, text="Talt", kind="phone", happened_on=MONDAY + DAY)

    def met_on(known):
        ((first, _second),) = duty.clocks([case], MONDAY + 3 * DAY, known=known)[case.pk]
        return first.met_on

    assert met_on(clock.at(MONDAY + 2 * DAY, 12)) is None
    assert met_on(clock.at(MONDAY + 4 * DAY, 12)) == met_on(None) == MONDAY + DAY


def test_of_two_learned_on_one_day_the_one_written_last_comes_first(guide):
    """The earlier was taken back as a mistake: else there is but one a day."""
    with clock.travel(MONDAY):
        case = factories.make_case(guide, birth_date=BORN, on=date(2026, 1, 5), cpr="")
        for mistake in ("Forkert skole", ""):
            DutyBreach.objects.create(case=case, learned_on=MONDAY, how="school", mistake=mistake)
    for known in (None, clock.at(MONDAY + DAY, 12)):
        found = duty.clocks([case], MONDAY + DAY, known=known)[case.pk]
        assert [first.breach.mistake for first, _second in found] == ["", "Forkert skole"]


def test_what_is_open_is_told_of_those_under_the_duty_alone(guide):
    with clock.travel(MONDAY):
        young, turning, grown, done = (
            factories.make_case(guide, birth_date=born, on=date(2026, 1, 5), cpr="")
            for born in (BORN, date(2008, 11, 17), date(2008, 11, 16), BORN)
        )
    for case in (young, turning, grown, done):
        DutyBreach.objects.create(case=case, learned_on=MONDAY - 3 * DAY, how="school")
    DutyBreach.objects.filter(case=done).update(followed_on=MONDAY)
    found = duty.open_clocks([young, turning, grown, done], MONDAY)
    assert {pk: [clock_.which for clock_ in left] for pk, left in found.items()} == {
        young.pk: [CONTACT],
        turning.pk: [CONTACT],
    }
