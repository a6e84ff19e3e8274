"""Questions put to the numbers: every cell is its list, the parts add up, and only what one may see is counted."""

import csv
import datetime as dt
import io
import re
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEvent
from core import clock
from reports.metrics.groups import AGE_BANDS, age_label
from reports.models import Extract, Question, Release, ReportSnapshot
from reports.periods.rules import Month
from reports.questions.answering import answer, table_of
from reports.questions.asked import Asked
from reports.questions.models import Span
from reports.questions.outside import outside_answer
from reports.release.actions import release_figures
from reports.release.beside import count_of
from reports.release.extracting import ProposedExtract, release_extract
from tests.helpers.bulk import fill
from tests.helpers.factories import UserFactory, make_case
from tests.helpers.signing_in import signed_in

URL = "/overblik/spoerg/"


def asked(client, status=200, **what):
    page = client.get(URL, what)
    assert page.status_code == status
    return page


@pytest.mark.parametrize(
    ("what", "number"),
    [
        ({"tael": "in_unit", "fordelt": "age"}, 8),
        ({"tael": "in_unit", "fordelt": "status", "kun": "age:15-17"}, 5),
        ({"tael": "running", "fordelt": "guide"}, 6),
        ({"tael": "in_unit", "fordelt": "open_for", "pr": "2026-10-31", "kendt": "2026-11-01"}, 6),
        ({"tael": "in_care", "fordelt": "plan"}, 7),
        ({"tael": "adults_in_nothing", "fordelt": "activity"}, 1),
        ({"tael": "new", "tid": "maaned"}, 2),
        ({"tael": "destinations", "fordelt": "destination", "tid": "aar"}, 1),
        ({"tael": "unknown", "fordelt": "cause", "pr": "2026-10-31", "kendt": "2026-11-01"}, 1),
    ],
)
def test_every_cell_of_the_answer_is_its_list_and_they_add_up(what, number, as_leader, caseload):
    page = asked(as_leader, **what)
    assert page.context["answer"].total == number
    table = page.context["table"]
    total = table.total or table.rows[0]
    for n in range(1, len(total)):
        if table.total:
            assert sum(row[n].value for row in table.rows) == total[n].value
        for cell in (*(row[n] for row in table.rows), total[n]):
            if cell.value:
                assert as_leader.get(cell.href).context["count"] == cell.value, cell.href


def test_the_question_is_said_in_words(as_leader, caseload):
    page = asked(as_leader, tael="in_unit", fordelt="age", kun="status:running", pr="2026-10-31")
    assert page.context["words"] == (
        "Hvor mange: Unge i enheden, fordelt på alder, kun Status: I gang, pr. 31. oktober 2026, som kendt nu"
    )
    months = asked(as_leader, tael="new", tid="aar").context
    assert months["words"].startswith("Hvor mange: Nye, i de tolv måneder til og med oktober 2026")
    assert len(months["answer"].columns) == 12


@pytest.mark.parametrize(
    ("what", "field"),
    [
        ({"tael": "overdue", "fordelt": "age"}, "fordelt"),
        ({"tael": "running", "fordelt": "delay"}, "fordelt"),
        ({"tael": "running", "kun": "delay:1-7"}, "kun"),
        ({"tael": "running", "kun": "age:15-17", "fordelt": "age"}, "kun"),
        ({"tael": "nonsense"}, "tael"),
        ({"tael": "running", "kun": "age:nonsense"}, "kun"),
        ({"tael": "running", "pr": "2027-01-01"}, "pr"),
    ],
)
def test_what_cannot_be_asked_is_told_beside_the_field(what, field, as_leader, caseload):
    page = asked(as_leader, status=422, **what)
    assert list(page.context["form"].errors) == [field]
    assert f"id_{field}_error" in page.content.decode()


def test_a_guide_counts_their_own_and_is_not_asked_whose(as_guide, as_leader, guide, caseload):
    assert asked(as_guide, tael="running").context["answer"].total == 2
    assert asked(as_leader, tael="running").context["answer"].total == 6
    asked(as_guide, status=422, tael="running", fordelt="guide")
    assert "Udgave til brug uden" not in asked(as_guide, tael="running").content.decode()


def test_shielded_cases_are_counted_for_those_named_on_them_only(as_leader, as_guide, guide, caseload):
    make_case(guide, shielded=True, on=dt.date(2026, 11, 20))
    assert asked(as_leader, tael="running").context["answer"].total == 6
    assert asked(as_guide, tael="running").context["answer"].total == 3


