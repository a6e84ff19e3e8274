"""How departments answer: columns add up, each number is its list, and no answer is never a nought."""

from datetime import date, timedelta

import pytest

from core import clock
from overview.waiting.leader import LEADER
from overview.waiting.source import waiting_for
from plans.milestones.actions import move_milestone
from plans.qualification import asking
from plans.qualification.choices import ANSWERS, State
from reports.qualification import figures
from tests.helpers import factories
from tests.helpers.qualification import answer, ask, give_basis, make_department
from tests.helpers.queries import queries
from tests.helpers.signing_in import signed_in

pytestmark = pytest.mark.django_db

URL = "/afdelingernes-svar/"
MONDAY = date(2026, 6, 8)


@pytest.fixture
def contact(unit):
    return make_department(unit)


def question(guide, contact, day=None, **fields):
    with clock.travel(day or clock.today()):
        case = factories.make_case(guide, cpr="", **fields)
        give_basis(case, contact.partner, by=guide, days=200)
        return ask(factories.make_milestone(case), contact, by=guide)


def test_the_columns_add_up_and_each_number_is_its_list(guide, leader, contact, unit):
    for state in ANSWERS:
        answer(question(guide, contact), state, by=contact.user)
    question(guide, contact)
    question(guide, contact, clock.today() - timedelta(days=40))
    question(guide, make_department(unit, name="Jobcentret"))
    asking.annul(question(guide, contact), by=guide, why="Ikke aktuelt")
    move_milestone(question(guide, contact).milestone, "reached", by=guide)
    draft = factories.make_milestone(factories.make_case(guide, cpr=""))
    ask(draft, contact, by=guide, send_now=False)
    client = signed_in(leader)
    context = client.get(URL).context
    lines, total = context["lines"], context["total"]
    assert [line.name for line in lines] == ["Familieafdelingen", "Jobcentret"]
    assert (total.sent, [line.sent for line in lines]) == (10, [9, 1])
    assert lines[0].counts == dict.fromkeys(ANSWERS, 1) | {"waiting": 1, "no_answer": 1, "lapsed": 2}
    for line in lines:
        listed = client.get(f"{URL}liste/?afdeling={line.pk}").context["count"]
        assert listed == line.sent
        for key, number in line.numbers.items():
            response = client.get(f"{URL}liste/?afdeling={line.pk}&svar={key}")
            assert response.context["count"] == number
    assert client.get(f"{URL}liste/?svar=no_answer").context["count"] == total.counts["no_answer"]
    assert client.get(f"{URL}liste/?svar=hemmeligt").status_code == 404


def test_response_time_is_the_median_of_those_answered_in_working_days(guide, leader, contact):
    for days in (0, 1, 8):  # the same day, Tuesday, the Tuesday after
        row = question(guide, contact, MONDAY)
        with clock.travel(MONDAY + timedelta(days=days)):
            answer(row, State.QUALIFIED, by=contact.user, basis_on=MONDAY)
    late = question(guide, contact, MONDAY)
    with clock.travel(late.deadline + timedelta(days=1)):
        rows = list(figures.rows_of(leader, clock.today()))
        line = figures.total_of(rows, clock.today())
        assert sorted(line.days) == [0, 1, 6] and line.median_days == 1
        assert (line.numbers["in_time"], line.counts["no_answer"]) == (3, 1)


def test_in_time_counts_whoever_has_not_answered_by_the_day(guide, leader, contact):
    """A department that never answers is not always in time; what still may be answered is counted nowhere yet."""
    in_time, late, _silent = (question(guide, contact, MONDAY) for _n in range(3))
    with clock.travel(in_time.deadline):
        answer(in_time, State.QUALIFIED, by=contact.user, basis_on=MONDAY)
        on_the_day = figures.total_of(figures.rows_of(leader, clock.today()), clock.today())
    assert [on_the_day.numbers[key] for key in ("answered", "in_time", "due")] == [1, 1, 1]
    with clock.travel(in_time.deadline + timedelta(days=1)):
        answer(late, State.QUALIFIED, by=contact.user, basis_on=MONDAY)
        client = signed_in(leader)
        line = client.get(URL).context["total"]
        assert [line.numbers[key] for key in ("answered", "in_time", "due")] == [2, 1, 3]
        assert len(line.days) == 2
        for key in ("answered", "in_time", "due"):
            address = f"{URL}liste/?svar={key}"
            assert address.replace("&", "&amp;").partition("?")[2] in client.get(URL).content.decode()
            assert client.get(address).context["count"] == line.numbers[key]


def test_the_period_is_a_year_to_the_day(guide, leader, contact):
    first = clock.today() - timedelta(days=figures.PERIOD_DAYS - 1)
    question(guide, contact, first)
    question(guide, contact, first - timedelta(days=1))
    assert figures.rows_of(leader, clock.today()).count() == 1


def test_another_units_leader_sees_nothing(guide, contact):
    question(guide, contact)
    stranger = factories.UserFactory(unit=factories.UnitFactory(), role="leader")
    assert signed_in(stranger).get(URL).context["total"].sent == 0


def test_no_answer_waits_for_the_leader_from_the_day_after_the_last(guide, leader, contact):
    row = question(guide, contact)

    def waiting(day):
        found = waiting_for(leader, day, LEADER, named=True)
        return [one for one in found if one.source.key == "qualifications"]

    assert waiting(row.deadline) == []
    (found,) = waiting(row.deadline + timedelta(days=1))
    assert found.count == len(found.rows) == 1
    assert found.rows[0].url == row.get_absolute_url()
    answer(row, State.NEEDS_MORE, by=contact.user)
    assert waiting(row.deadline + timedelta(days=1)) == []


def test_two_and_twenty_cost_the_same(guide, leader, contact):
    client, costs = signed_in(leader), []
    for times in (2, 8):
        for _n in range(times):
            answer(question(guide, contact), State.QUALIFIED, by=contact.user)
            question(guide, contact, clock.today() - timedelta(days=40))
        costs.append(
            (queries(client, URL), queries(client, f"{URL}liste/"), queries(client, "/venter-paa-dig/"))
        )
    assert costs[0] == costs[1]
