"""Each breach as the numbers count it: where its clocks stood on a day, in which month, and of whose cases."""

import datetime as dt

import pytest

from cases.models import Assignment, BreachReason, Case, DutyBreach, Note
from core import clock
from reports.metrics.breaches import both_clocks, breach_rows, breaches_at
from reports.metrics.point_in_time import PointInTime
from reports.periods.rules import Month
from tests.helpers import factories

pytestmark = pytest.mark.django_db

OPENED, LEARNED, TODAY = dt.date(2026, 1, 5), dt.date(2026, 3, 23), dt.date(2026, 5, 20)
DUE = dt.date(2026, 3, 30)  # five working days after, on the Monday
DAY = dt.timedelta(days=1)
EARLY, LATER = clock.at(LEARNED, 12), clock.at(LEARNED + 20 * DAY, 12)
ALL = Case.objects.all()


@pytest.fixture(autouse=True)
def travelled():
    with clock.travel(clock.at(TODAY, 12)):
        yield


@pytest.fixture
def case(guide):
    with clock.travel(OPENED):
        case = factories.make_case(guide, on=OPENED, birth_date=dt.date(2010, 2, 1), cpr="")
    case.activity_periods.all().delete()
    return case


@pytest.fixture
def breach(case):
    return DutyBreach.objects.create(case=case, learned_on=LEARNED, how="school", recorded_at=EARLY)


def talk(case, on, at=EARLY):
    note = Note(case=case, by=case.guide, text="Talt", kind="phone", happened_on=on)
    note.recorded_at = at
    Note.objects.bulk_create([note])


def when(on, known=None, period=None):
    return PointInTime(on, period or Month.of(on), known, fresh_days=90, contact_days=30, silent_days=60)


def stood(on, known=None, period=None, cases=None) -> list[tuple]:
    """How the clocks of each breach stood: contact, activity, and whether one was over with nothing done."""
    asked = ALL.all() if cases is None else Case.objects.filter(pk__in=[case.pk for case in cases])
    rows = breaches_at(asked, when(on, known, period))
    return list(rows.order_by("learned_on").values_list("at_contact", "at_activity", "at_late"))


@pytest.mark.parametrize(
    ("on", "stands"),
    [
        (LEARNED, ("running", "", False)),
        (DUE, ("running", "", False)),
        (DUE + DAY, ("missed", "", True)),
        (dt.date(2026, 4, 1), ("", "", True)),  # missed in March
    ],
)
def test_nobody_has_been_talked_with(breach, on, stands):
    assert stood(on) == [stands]


def test_a_talk_in_time_is_met_in_its_month_and_the_activity_runs(breach, case):
    talk(case, DUE)
    assert stood(DUE) == [("met", "running", False)]
    assert stood(dt.date(2026, 3, 31)) == [("met", "running", False)]
    assert stood(dt.date(2026, 4, 1)) == [("", "running", False)]
    assert stood(DUE + 30 * DAY) == [("", "running", False)]
    assert stood(DUE + 31 * DAY) == [("", "missed", True)]
    assert stood(dt.date(2026, 5, 2)) == [("", "", True)]


def test_the_month_counts_from_its_first_day_and_the_day_itself(breach, case):
    talk(case, LEARNED)
    assert stood(LEARNED, period=Month(2026, 3)) == [("met", "running", False)]
    DutyBreach.objects.update(learned_on=dt.date(2026, 3, 1))
    Note.objects.update(happened_on=dt.date(2026, 3, 1))
    assert stood(LEARNED)[0][0] == "met", "on the first of the month"
    DutyBreach.objects.update(learned_on=dt.date(2026, 2, 27))
    Note.objects.update(happened_on=dt.date(2026, 2, 28))
    assert stood(LEARNED)[0][0] == ""
    Note.objects.all().delete()
    DutyBreach.objects.update(learned_on=dt.date(2026, 2, 20))  # due on the 27th, missed from the 28th
    assert stood(LEARNED)[0][0] == ""
    DutyBreach.objects.update(learned_on=dt.date(2026, 2, 21))  # due on the 27th too
    assert stood(dt.date(2026, 2, 28))[0] == ("missed", "", True)


def test_what_was_missed_from_the_first_of_the_month_is_missed_in_it(breach):
    DutyBreach.objects.update(learned_on=dt.date(2026, 3, 24))  # due on 31 March, the Tuesday before Easter
    assert stood(dt.date(2026, 3, 31)) == [("running", "", False)]
    assert stood(dt.date(2026, 4, 1)) == stood(dt.date(2026, 4, 30)) == [("missed", "", True)]
    assert stood(dt.date(2026, 5, 1)) == [("", "", True)]


def test_what_was_done_late_is_missed_and_no_longer_late(breach, case):
    talk(case, DUE + DAY)
    assert stood(DUE + DAY) == [("missed", "running", False)]


def test_only_what_was_learned_by_the_day_and_is_no_mistake(breach, case):
    assert stood(LEARNED - DAY) == []
    DutyBreach.objects.update(mistake="Forkert person")
    assert stood(LEARNED) == []