def test_small_numbers_do_not_leave_the_unit_nor_what_gives_them_away(leader, guide, now):
    """Seven of 16, three of 21: the three are hidden, and so is whatever they follow from."""
    for born, n in ((dt.date(2010, 1, 1), 7), (dt.date(2005, 1, 1), 3)):
        for _n in range(n):
            make_case(guide, cpr="", birth_date=born)
    by_age = answer(Asked("running", "age"), leader)
    assert [str(row[1]) for row in table_of(by_age).rows] == ["7", "3"]
    outside = outside_answer(by_age, leader.unit).tables[0]
    assert "3" not in [str(cell) for row in (*outside.rows, outside.total) for cell in row[1:]]
    shown = [cell.value for row in outside.rows for cell in row[1:]]
    known = [n for n in shown if n is not None]
    assert outside.total[1].value is None or outside.total[1].value - sum(known) not in range(1, 5)
    assert all(not cell.href for row in (*outside.rows, outside.total) for cell in row)
    # Of all ten, seven: who are left out would follow.
    narrowed = outside_answer(answer(Asked("running", "", "age:15-17"), leader), leader.unit).tables[0]
    assert [cell.hidden for cell in narrowed.rows[0][1:]] == [True]
    assert outside.chart == ""


def test_the_edition_for_those_outside_is_the_leaders_and_nothing_by_guide(as_leader, as_guide, caseload):
    small = asked(as_leader, tael="paused", udgave="ekstern")
    assert small.context["outside"] and small.context["table"].rows[0][1].hidden
    for client, what in ((as_leader, {"fordelt": "guide"}), (as_guide, {})):
        assert not asked(client, tael="paused", udgave="ekstern", **what).context["outside"]


def test_outside_no_row_tells_by_standing_there_that_somebody_is_in_it(as_leader, caseload):
    inside = asked(as_leader, tael="in_unit", fordelt="age").context["table"].rows
    outside = asked(as_leader, tael="in_unit", fordelt="age", udgave="ekstern").context["table"].rows
    assert len(inside) < len(AGE_BANDS)
    assert [str(row[0]) for row in outside] == [age_label(*band) for band in AGE_BANDS]
    assert {row[1].hidden for row in outside if str(row[0]) not in {str(one[0]) for one in inside}} == {True}


def test_the_answer_is_taken_out_with_what_it_counts(as_leader, leader, caseload):
    what = {"tael": "in_unit", "fordelt": "age", "pr": "2026-10-31"}
    got = as_leader.get(URL, what | {"format": "csv"})
    lines = list(csv.reader(io.StringIO(got.content.decode("utf-8-sig")), delimiter=";"))
    assert lines[0] == ["Tabel", "Række", "Kolonne", "Værdi"]
    assert ["Svar", "Sammenlagt", "31. oktober 2026", "6"] in [line[:1] + line[1:] for line in lines] or [
        "Svar", "I alt", "31. oktober 2026", "6"
    ] in lines  # fmt: skip
    assert any(line[0] == "Definitioner" and "åbne på dagen" in line[3] for line in lines)
    assert any("fordelt på alder" in line[3] for line in lines if line[0] == "Om rapporten" or line[3])
    event = AuditEvent.objects.filter(action="report.downloaded", actor_id=leader.pk).latest("pk")
    assert event.purpose == "question: in_unit age"
    book = as_leader.get(URL, what | {"format": "xlsx"})
    sheets = zipfile.ZipFile(io.BytesIO(book.content)).read("xl/workbook.xml").decode()
    assert "Svar" in sheets and "Definitioner" in sheets
    looked_at = as_leader.get(URL, {"tael": "paused", "udgave": "ekstern", "format": "csv"})
    assert looked_at["Content-Type"].startswith("text/html"), "only what is kept leaves"


def release(client, what):
    """Look at the edition for those outside, and say yes to it."""
    page = client.get(f"{URL}?udgave=ekstern&{what}")
    return client.post(f"{URL}frigiv/?{what}", {"seen": page.context["seal"]})


