"""What may leave the unit: no number under five, none that follows by subtraction, nothing that leads to a list."""

import re

import pytest

from overview.outcomes import outside
from overview.outcomes.development import development_of
from overview.outcomes.efforts import Steps
from overview.outcomes.extract import extract_of
from plans.milestones.actions import move_milestone
from plans.models import MilestoneStatus
from reports.models import Extract
from tests.helpers.factories import UserFactory, make_effort, make_milestone
from tests.helpers.fates import ago, begin, figures_on, on, reach

pytestmark = pytest.mark.django_db

PAGE = "/overblik/resultater/?udgave=ekstern"


def tables_of(leader):
    figures = figures_on(leader)
    made = outside.outside_tables(figures, Steps(figures), development_of(figures))
    return {table.key: [[str(cell) for cell in row] for row in table.rows] for table in made}


def arrive(guide, count, *, days, opened=600, lasted=None, **fields):
    for _n in range(count):
        case = begin(guide, opened, **fields)
        reach(case, days, lasted=lasted, told=1 if lasted is None else None)


@pytest.fixture
def some(now, guide):
    """Thirty: twelve hold, six left within three months, twelve have not arrived; three of them were born early."""
    arrive(guide, 12, days=500)
    arrive(guide, 6, days=400, lasted=40)
    for n in range(12):
        begin(guide, 600, **({"born": ago(24 * 366)} if n < 3 else {}))


def test_numbers_under_five_are_hidden_and_what_gives_them_away(some, leader):
    made = tables_of(leader)
    assert made["totals"] == [
        ["Begyndte", "30"],
        ["Nåede en destination", "18"],
        ["Har ikke nået en destination", "12"],
    ]
    # Nobody left between three and six months: a nought, and so a small number.
    assert made["held"] == [["3 måneder", "18", "12", "6"]]
    # Three began at 22, and none of them arrived: hidden, and the other age's with it, since the sums are told. What
    # then shows no number at all is left out.
    assert "age" not in made
    assert not re.search(r"'[1-4]'", str([row[1:] for rows in made.values() for row in rows]))


@pytest.mark.parametrize(("held", "told"), [(4, 0), (5, 1)])
def test_held_is_told_from_five_on_either_side(now, guide, leader, held, told):
    arrive(guide, held, days=500)
    arrive(guide, 6, days=400, lasted=40)
    for _n in range(5):
        begin(guide, 600)
    assert len(tables_of(leader).get("held", [])) == told


def test_a_month_that_differs_by_few_is_left_out(now, guide, leader):
    arrive(guide, 12, days=500)
    arrive(guide, 6, days=400, lasted=40)
    arrive(guide, 5, days=300)  # of twelve months nobody can tell yet
    arrive(guide, 2, days=120)  # nor of six
    arrive(guide, 5, days=10)
    for _n in range(5):
        begin(guide, 600)
    # 25 could have held for three months, 23 for six: two apart; 18 for twelve.
    assert [row[0] for row in tables_of(leader)["held"]] == ["3 måneder", "12 måneder"]


@pytest.mark.parametrize(("arrived", "told"), [(4, False), (5, True)])
def test_of_too_few_nothing_is_told(client, now, guide, leader, arrived, told):
    arrive(guide, arrived, days=500)
    for _n in range(5):
        begin(guide, 600)
    assert bool(tables_of(leader)) is told
    client.force_login(leader)
    page = client.get(PAGE)
    assert page.context["small"] is not told
    assert bool(page.context["sentence"]) is told


def test_shares_over_time_stand_without_counts_and_without_small_steps(now, guide, leader):
    arrive(guide, 6, days=550)  # within three months
    arrive(guide, 2, days=450)  # two more within six
    arrive(guide, 5, days=300)  # seven more within twelve
    for _n in range(10):
        begin(guide, 600)
    rows = tables_of(leader)["time"]
    assert [row[0] for row in rows] == ["3 måneder", "12 måneder"]  # nobody arrived after that
    assert all(cell.endswith(" %") for row in rows for cell in row[1:])


def test_a_half_per_cent_is_rounded_up_as_on_the_units_own_page(now, guide, leader):
    arrive(guide, 5, days=550)
    for _n in range(35):
        begin(guide, 600)
    assert [row[1] for row in tables_of(leader)["time"]] == ["13 %"]  # 5 of 40


