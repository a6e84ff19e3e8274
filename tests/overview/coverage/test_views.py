"""The coverage board: every number opens its list, and only those who may see a case find it there."""

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.activity import actions as activity_actions
from cases.models import Case
from core import clock
from tests.helpers import factories


def test_the_board_adds_up_and_every_number_opens_its_list(client, unit, guide, leader, caseload):
    """The caseload has some of each; the columns add up to the totals, and a link's list has as many as the
    number says.
    """
    activity_actions.add_activity(caseload["busy"], "none", by=guide)
    client.force_login(leader)
    response = client.get("/daekning/")
    parts, guides = response.context["tables"]
    numbers = {row[0].value: [cell.value for cell in row[1:]] for row in parts.rows}
    *split, total = numbers.values()
    assert [sum(row[n] or 0 for row in split) for n in (0, 1)] == total
    assert sum(row[1].value for row in guides.rows) == total[0]
    page = response.content.decode()
    assert "»Ikke i gang med noget« står ved siden af" in page
    assert page.index("Ungeguide for ungeguide") < page.index('<details class="fold'), (
        "seen without unfolding"
    )
    cells = [
        cell for table in (parts, guides) for row in table.rows for cell in row if cell.href and cell.value
    ]
    assert len(cells) > 8
    for cell in cells:
        assert client.get(cell.href).context["count"] == cell.value, cell.href


def test_the_board_costs_the_same_for_2_and_for_20(
    client, unit, guide, leader, django_assert_max_num_queries
):
    client.force_login(leader)

    def cost():
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/daekning/").status_code == 200
        return len([q for q in captured if "SAVEPOINT" not in q["sql"]])

    def fill(number):
        for _n in range(number):
            case = factories.make_case(guide, on=clock.today() - dt.timedelta(days=200))
            activity_actions.set_activity(case, "eud", by=guide)
            activity_actions.add_activity(case, "job", by=guide)
            factories.make_case(guide, on=clock.today() - dt.timedelta(days=200))
        Case.objects.update(status_since=clock.today() - dt.timedelta(days=200), last_move_on=None)

    fill(2)
    cost()
    few = cost()
    fill(18)
    assert cost() == few <= 15  # one of them for the year's reports, one for the cases that the leader sees


def test_shielded_cases_are_on_the_board_only_of_those_named(client, unit, guide, leader):
    shielded = factories.make_case(guide, shielded=True, first_name="Hemmelig")
    activity_actions.set_activity(shielded, "eud", by=guide)
    activity_actions.add_activity(shielded, "job", by=guide)
    client.force_login(leader)
    assert "Hemmelig" not in client.get("/daekning/").content.decode()