def test_what_was_not_looked_at_does_not_leave(as_leader, leader, guide, caseload):
    """Somebody is written down between the look and the yes: the preview comes anew, and nothing is kept."""
    page = as_leader.get(f"{URL}?udgave=ekstern&tael=in_unit")
    for n in range(7):
        make_case(guide, cpr="", first_name=f"Ny {n}")
    response = as_leader.post(f"{URL}frigiv/?tael=in_unit&udgave=ekstern", {"seen": page.context["seal"]})
    assert response["Location"].endswith("?tael=in_unit&udgave=ekstern") and not Extract.objects.exists()
    assert "ændret, siden du så dem" in as_leader.get(response["Location"]).content.decode()


def test_an_answer_leaves_once_and_stays_as_it_left(as_leader, leader, caseload):
    for _twice in range(2):
        response = release(as_leader, "tael=in_unit&fordelt=age&pr=2026-10-31")
        assert response.status_code == 303
    (row,) = Extract.objects.all()
    assert response["Location"] == row.get_absolute_url()
    page = as_leader.get(row.get_absolute_url()).content.decode()
    assert "31. oktober 2026" in page and "vises ikke" in page
    got = as_leader.get(f"{row.get_absolute_url()}hent/csv/")
    assert "vises ikke" in got.content.decode("utf-8-sig") and "-ekstern" in got["Content-Disposition"]
    assert AuditEvent.objects.filter(action="figures.release", actor_id=leader.pk).count() == 1
    assert row.title in as_leader.get("/tal-udenfor/").content.decode()
    assert as_leader.post(f"{URL}frigiv/?tael=in_unit&fordelt=guide").status_code == 404


def test_two_answers_that_differ_by_few_do_not_both_leave(as_leader, guide, leader):
    """28 young people of whom 26 are over 14: both together say that somebody is younger."""
    for born, n in ((dt.date(2012, 12, 1), 2), (dt.date(2005, 1, 1), 26)):
        for _n in range(n):
            make_case(guide, cpr="", birth_date=born)
    whole = outside_answer(answer(Asked("running"), leader), leader.unit)
    assert [str(row[1]) for row in whole.tables[0].rows] == ["30"] and not whole.withheld
    release(as_leader, "tael=running")
    part = outside_answer(answer(Asked("running", "", "age:20-22"), leader), leader.unit)
    assert [str(row[1]) for row in part.tables[0].rows] == ["vises ikke"]
    again = outside_answer(answer(Asked("running"), leader), leader.unit)
    assert not again.withheld, "the very same may leave again"


def test_an_answer_is_held_against_released_figures_of_the_same_day(as_leader, guide, leader):
    day = Month.of(clock.today()).previous.last
    with clock.travel(day - dt.timedelta(days=40)):
        for n in range(30):
            make_case(guide, cpr="", birth_date=dt.date(2005, 1, 1), first_name=f"Ung {n}")
    report = ReportSnapshot.objects.take(leader.unit, Month.of(day), paper=False)
    release = release_figures(report, Release.Kind.EDITION, by=leader)
    assert release.released.tables["coverage"].shown["in_unit"] == 30
    same = outside_answer(answer(Asked("in_unit", on=day), leader), leader.unit)
    assert [str(row[1]) for row in same.tables[0].rows] == ["30"]
    with clock.travel(clock.now() + dt.timedelta(hours=1)):
        for n in range(2):  # opened then, and written down since
            on = day - dt.timedelta(days=30)
            make_case(guide, cpr="", birth_date=dt.date(2005, 1, 1), first_name=f"Sen {n}", on=on)
        late = outside_answer(answer(Asked("in_unit", on=day), leader), leader.unit)
    assert late.withheld and [str(row[1]) for row in late.tables[0].rows] == ["vises ikke"]
    assert "tidligere" in late.tables[0].note


def test_released_figures_are_held_against_an_answer_of_the_same_day(as_leader, guide, leader):
    day = Month.of(clock.today()).previous.last
    opened = day - dt.timedelta(days=40)
    for n in range(31):
        born = dt.date(2005, 1, 1) if n < 29 else dt.date(2010, 1, 1)
        make_case(guide, cpr="", birth_date=born, first_name=f"Ung {n}", on=opened)
    release(as_leader, f"tael=in_unit&kun=age:20-22&pr={day}")
    assert Extract.objects.get().counts[0].shown is False, "two are left out, which would follow"
    Extract.objects.all().delete()
    whole = answer(Asked("in_unit", "", "age:20-22", on=day), leader)
    rows = whole.columns[0].metrics.keys("in_unit", "age:20-22")
    counted = [count_of(f"cases:{day}", rows, 29, base=1)]
    tables = outside_answer(whole, leader.unit).tables
    release_extract(
        leader.unit,
        Extract.Kind.ANSWER,
        "?",
        lambda: ProposedExtract(tables, counted),
        seen=ProposedExtract(tables, counted).seal,
        lead="",
        definitions=[],
        by=leader,
    )
    report = ReportSnapshot.objects.take(leader.unit, Month.of(day), paper=False)
    tables = release_figures(report, Release.Kind.EDITION, by=leader).released.tables
    assert tables["coverage"].form is None, "31 beside 29 of them"