def test_kinds_of_effort_behind_few_steps_are_left_out(some, guide, leader):
    case = begin(guide, 400)
    made = [on(300, make_milestone, case, own_words=f"Trin {n}", due_on=ago(200)) for n in range(10)]
    for step in made:
        on(200, move_milestone, step, MilestoneStatus.REACHED, by=guide)
    make_effort(case, kind="course", from_on=ago(250), milestones=made[:5])
    make_effort(case, kind="mentor", from_on=ago(250), milestones=made[:4])
    assert tables_of(leader)["efforts"] == [["Kursus", "5"], ["Ingen indsats er knyttet til milepælen", "5"]]


def test_the_page_leads_to_no_list_and_names_nobody(client, some, leader):
    client.force_login(leader)
    page = client.get(PAGE)
    body = page.content.decode()
    assert "Resultater, udgave til brug uden for enheden" in body
    assert "/overblik/resultater/liste/" not in body and "/overblik/resultater/trin/" not in body
    assert "hidden" in page.context and "skærmet sag, som du" not in body


def test_a_split_hides_small_parts_and_one_more(now, guide, leader):
    for born, arrived, not_yet in ((17, 12, 9), (20, 8, 7), (24, 6, 2)):
        arrive(guide, arrived, days=500, born=ago(born * 366 + 600))
        for _n in range(not_yet):
            begin(guide, 600, born=ago(born * 366 + 600))
    assert tables_of(leader)["age"] == [
        ["15–17", "21", "12"],
        ["20–22", "15", "vises ikke"],
        ["23–25", "8", "vises ikke"],
    ]


def sentence_of(client, leader):
    client.force_login(leader)
    return client.get(PAGE).context["sentence"]


@pytest.mark.parametrize(("early", "told"), [(4, False), (5, True)])
def test_the_sentence_tells_no_share_that_the_table_leaves_out(client, now, guide, leader, early, told):
    """Four of forty within a year would be 10 per cent of those who stand beside it."""
    arrive(guide, early, days=590)
    arrive(guide, 5, days=10)
    for _n in range(31):
        begin(guide, 600)
    assert ("time" in tables_of(leader)) is told
    assert ("%" in sentence_of(client, leader)) is told


def test_the_last_share_and_all_who_arrived_are_not_two_apart(now, guide, leader):
    """22 of 40 are 55 per cent after twelve months, and 24 arrived in all: two after that."""
    arrive(guide, 12, days=550)
    arrive(guide, 10, days=300)
    arrive(guide, 2, days=10)
    for _n in range(16):
        begin(guide, 600)
    assert [row[0] for row in tables_of(leader)["time"]] == ["3 måneder"]


def release(client):
    page = client.get("/overblik/resultater/?udgave=ekstern")
    return client.post("/overblik/resultater/frigiv/", {"seen": page.context.get("seal", "")})


def test_what_leaves_is_kept_and_read_by_who_sees_figures_alone(some, client, leader):
    client.force_login(leader)
    assert client.get(f"{PAGE}&format=csv")["Content-Type"].startswith("text/html"), (
        "only what is kept leaves"
    )
    for _twice in range(2):
        response = release(client)
        assert response.status_code == 303
    (row,) = Extract.objects.all()
    figures = UserFactory(unit=leader.unit, role="figures")
    client.force_login(figures)
    page = client.get(response["Location"]).content.decode()
    assert row.title in page and "18" in page
    assert "18" in client.get(f"{row.get_absolute_url()}hent/csv/").content.decode("utf-8-sig")


def test_an_edition_that_differs_by_few_from_an_earlier_one_is_withheld(some, client, leader, guide):
    client.force_login(leader)
    release(client)
    assert "Nogle tal vises ikke" not in client.get(PAGE).content.decode(), "the very same may leave again"
    for _n in range(2):
        begin(guide, 590)
    figures = figures_on(leader)
    before = outside.outside_tables(figures, Steps(figures), development_of(figures))
    assert before[0].key == "totals"
    made = extract_of(figures, leader.unit)
    assert made.withheld and "totals" not in {table.key for table in made.tables}
    assert "Nogle tal vises ikke" in client.get(PAGE).content.decode()


def test_an_edition_of_many_more_may_leave_beside_an_earlier_one(some, client, leader, guide):
    client.force_login(leader)
    release(client)
    for _n in range(9):
        begin(guide, 590)
    made = extract_of(figures_on(leader), leader.unit)
    assert "totals" in {table.key for table in made.tables}