def test_of_the_cases_that_are_asked_about(breach, case, guide):
    with clock.travel(OPENED):
        other = factories.make_case(guide, on=OPENED, cpr="")
    assert stood(LEARNED, cases=[other]) == []
    assert len(stood(LEARNED, cases=[case])) == 1


def test_several_at_once_each_as_it_stood(breach, case, guide):
    with clock.travel(OPENED):
        met, late = (
            factories.make_case(guide, on=OPENED, birth_date=dt.date(2010, 2, 1), cpr="") for _n in range(2)
        )
    for number, other in enumerate((met, late), 1):
        DutyBreach.objects.create(
            case=other, learned_on=LEARNED - number * DAY, how="school", recorded_at=EARLY
        )
    talk(met, LEARNED)
    assert stood(DUE) == [("missed", "", True), ("met", "running", False), ("running", "", False)]


def test_as_it_was_known(breach, case):
    talk(case, DUE, at=LATER)
    assert stood(DUE + DAY, known=LATER - DAY) == [("missed", "", True)]
    assert stood(DUE + DAY, known=LATER) == stood(DUE + DAY) == [("met", "running", False)]
    assert stood(DUE + DAY, known=EARLY - DAY) == []
    DutyBreach.objects.update(superseded_at=LATER)
    assert stood(DUE + DAY) == [] and len(stood(DUE + DAY, known=LATER - DAY)) == 1


def test_the_row_says_whose_case_it_is_and_who_acted_that_day(breach, case, guide, colleague):
    row = breaches_at(ALL, when(LEARNED)).get()
    assert (row.at_case, row.at_guide, row.at_status) == (case.pk, guide.pk, "running")
    cover = Assignment(case=case, user=colleague, kind="cover", from_on=LEARNED, until_on=LEARNED + DAY)
    Assignment.objects.bulk_create([cover])
    assert breaches_at(ALL, when(LEARNED)).get().at_guide == colleague.pk
    assert breaches_at(ALL, when(LEARNED + DAY)).get().at_guide == guide.pk


def test_the_list_behind_a_number_shows_both_clocks(breach, case):
    talk(case, DUE)
    row = breaches_at(ALL, when(DUE + 31 * DAY)).select_related("case__person").get()
    contact, activity = both_clocks(row, when(DUE + 31 * DAY))
    assert (contact.which, activity.which) == ("contact", "activity")
    assert contact.on == activity.on == DUE + 31 * DAY
    assert (contact.met_on, activity.is_missed) == (DUE, True)


# --- today, in one query ---


def test_today_the_rows_are_the_columns_of_the_query_set(breach, case, guide, colleague):
    BreachReason.objects.bulk_create(
        BreachReason(breach=breach, which=which, why=why)
        for which, why in (("contact", "ill"), ("activity", "ours"))
    )
    DutyBreach.objects.create(case=case, learned_on=TODAY, how="school")
    DutyBreach.objects.create(case=case, learned_on=TODAY + DAY, how="school")
    DutyBreach.objects.create(case=case, learned_on=TODAY - DAY, how="school", mistake="Forkert person")
    talk(case, LEARNED)
    Case.objects.update(cover=colleague, cover_from=TODAY, cover_until=TODAY + DAY)
    today = when(TODAY)
    columns = (
        "pk",
        "at_case",
        "at_guide",
        "at_contact",
        "at_activity",
        "at_late",
        "contact_why",
        "activity_why",
    )
    expected = list(breaches_at(ALL, today).order_by("learned_on").values_list(*columns))
    assert [row[2:] for row in expected] == [
        (colleague.pk, "", "", True, "ill", "ours"),
        (colleague.pk, "running", "", False, None, None),
    ]
    with clock.travel(clock.at(TODAY, 13)):
        assert (
            sorted(breach_rows(ALL.all(), today)) == sorted(breach_rows([case.pk], today)) == sorted(expected)
        )


def test_today_of_the_cases_that_are_asked_about(breach, case, guide):
    with clock.travel(OPENED):
        other = factories.make_case(guide, on=OPENED, cpr="")
    today = when(TODAY)
    for cases in (Case.objects.filter(pk=other.pk), [other.pk], []):
        assert breach_rows(cases, today) == []
    for cases in (Case.objects.filter(pk=case.pk), [case.pk], [other.pk, case.pk]):
        assert [row[0] for row in breach_rows(cases, today)] == [breach.pk]


def test_one_breach_and_several_cost_the_same(guide, breach, django_assert_num_queries):
    """As rows of the present and as rows of a past day, with all that is told of each."""

    def asked():
        with django_assert_num_queries(1):
            rows = breach_rows(ALL.all(), when(TODAY))
        with django_assert_num_queries(2):
            list(breaches_at(ALL.all(), when(TODAY)))
        return len(rows)

    assert asked() == 1
    for born in (1, 2, 3):
        with clock.travel(OPENED):
            other = factories.make_case(guide, on=OPENED, birth_date=dt.date(2010, 3, born), cpr="")
        DutyBreach.objects.create(case=other, learned_on=LEARNED, how="school", recorded_at=EARLY)
    assert asked() == 4