def test_a_question_is_kept_shared_asked_again_and_let_go(as_leader, as_guide, leader, guide, unit, caseload):
    query = "?tael=in_unit&fordelt=age"
    form = as_leader.get(f"{URL}gem/{query}").context["form"]
    sent = {"title": "Efter  alder", "shared": "on", "submit_key": form["submit_key"].value()}
    for _twice in range(2):
        assert as_leader.post(f"{URL}gem/{query}", sent).status_code == 303
    question = Question.objects.get()
    assert (question.title, question.shared, question.split) == ("Efter alder", True, "age")
    again = as_leader.post(f"{URL}gem/{query}", {"title": "Efter alder"})
    assert again.status_code == 409 and "Du har et spørgsmål med det navn" in again.content.decode()
    assert as_leader.post(f"{URL}gem/{query}", {"title": " "}).status_code == 422
    assert as_leader.get(f"{URL}gem/?tael=nonsense").status_code == 404
    [(shown, deletable)] = as_guide.get(URL).context["saved"]
    assert shown == question and not deletable
    assert as_guide.get(question.get_absolute_url()).context["answer"].total == 3, "their own cases"
    delete = reverse("reports:question_delete", args=[question.pk])
    assert as_guide.post(delete).status_code == 403
    elsewhere = signed_in(UserFactory(role="leader"))
    assert elsewhere.post(delete).status_code == 404 and elsewhere.get(URL).context["saved"] == []
    assert as_leader.post(delete).status_code == 303 and not Question.objects.exists()
    acts = AuditEvent.objects.filter(action__startswith="question.").values_list("action", flat=True)
    assert sorted(acts) == ["question.deleted", "question.saved"]


def test_a_leader_lets_go_what_is_shared_but_not_what_is_somebodys_own(as_leader, guide, unit, now):
    facts = {"unit": unit, "owner": guide, "metric": "running"}
    own = Question.objects.create(title="Min", shared=False, **facts)
    shared = Question.objects.create(title="Vores", shared=True, **facts)
    assert as_leader.post(reverse("reports:question_delete", args=[own.pk])).status_code == 404
    assert as_leader.post(reverse("reports:question_delete", args=[shared.pk])).status_code == 303


def test_a_question_without_a_day_moves_with_the_days():
    with clock.travel(dt.date(2026, 11, 21)):
        assert Asked("running").day == dt.date(2026, 11, 21)
        assert Asked("new", span=Span.MONTH).day == dt.date(2026, 10, 31)
        [first, *_rest, last] = Asked("new", span=Span.YEAR, on=dt.date(2026, 11, 3)).moments()
        assert (first.day, last.day) == (dt.date(2025, 12, 31), dt.date(2026, 11, 21))
    with clock.travel(dt.date(2026, 12, 1)):
        assert Asked("new", span=Span.MONTH).day == dt.date(2026, 11, 30)


@pytest.mark.parametrize("what", ["tael=running&fordelt=age", "tael=running&fordelt=guide&tid=aar"])
def test_queries_of_an_answer_do_not_grow(what, db):
    costs = []
    for count in (2, 20):
        unit = fill(f"s{count}", count, guides=2, milestones=1)
        leader = UserFactory(unit=unit, role="leader")
        client = signed_in(leader)
        for n in range(count):
            Question.objects.create(unit=unit, owner=leader, title=f"Nr. {n}", metric="running")
        client.get(f"{URL}?{what}")
        with CaptureQueriesContext(connection) as seen:
            assert client.get(f"{URL}?{what}").status_code == 200
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_the_hint_names_the_field_as_its_label_does(as_leader):
    page = as_leader.get(reverse("reports:question")).content.decode()
    label = re.search(r'<label for="id_kendt"[^>]*>\s*(.*?)\s*</label>', page, re.S).group(1)
    assert f"»{label.lower()}«" in page
