"""What efforts contributed: each number equals its list, the year's edges, and what a page costs."""

import re
from datetime import date, timedelta

import pytest

from cases.models import Case, NamedAccess
from core import clock
from plans.efforts import actions
from plans.models import Effort, EffortKind
from reports.metrics.definitions.efforts import efforts_ended
from tests.helpers.factories import make_case, make_effort
from tests.helpers.queries import queries

pytestmark = pytest.mark.django_db

PAGE = "/overblik/bidrag/"


def over(case, kind, contribution, *, days_ago=1, reason=""):
    """An effort that ended so many days ago; "" is one of which nobody has said what it contributed."""
    last = clock.today() - timedelta(days=days_ago)
    begun = last - timedelta(days=30)
    if not contribution:
        return make_effort(case, kind=kind, from_on=begun, until_on=last)
    effort = make_effort(case, kind=kind, from_on=begun)
    said = {"ended_on": last, "contribution": contribution}
    if reason:
        actions.break_off_effort(effort, by=case.guide, expected_version=1, break_reason=reason, **said)
    else:
        actions.end_effort(effort, by=case.guide, expected_version=1, **said)
    return effort


@pytest.fixture
def efforts(guide):
    """Some of two kinds, one that goes on and one that never began."""
    case = make_case(guide, on=clock.today() - timedelta(days=500))
    over(case, "course", "decisive")
    over(case, "course", "decisive")
    over(case, "course", "held_back", reason="Syg")
    over(case, "course", "")
    over(case, "mentor", "too_early")
    make_effort(case, kind="mentor")
    never = make_effort(case, kind="mentor", from_on=clock.today() + timedelta(days=9))
    actions.break_off_effort(
        never, by=guide, expected_version=1, ended_on=clock.today(), break_reason="Lukkede"
    )
    return case


def test_every_number_equals_its_list(client, leader, efforts):
    client.force_login(leader)
    page = client.get(PAGE)
    table = page.context["table"]
    numbers = [[cell.value for cell in row[1:]] for row in [*table.rows, table.total]]
    assert numbers == [[4, 2, 0, 0, 1, 0, 1], [1, 0, 0, 0, 0, 1, 0], [5, 2, 0, 0, 1, 1, 1]]
    opened = 0
    for cell in (cell for row in [*table.rows, table.total] for cell in row[1:]):
        answer = client.get(cell.href)
        assert answer.context["count"] == cell.value, cell.href
        assert len(answer.context["page"].object_list) == cell.value
        opened += 1
    assert opened == 21
    linked = set(re.findall(r'href="(/overblik/bidrag/liste/[^"]*)"', page.content.decode()))
    assert len(linked) == sum(value > 0 for row in numbers for value in row)  # nought leads nowhere


@pytest.mark.parametrize("asked", ["type=999999", "type=x", "bidrag=sort"])
def test_a_list_that_does_not_exist_is_not_found(client, leader, asked):
    client.force_login(leader)
    assert client.get(f"{PAGE}liste/?{asked}").status_code == 404


@pytest.mark.parametrize(
    ("on", "last", "counts"),
    [
        (date(2026, 6, 1), date(2025, 6, 1), False),
        (date(2026, 6, 1), date(2025, 6, 2), True),
        (date(2028, 2, 29), date(2027, 2, 28), False),  # leap day: a year before is the last of February
        (date(2028, 2, 29), date(2027, 3, 1), True),
        (date(2026, 6, 1), date(2026, 6, 1), True),  # said today
        (date(2026, 6, 1), date(2026, 6, 2), False),
    ],
)
def test_the_year_and_its_edges(guide, on, last, counts):
    with clock.travel(date(2026, 1, 1)):
        effort = make_effort(make_case(guide, on=date(2025, 1, 1)), from_on=date(2025, 1, 2))
    said = {"ended_on": last, "contribution": "helped", "judged_on": last}
    Effort.objects.filter(pk=effort.pk).update(**said)
    assert efforts_ended(guide.unit, on=on).value == counts


@pytest.mark.parametrize(("days", "counts"), [(0, 0), (1, 1)])
def test_one_of_which_nobody_has_said_the_end_counts_from_the_day_after(guide, days, counts):
    last = date(2026, 3, 28)
    make_effort(make_case(guide), from_on=date(2026, 1, 1), until_on=last)
    assert efforts_ended(guide.unit, on=last + timedelta(days=days)).value == counts


def test_shielded_cases_are_counted_apart(client, leader, efforts):
    Case.objects.filter(pk=efforts.pk).update(shielded=True)
    client.force_login(leader)
    page = client.get(PAGE)
    assert page.context["empty"] and page.context["hidden"] == 5
    NamedAccess.objects.create(case=efforts, user=leader)
    page = client.get(PAGE)
    assert (page.context["table"].total[1].value, page.context["hidden"]) == (5, 0)


def test_twenty_cost_what_two_cost(client, leader, guide):
    client.force_login(leader)
    costs = []
    for n in (2, 18):
        for _n in range(n):
            over(make_case(guide), "course", "helped")
        costs.append([queries(client, PAGE), queries(client, f"{PAGE}liste/")])
    assert costs[0] == costs[1]


def test_a_kind_keeps_its_name_here_when_it_is_out_of_use(client, leader, efforts):
    EffortKind.objects.filter(code="course").update(is_active=False)
    client.force_login(leader)
    assert "Kursus" in [str(row[0]) for row in client.get(PAGE).context["table"].rows]
