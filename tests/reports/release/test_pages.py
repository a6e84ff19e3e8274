"""Releasing the figures of a month, and reading them on the page, on paper and in files."""

import csv
import io
import json

import openpyxl
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from audit.models import AuditEvent
from cases.models import Case
from reports.council.pdf import render_page
from reports.models import Release
from reports.periods.rules import Month, Quarter
from reports.release import pdf
from reports.release.actions import prepared, release_figures
from reports.release.outside import tables_of
from reports.release.rules import AGES, Told
from reports.snapshots.pdf import foot
from tests.helpers import factories
from tests.helpers.papers import errors_in
from tests.helpers.released import OCTOBER, figures, frozen, over
from tests.helpers.stand_ins import paper_in_words, words_on

EDITION = Release.Kind.EDITION


@pytest.fixture
def few(unit):
    """A month in which three wait and nobody came."""
    return frozen(unit, figures(parts=(210, 3, 30, 25, 15), came=0, destinations={"eud": 9}))


@pytest.fixture
def as_figures(client, unit):
    """Signed in as somebody who sees figures only."""
    client.force_login(factories.UserFactory(unit=unit, role=Role.FIGURES))
    return client


def lines_of(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def test_what_was_released_of_a_report_that_was_corrected_says_so(as_figures, leader, unit, few):
    made = release_figures(few, EDITION, by=leader)
    assert "Rapporten er rettet" not in as_figures.get(made.get_absolute_url()).content.decode()
    frozen(unit, figures(), revision=2)
    page = " ".join(as_figures.get(made.get_absolute_url()).content.decode().split())
    assert "Rapporten er rettet: Udgave 2" in page and "Tallene her er dem fra udgave 1." in page
    assert "Se udgave 2" not in page, "who sees figures only cannot read the report"


def test_looking_releases_nothing_and_the_button_does(as_leader, leader, few):
    url = reverse("reports:release", args=[few.pk])
    page = as_leader.get(url)
    assert "vises ikke" in page.content.decode() and not Release.objects.exists()
    response = as_leader.post(url)
    made = Release.objects.get()
    assert response.status_code == 303 and response["Location"] == made.get_absolute_url()
    assert (made.by, made.kind, made.report) == (leader, "edition", few)
    assert AuditEvent.objects.filter(action="figures.release", object_id=str(made.pk)).count() == 1
    # A second time it is the same release, and looking leads to it.
    as_leader.post(url)
    assert Release.objects.get() == made
    assert as_leader.get(url)["Location"] == made.get_absolute_url()


def test_hidden_is_not_nought_on_page_paper_and_in_files(as_leader, leader, few):
    made = release_figures(few, EDITION, by=leader)
    page = as_leader.get(made.get_absolute_url()).content.decode()
    rows = {row[0].value: row[1] for table in tables_of(made.released) for row in table.rows}
    waiting, came = rows["Venter på en ungeguide"], rows["Nye og genåbnede"]
    assert waiting.hidden and came.hidden
    hidden = sum(cell.hidden for cell in rows.values())
    assert hidden > 3 and page.count("vises ikke") == hidden
    as_csv = as_leader.get(reverse("reports:release_export", args=[made.pk, "csv"]))
    lines = lines_of(as_csv)
    assert sum(line[3] == "vises ikke" for line in lines) == hidden
    assert not [line for line in lines if line[0] != "Om" and line[3] in ("0", "1", "2", "3", "4")]
    book = as_leader.get(reverse("reports:release_export", args=[made.pk, "xlsx"]))
    cells = [
        cell.value
        for sheet in openpyxl.load_workbook(io.BytesIO(book.content)).worksheets[1:-1]
        for row in sheet.iter_rows(min_row=2)
        for cell in row[1:]
    ]
    assert cells.count("vises ikke") == hidden
    assert not [value for value in cells if value in (0, 1, 2, 3, 4, None)]


@pytest.mark.paper
def test_the_paper_says_what_the_page_says(leader, few):
    made = release_figures(few, EDITION, by=leader)
    data = pdf.render(made)
    assert words_on(data).count("vises ikke") == sum(
        cell.hidden for table in tables_of(made.released) for row in table.rows for cell in row
    )
    assert errors_in(data) == []
    assert pdf.render(made) == data


def test_what_leaves_bears_the_seal_of_what_it_tells_and_not_of_what_it_hides(as_leader, leader, unit):
    report = frozen(unit, over([figures()] * 3, Month(2026, 7)), Quarter(2026, 3))
    made = release_figures(report, EDITION, by=leader)
    of_all, of_told = report.sha256[:12], made.sha256[:12]
    with paper_in_words():
        papers = [pdf.render(made), render_page(made)]
    export = reverse("reports:release_export", args=[made.pk, "csv"])
    for data in (*papers, as_leader.get(export).content):
        assert of_told in data.decode() and of_all not in data.decode()


def test_totals_are_of_what_is_shown(leader, few):
    made = release_figures(few, EDITION, by=leader)
    for table in tables_of(made.released):
        if table.total:
            assert table.total[1].value == sum(row[1].value for row in table.rows if not row[1].hidden)
    assert {table.key for table in tables_of(made.released) if table.total} == {AGES}


def test_a_table_left_out_says_so_everywhere(as_leader, leader, few, monkeypatch):
    made = release_figures(few, EDITION, by=leader)
    content = json.loads(made.content)
    content[AGES] = None
    Release.objects.filter(pk=made.pk).update(content=json.dumps(content))
    words = "Udeladt:"
    assert words in as_leader.get(made.get_absolute_url()).content.decode()
    lines = lines_of(as_leader.get(reverse("reports:release_export", args=[made.pk, "csv"])))
    assert [line[0] for line in lines if words in line[3]] == ["Alder"]
    kept = Release.objects.get(pk=made.pk)
    assert kept.released.tables[AGES] == Told(None)


def test_a_month_is_checked_against_the_months_before(as_leader, leader, unit):
    """Three more than last month: their number is rounded, and the page says so."""
    release_figures(frozen(unit, figures(), OCTOBER.previous), EDITION, by=leader)
    more = frozen(unit, figures((210, 20, 30, 25, 18), came=3, closed=0))
    page = as_leader.get(reverse("reports:release", args=[more.pk])).content.decode()
    assert "Afrundet til nærmeste fem" in page and "Det samlede antal er udeladt" in page
    assert "Aldre er lagt sammen" in page
    alone = frozen(factories.UnitFactory(), figures((210, 20, 30, 25, 18), came=3, closed=0))
    assert prepared(alone, EDITION).tables["coverage"].word == "full", "another unit's releases bind nobody"


def test_a_corrected_month_leaves_rounded(leader, unit):
    """Exact, the difference would say who was corrected."""
    release_figures(frozen(unit, figures()), EDITION, by=leader)
    corrected = frozen(unit, figures((211, 19, 30, 25, 15)), revision=2)
    made = release_figures(corrected, EDITION, by=leader)
    shown = [count for table in made.released.tables.values() for count in table.shown.values() if count]
    assert shown and all(count % 5 == 0 for count in shown)


def test_a_report_is_released_once_in_the_database_too(leader, few):
    made = release_figures(few, EDITION, by=leader)
    for change in ({"kind": "edition"}, {"kind": "other"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Release.objects.create(
                unit=few.unit,
                report=few,
                by=leader,
                **{"kind": made.kind, "content": "{}", "sha256": ""} | change,
            )


def test_who_sees_figures_only_reads_them_and_no_case(as_figures, leader, guide, few):
    factories.make_case(guide, first_name="KANARIE-ung")
    made = release_figures(few, EDITION, by=leader)
    assert as_figures.get("/", follow=True).redirect_chain[-1][0] == reverse("reports:release_list")
    page = as_figures.get(reverse("reports:release_list")).content.decode()
    assert made.get_absolute_url() in page and "oktober 2026" in page
    assert as_figures.get(made.get_absolute_url()).status_code == 200
    assert AuditEvent.objects.filter(action="figures.read").count() == 1
    case = Case.objects.get()
    for url in (
        case.get_absolute_url(),
        reverse("overview:front"),
        reverse("reports:list"),
        reverse("reports:detail", args=[few.pk]),
        reverse("reports:release", args=[few.pk]),
        reverse("workspace:unit_list"),
        reverse("practice:home"),
        reverse("partners:partner_list"),
    ):
        response = as_figures.get(url)
        assert response.status_code in (403, 404) and "KANARIE" not in response.content.decode()


def test_a_guide_who_became_a_reader_of_figures_opens_no_case_of_theirs(unit, guide):
    factories.make_case(guide)
    assert Case.objects.visible_to(guide).count() == 1
    guide.role = Role.FIGURES
    guide.save()
    assert not Case.objects.visible_to(guide).exists()


def test_another_units_figures_are_not_there(client, leader, few):
    made = release_figures(few, EDITION, by=leader)
    stranger = factories.UserFactory(unit=factories.UnitFactory(), role=Role.FIGURES)
    assert not Release.objects.visible_to(stranger).exists()
    client.force_login(stranger)
    assert client.get(made.get_absolute_url()).status_code == 404
    assert "Ingen tal er frigivet endnu" in client.get(reverse("reports:release_list")).content.decode()


@pytest.mark.parametrize("role", [Role.GUIDE, Role.ADMIN, Role.PARTNER])
def test_nobody_else_reads_releases(unit, leader, few, role):
    release_figures(few, EDITION, by=leader)
    assert not Release.objects.visible_to(factories.UserFactory(unit=unit, role=role)).exists()


def test_two_releases_cost_what_many_do(as_figures, leader, unit):
    url, costs = reverse("reports:release_list"), []
    for months in (OCTOBER.up_to(2), OCTOBER.plus(-2).up_to(18)):
        rows = [frozen(unit, figures(), month) for month in months]
        Release.objects.bulk_create(
            Release(unit=unit, report=row, kind=EDITION, content="{}", sha256="", by=leader) for row in rows
        )
        as_figures.get(url)
        with CaptureQueriesContext(connection) as seen:
            as_figures.get(url)
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_a_quarter_stands_where_it_ended(as_figures, unit, leader):
    for month in (Month(2026, 8), Month(2026, 9), OCTOBER):
        release_figures(frozen(unit, figures(), month), EDITION, by=leader)
    release_figures(frozen(unit, over([figures()] * 3, Month(2026, 7)), Quarter(2026, 3)), EDITION, by=leader)
    page = as_figures.get(reverse("reports:release_list")).context["page"]
    assert [str(row.report.covers) for row in page] == ["2026-10", "2026-Q3", "2026-09", "2026-08"]


def test_the_first_and_the_last_age_are_said_in_words(unit, leader):
    made = release_figures(frozen(unit, figures()), EDITION, by=leader)
    said = [
        str(row[0].value) for table in tables_of(made.released) if table.key == AGES for row in table.rows
    ]
    assert said == ["Til og med 14 år", "15–17 år", "18–19 år", "20–22 år", "23 år og derover"]


def test_a_leader_finds_what_was_released(as_leader):
    for page in ("reports:list", "overview:front"):
        _menu, _main, content = as_leader.get(reverse(page)).content.decode().partition("<main")
        assert reverse("reports:release_list") in content


def test_the_foot_of_a_sheet_names_the_period_in_words(unit):
    report = frozen(unit, over([figures()] * 3, Month(2026, 7)), Quarter(2026, 3))
    assert " · 3. kvartal 2026 · udgave 1 · " in foot(report)


@pytest.mark.parametrize(
    ("page", "above"),
    [
        ("reports:release_list", "reports:list"),
        ("reports:qualifications", "overview:front"),
        ("overview:coverage", "overview:front"),
    ],
)
def test_a_leaders_page_leads_back(as_leader, page, above):
    content = as_leader.get(reverse(page)).content.decode()
    assert f'href="{reverse(above)}"' in content.partition("<main")[2].partition("<h1")[0]


def test_who_sees_figures_only_is_led_nowhere_else(as_figures):
    content = as_figures.get(reverse("reports:release_list")).content.decode()
    assert reverse("reports:list") + '"' not in content
