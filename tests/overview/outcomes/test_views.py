"""The page of results: every number opens its list, bad months are told, few people are told of in words alone."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from audit.models import AuditEvent
from core import clock, exports
from plans.milestones.actions import move_milestone
from plans.models import MilestoneStatus
from progress.scales.actions import Said, record_scales
from progress.wellbeing.actions import record_wellbeing
from tests.helpers.factories import make_case, make_effort, make_milestone
from tests.helpers.fates import ago, begin, figures_on, on, reach
from tests.helpers.queries import queries

pytestmark = pytest.mark.django_db

PAGE = "/overblik/resultater/"
LINK = re.compile(r'href="(/overblik/resultater/(?:liste|trin)/[^"]+)"')


def numbers_of(context):
    """Every number on the page that leads to a list: ``(address, number)``."""
    shown = [(tile.href, tile.value) for tile in context["tiles"]]
    for table in (context["time"], *context["changes"], context["efforts"]):
        rows = [*table.rows, *([table.total] if table.total else [])]
        shown += [(cell.href, cell.value) for row in rows for cell in row if cell.href]
    for table in context["held"]:
        for row in [*table.rows, table.total]:
            cells = [row.started, row.reached, *(cell for one in row.held for cell in (one.held, one.could))]
            shown += [(cell.href, cell.value) for cell in cells if cell]
    return shown


@pytest.fixture
def steps(fates, guide):
    """Three steps reached: one with two efforts, one whose effort began later, one with none."""
    made = [on(300, make_milestone, fates.before, own_words=f"Trin {n}", due_on=ago(200)) for n in range(4)]
    for step in made[:3]:
        on(200, move_milestone, step, MilestoneStatus.REACHED, by=guide)
    make_effort(fates.before, kind="course", from_on=ago(250), milestones=made[:1])
    make_effort(fates.before, kind="mentor", from_on=ago(200), milestones=[made[0], made[3]])
    make_effort(fates.before, kind="mentor", from_on=ago(199), milestones=[made[1]])
    return made


def test_every_number_opens_a_list_of_that_length(client, leader, steps):
    client.force_login(leader)
    page = client.get(PAGE)
    shown = numbers_of(page.context)
    for href, value in shown:
        answer = client.get(href)
        rows = answer.context.get("rows") or answer.context["page"].object_list
        assert (answer.context["count"], len(rows)) == (value, value), href
    linked = {href.replace("&amp;", "&") for href in LINK.findall(page.content.decode())}
    # Nought leads nowhere, and what leads somewhere is one of the numbers that were tried.
    assert linked == {href for href, value in shown if value}
    assert len(shown) > 60


def test_the_kinds_of_effort_behind_steps(client, leader, steps):
    client.force_login(leader)
    table = client.get(PAGE).context["efforts"]
    rows = [[str(cell.value) for cell in row] for row in [*table.rows, table.total]]
    assert rows == [
        ["Kursus", "1"],
        ["Mentor", "1"],
        ["Ingen indsats er knyttet til milepælen", "2"],
        ["Alle nåede milepæle", "3"],
    ]


def test_what_was_asked_for_stays_in_every_link(client, leader, fates):
    client.force_login(leader)
    page = client.get(f"{PAGE}?fra=2025-01&til=2025-12&pr=2026-03-01")
    assert page.context["asked"].params == {"fra": "2025-01", "til": "2025-12", "pr": "2026-03-01"}
    for href, _value in numbers_of(page.context):
        assert "fra=2025-01&til=2025-12&pr=2026-03-01" in href


@pytest.mark.parametrize(
    ("asked", "field", "words"),
    [
        ("fra=2026-05&til=2026-04", "til", "Vælg samme måned eller en senere."),
        ("fra=2026-13", "fra", "Vælg en af månederne på listen."),
        ("pr=2999-01-01", "pr", ""),
        ("kendt=2026-01-01", "pr", ""),
    ],
)
def test_bad_months_are_told_beside_the_field_and_kept(client, leader, fates, asked, field, words):
    client.force_login(leader)
    page = client.get(f"{PAGE}?{asked}")
    assert page.status_code == 422
    errors = page.context["form"].errors
    assert words in " ".join(errors[field])
    assert page.context["form"].data.dict() == dict(pair.split("=") for pair in asked.split("&"))
    assert client.get(f"{PAGE}liste/?{asked}").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "liste/?tal=sort",
        "liste/?tal=started&del=age:1",
        "liste/?tal=held:4",
        "trin/?slags=999",
        "trin/?slags=x",
    ],
)
def test_a_list_that_does_not_exist_is_not_found(client, leader, fates, address):
    client.force_login(leader)
    assert client.get(PAGE + address).status_code == 404


def test_nobody_began(client, leader, now):
    client.force_login(leader)
    page = client.get(PAGE)
    assert page.context["empty"] and "Ingen begyndte i de måneder" in page.content.decode()


def test_of_fewer_than_ten_no_share_is_told(client, leader, fates):
    client.force_login(leader)
    page = client.get(PAGE)
    assert page.context["time"].chart == ""
    assert {str(row[4]) for row in page.context["time"].rows} == {"–"}
    assert "9 begyndte: for få" in page.context["sentence"]
    rows = [row for table in page.context["held"] for row in [*table.rows, table.total]]
    assert {row.share for row in rows} | {one.share for row in rows for one in row.held} == {None}
    assert " %)" not in page.content.decode()


@pytest.fixture
def many(now, guide):
    """Forty who began 400 days ago: thirty arrived, one every ten days, ten have not."""
    cases = [begin(guide, 400) for _n in range(40)]
    for n, case in enumerate(cases[:30]):
        reach(case, 400 - 10 * (n + 1), told=1)
    return cases


def test_half_in_a_plain_sentence_and_a_picture(client, leader, many):
    client.force_login(leader)
    page = client.get(PAGE)
    assert page.context["sentence"] == (
        "Halvdelen var i gang med uddannelse, job eller en anden positiv destination efter 7 måneder "
        "(mellem 5 og 9)."
    )
    rows = [[str(cell) for cell in row] for row in page.context["time"].rows]
    assert rows[0][:5] == ["3 måneder", "9", "31", "0", "23 %"]
    assert rows[3][:5] == ["18 måneder", "30", "0", "10", "–"]
    chart = page.context["time"].chart
    assert "<polygon" in chart and "stroke-dasharray" in chart
    # The dots lead to lists and say what they show; keyboards reach them.
    assert 'aria-label="Efter 3 måneder: 23 % (' in chart and 'role="group"' in chart
    assert str(chart.narrow).startswith("<svg")


GROUPS = f"{PAGE}grupper/"


@pytest.mark.parametrize("group", ["age", "programme", "road"])
def test_every_group_has_its_row_and_every_number_opens_its_list(client, leader, fates, group):
    client.force_login(leader)
    page = client.get(f"{GROUPS}?opdelt={group}")
    figures = figures_on(leader)
    for one, whole in zip(
        page.context["made"], ("reached" if group == "road" else "started", "reached"), strict=True
    ):
        *rows, total = one.rows
        # The parts, the unknown among them, add up to all.
        assert len(rows) == len(figures.parts[group]) and total.people.value == figures.count(whole)
        assert sum(row.people.value for row in rows) == total.people.value
        for place, cell in enumerate(total.cells):
            assert sum(row.cells[place].count.value for row in rows) == cell.count.value
        for row in one.rows:
            cells = [row.people, *(shown for cell in row.cells for shown in (cell.count, cell.of) if shown)]
            for cell in cells:
                assert client.get(cell.href).context["count"] == cell.value, cell.href
        # Of nine no share is told, nor a picture drawn.
        assert not one.curves and {cell.share for row in one.rows for cell in row.cells} == {""}
    assert "Kun 9 begyndte: for få" in page.content.decode() or group == "road"


def test_each_group_of_ten_has_its_own_curve_band_and_sentence(client, leader, guide, many):
    for n in range(9):
        reach(begin(guide, 400, born=ago(400 + 25 * 366)), 300 - n, told=1)
    client.force_login(leader)
    soon, held = client.get(GROUPS).context["made"]
    assert [(one.label, one.people) for one in soon.curves] == [("15–17", 40), ("I alt", 49)]
    assert [(one.label, one.people) for one in soon.few] == [("23–25", 9)]
    assert soon.curves[0].sentence.startswith("Halvdelen var i gang med")
    rows = {row.label: [cell.share.replace("\xa0", " ") for cell in row.cells] for row in soon.rows}
    assert rows["15–17"][0].startswith("23 % (") and set(rows["23–25"]) == {""}
    # Thirty arrived, none has left: there is no band to tell, and the shorter they were followed the less is told.
    assert [one.label for one in held.curves] == ["15–17", "I alt"]
    assert held.curves[0].sentence == "Efter 6 måneder havde ingen forladt deres destination."
    told = {row.label: [cell.share.replace("\xa0", " ") for cell in row.cells] for row in held.rows}
    assert told["15–17"] == ["100 %", "100 %", ""]


def test_the_curves_leave_the_house_as_their_tables(client, leader, many):
    client.force_login(leader)
    book = load_workbook(BytesIO(client.get(f"{GROUPS}?format=xlsx").content))
    assert book.sheetnames == ["Hvor hurtigt", "Hvor længe det holdt", "Definitioner"]
    assert client.get(f"{GROUPS}?opdelt=hår").status_code == 404
    assert client.get(f"{GROUPS}?pr=x").status_code == 404


def test_less_than_half(client, leader, now, guide):
    for n in range(20):
        case = begin(guide, 400)
        if n < 4:
            reach(case, 350)
    client.force_login(leader)
    assert (
        client.get(PAGE)
        .context["sentence"]
        .startswith(
            "Under halvdelen har nået en positiv destination: 20\xa0% efter 12 måneder (mellem 8 og 45\xa0%)."
        )
    )


@pytest.mark.parametrize(("people", "told"), [(9, 0), (10, 1)])
def test_life_areas_are_told_of_ten_and_not_of_nine(client, leader, now, guide, people, told):
    for n in range(people):
        case = begin(guide, 300)
        for days, value in ((200, 4), (100, 5 + n % 2)):
            said = {"by": guide, "on": ago(days)}
            on(days, record_scales, case, {"hjem": Said(value)}, voice="youth", **said)
            on(days, record_wellbeing, case, [3, 3, 3, 3, 3] if days == 200 else [4, 4, 4, 4, 4], **said)
    once = begin(guide, 300)
    on(100, record_scales, once, {"hjem": Said(9)}, voice="youth", by=guide, on=ago(100))
    client.force_login(leader)
    table = client.get(PAGE).context["development"]
    assert len(table.rows) == 2 * told
    if told:
        area, wellbeing = ([str(cell) for cell in row] for row in table.rows)
        assert area[1:] == [
            "Den unge",
            "10",
            "+1,5",
            "alle eller næsten alle",
            "ingen eller næsten ingen",
            "ingen eller næsten ingen",
        ]
        assert wellbeing[2:4] == ["10", "+20"]
    assert "Ingen score afgør noget" in table.note


def test_shielded_cases_are_counted_apart(client, leader, fates):
    client.force_login(leader)
    page = client.get(PAGE)
    assert page.context["hidden"] == 1
    assert "1 ung fra en skærmet sag" in page.content.decode()


def test_the_list_leaves_the_house_with_its_definitions(client, leader, fates):
    client.force_login(leader)
    answer = client.get(f"{PAGE}liste/?tal=reached&format=xlsx")
    book = load_workbook(BytesIO(answer.content))
    assert len(list(book.worksheets[0].rows)) == 1 + 5
    assert book.sheetnames[1] == "Definitioner"
    entry = AuditEvent.objects.filter(action="cases.exported").latest("pk")
    assert entry.purpose == "reports: outcomes reached" and len(entry.changes["cases"]) == 5


def test_the_numbers_leave_the_house_without_names(client, leader, many):
    client.force_login(leader)
    answer = client.get(f"{PAGE}?format=xlsx")
    book = load_workbook(BytesIO(answer.content))
    words = " ".join(str(cell.value) for sheet in book for row in sheet.rows for cell in row)
    assert "Hvor hurtigt" in book.sheetnames and book.sheetnames[-1] == "Definitioner"
    assert not [case for case in many if case.person.last_name in words]
    text = client.get(f"{PAGE}?format=csv").content.decode("utf-8-sig")
    assert text.splitlines()[0] == "Tabel;Række;Kolonne;Værdi"
    assert (
        AuditEvent.objects.filter(action="cases.exported", purpose__startswith="reports: outcomes").count()
        == 2
    )


def test_two_and_twenty_cost_the_same(client, leader, now, guide):
    client.force_login(leader)
    costs = []
    for n in (2, 18):
        for _n in range(n):
            case = begin(guide, 300)
            reach(case, 100, lasted=20)
            step = on(200, make_milestone, case, due_on=ago(150))
            on(150, move_milestone, step, MilestoneStatus.REACHED, by=guide)
            make_effort(case, kind="course", from_on=ago(190), milestones=[step])
        addresses = (PAGE, GROUPS, f"{PAGE}?udgave=ekstern", f"{PAGE}liste/?tal=reached", f"{PAGE}trin/")
        costs.append([queries(client, address) for address in addresses])
    assert costs[0] == costs[1]


def test_the_overview_leads_here(client, leader):
    client.force_login(leader)
    make_case(None, unit=leader.unit, by=leader, on=clock.today() - timedelta(days=3))
    assert reverse("overview:outcomes") in client.get("/overblik/").content.decode()
    assert reverse("overview:outcomes") in client.get("/overblik/tal/").content.decode()


def test_a_case_of_another_unit_is_none_of_ours(client, leader, now, stranger):
    begin(stranger, 100)
    assert figures_on(leader).count("started") == 0


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}liste/?tal=reached"])
def test_every_kind_of_file_is_offered(client, leader, many, address):
    client.force_login(leader)
    page = client.get(address).content.decode()
    assert not [fmt for fmt in exports.TYPES if f"format={fmt}" not in page]


def test_beside_a_step_stand_the_kinds_it_was_counted_under(client, leader, fates, steps):
    make_effort(fates.before, kind="course", from_on=ago(240), milestones=steps[:1])
    client.force_login(leader)
    page = " ".join(client.get(f"{PAGE}trin/").content.decode().split())
    # A second course is no second kind, and a mentor who came after the step was reached stood behind nothing.
    assert page.count("Kursus") == 1 and page.count("Mentor") == 1
