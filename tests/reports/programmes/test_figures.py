"""A programme in numbers: each equals its list, by the definitions of all reports, and shielded cases are counted."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.models import Case
from core import clock
from plans.closing.actions import close_case
from plans.models import Destination
from plans.plan.actions import end_outcome, record_outcome
from programmes.ledger.actions import revise_target
from programmes.models import Stay
from reports.metrics.definitions import METRICS
from reports.periods.rules import Month
from reports.programmes.figures import figures_of
from tests.helpers.factories import make_case
from tests.helpers.programmes import join, make_programme
from tests.helpers.queries import queries

pytestmark = pytest.mark.django_db


def ago(days):
    return clock.today() - timedelta(days=days)


def reach(case, code, started_on, *, ended_on=None):
    outcome = record_outcome(case, Destination.objects.get(code=code), by=case.guide, started_on=started_on)
    if ended_on:
        end_outcome(outcome, by=case.guide, on=ended_on)
    return outcome


def young(guide, on=500):
    return make_case(guide, on=ago(on), birth_date=ago(17 * 366))


@pytest.fixture
def programme(leader, guide):
    """Seven of the target group: six took part, four reached something that counts."""
    made = make_programme(leader, days_ago=400, lasts=390)
    revise_target(made, "education", by=leader, number=9, reason="Flere søgte")
    join(made, young(guide), guide, begins=None)
    held, lost, work, late, still, before = (young(guide) for _n in range(6))
    join(made, held, guide, days=30, exit="education")
    reach(held, "eud", ago(370))
    join(made, lost, guide, days=30, exit="education")
    reach(lost, "eud", ago(370), ended_on=ago(250))
    reach(lost, "ordinary_job", ago(200))  # a participant counts once, with the first
    join(made, work, guide, days=200, exit="work")
    reach(work, "ordinary_job", ago(50))
    join(made, late, guide, days=20, exit="absent")
    reach(late, "fgu", ago(5))  # more than a year after the last day, and no positive destination
    reach(late, "eud", ago(5))
    join(made, still, guide, begins=100)
    join(made, before, guide, begins=100)
    reach(before, "eud", ago(390))  # before their first day
    return made


NUMBERS = {
    "target_group": 7,
    "took_part": 6,
    "not_begun": 1,
    "now": 2,
    "left": 4,
    "result": 3,
    "no_result": 3,
    "aim:education": 2,
    "aim:employment": 1,
    "aim:preparatory": 0,
    "aim:other": 0,
    "exit:education": 2,
    "exit:work": 1,
    "exit:absent": 1,
    "could:3": 2,
    "held:3": 2,
    "could:6": 2,
    "held:6": 1,
    "could:12": 2,
    "held:12": 1,
}


def test_each_number_is_what_it_says(programme, leader):
    figures = figures_of(programme, leader, clock.today())
    assert {key: figures.count(key) for key in NUMBERS} == NUMBERS


def test_each_number_on_the_page_opens_a_list_of_that_length(client, programme, leader):
    client.force_login(leader)
    page = client.get(reverse("reports:programme", args=[programme.pk]))
    shown = [(tile.href, tile.value) for tile in page.context["tiles"]]
    for table in page.context["tables"]:
        rows = [*table.rows, *([table.total] if table.total else [])]
        shown += [(cell.href, cell.value) for row in rows for cell in row if cell.href]
    assert len(shown) >= 4 + 3 + 6 + 4
    for href, value in shown:
        answer = client.get(href)
        assert (answer.context["count"], len(answer.context["rows"])) == (value, value), href
    results = page.context["tables"][0]
    assert [[cell.value for cell in row] for row in results.rows] == [
        ["Uddannelse", 8, 9, 2],
        ["Arbejde", 7, None, 1],
    ]
    assert [cell.value for cell in results.total] == ["I alt", 15, 16, 3]
    assert sum(row[3].value for row in results.rows) == results.total[3].value
    assert "Flere søgte" in page.content.decode()


def test_held_is_the_definition_of_all_reports(programme, leader, guide):
    """The months that the results began in, counted by the metric, come to the same as the ledger says."""
    figures = figures_of(programme, leader, clock.today())
    results = list(figures.results.values())
    cases = Case.objects.filter(pk__in=[row.case_id for row in results])
    for months, key in (
        (3, "destinations_held"),
        (6, "destinations_held_six"),
        (12, "destinations_held_twelve"),
    ):
        counted = set()
        for began in {Month.of(row.started_on) for row in results}:
            if began.plus(months) <= Month.of(clock.today()):
                number = METRICS[key](leader.unit, period=began.plus(months), cases=cases)
                counted |= set(number.rows.values_list("pk", flat=True))
        mine = {figures.results[pk].pk for pk in figures.held(months)}
        assert mine == counted & {row.pk for row in results}


def test_a_shielded_case_is_counted_and_not_told_of(client, programme, leader):
    shielded = programme.members.get(stays__exit="work", stays__superseded_at=None).case
    Case.objects.filter(pk=shielded.pk).update(shielded=True)
    client.force_login(leader)
    page = client.get(reverse("reports:programme", args=[programme.pk]))
    assert [tile.value for tile in page.context["tiles"]] == [6, 5, 2, 2]
    assert "Og 1 ung fra en skærmet sag" in " ".join(page.content.decode().split())
    listed = client.get(reverse("reports:programme_members", args=[programme.pk])).content.decode()
    assert shielded.person.name not in listed


def test_a_closed_case_takes_part_no_longer(programme, leader):
    still = Stay.objects.current().filter(until_on=None).first().member.case
    close_case(still, by=leader, reason="declined", note="Vil selv")
    figures = figures_of(programme, leader, clock.today())
    assert (figures.count("now"), figures.count("exit:unsaid"), figures.count("left")) == (1, 1, 5)


def test_a_guide_sees_their_own_and_how_many_more(client, programme, guide, colleague):
    theirs = make_case(colleague, on=ago(300), birth_date=ago(17 * 366), first_name="Kollegas")
    join(programme, theirs, colleague, begins=150)
    client.force_login(guide)
    page = client.get(reverse("reports:programme", args=[programme.pk]))
    words = " ".join(page.content.decode().split())
    assert len(page.context["rows"]) == 7 and "tiles" not in page.context
    assert "Og 1 ung, hvis sag du ikke ser" in words and "Kollegas" not in words


@pytest.mark.parametrize(
    "key", ["x", "aim:", "aim:x", "exit:x", "held:4", "held:", "could:x", "result:3", ""]
)
def test_a_number_that_does_not_exist_is_not_found(client, programme, leader, key):
    client.force_login(leader)
    page = reverse("reports:programme_members", args=[programme.pk])
    assert client.get(page, {"tal": key}).status_code == 404


def test_the_list_leaves_the_house_through_the_one_door(client, programme, leader):
    client.force_login(leader)
    page = reverse("reports:programme_members", args=[programme.pk])
    file = client.get(page, {"tal": "result", "format": "csv"})
    lines = file.content.decode("utf-8-sig").splitlines()
    assert file["Content-Disposition"].startswith("attachment") and len(lines) == 4
    assert lines[0].startswith("Navn;Ungeguide;")


@pytest.mark.parametrize("who", ["leader", "guide"])
def test_pages_cost_the_same_for_two_and_twenty(client, request, leader, guide, who):
    client.force_login(request.getfixturevalue(who))
    programme, costs = make_programme(leader), []
    for upto in (2, 20):
        while programme.members.count() < upto:
            case = young(guide)
            join(programme, case, guide, begins=10, days=30)
            reach(case, "eud", ago(300))
        pages = [
            reverse("reports:programme", args=[programme.pk]),
            reverse("reports:programme_members", args=[programme.pk]),
        ]
        costs.append([queries(client, page) for page in pages])
    assert costs[0] == costs[1]


def test_the_ledger_costs_the_same_for_two_programmes_and_twenty(client, leader, guide):
    client.force_login(leader)
    page, costs = reverse("reports:programme_list"), []
    for upto in (2, 20):
        while leader.unit.programmes.count() < upto:
            programme = make_programme(leader, name=f"Forløb {leader.unit.programmes.count()}")
            join(programme, young(guide), guide, begins=10)
        costs.append(queries(client, page))
    assert costs[0] == costs[1]
    assert len(client.get(page).context["lines"]) == 20
