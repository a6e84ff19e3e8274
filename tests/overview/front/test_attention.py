"""The overview by attention: what moved in words, three answers, and what to keep an eye on: each number its list."""

import datetime as dt
import re
from uuid import UUID

import pytest
from django.urls import reverse

from cases.activity import actions as activity_actions
from cases.duty import actions as duty_actions
from cases.network.actions import add_participation
from core import clock
from overview.front import answers, changes
from plans.models import Destination
from plans.plan.actions import record_outcome
from reports.models import ReportSnapshot
from reports.periods.rules import Month
from reports.presentation.links import linker
from reports.programmes.figures import figures_of
from tests.helpers.factories import ContactFactory, PartnerFactory, UserFactory, make_case, make_milestone
from tests.helpers.linked_numbers import COUNT, linked_numbers
from tests.helpers.programmes import join, make_programme
from tests.helpers.qualification import ask, give_basis, make_department
from tests.helpers.signing_in import signed_in

OCTOBER = Month(2026, 10)


def words(parts):
    return "".join(part.text for part in parts)


def month_row(key, *, version=3, revision=1, **numbers):
    return {
        "key": key,
        "report": UUID(int=int(key.replace("-", ""))),
        "version": version,
        "revision": revision,
    } | numbers


def overview(client):
    return client.get(reverse("overview:front"))


# What moved.


def test_what_moved_is_said_with_both_lists(as_leader, unit, guide, caseload):
    """Two more came to nothing in October, counted by the reports of both months."""
    young = []
    with clock.travel(dt.date(2026, 9, 1)):
        for n in range(3):
            young.append(make_case(guide, cpr="", birth_date=dt.date(2004, 1, 1 + n)))
    for case in young:
        with clock.travel(dt.date(2026, 10, 5)):
            activity_actions.set_activity(case, "none", by=guide)
    for month in (OCTOBER.previous, OCTOBER):
        ReportSnapshot.objects.take(unit, month, paper=False)
    page = overview(as_leader)
    moved = page.context["moved"]
    said = [words(parts) for parts in moved.sentences]
    assert "Flere over 18 år er ikke i gang med noget: 4 mod 0 måneden før." in said
    assert len(said) <= 6
    for parts in moved.sentences:
        for part in parts:
            if part.href:
                assert as_leader.get(part.href).context["count"] == int(part.text)
    assert as_leader.get(moved.compare_url).context["changes"]
    assert "Fra rapporten for september til rapporten for oktober" in page.content.decode()


def test_months_that_hardly_differ_have_no_larger_changes(as_leader, unit, caseload, monkeypatch):
    rows = [month_row("2026-09", waiting=20, overdue=300), month_row("2026-10", waiting=21, overdue=329)]
    assert changes.moved(rows).sentences == []
    monkeypatch.setattr("overview.front.dashboard.year_of", lambda unit, last: rows)
    monkeypatch.setattr("overview.front.answers.held", lambda rows, address: answers.Answer("", [], _table()))
    assert "Ingen større ændringer." in overview(as_leader).content.decode()


def _table():
    return answers.Table("held", "", [], [])


def test_it_is_told_only_of_two_months_on_end(as_leader, caseload):
    september, november = month_row("2026-09", waiting=1), month_row("2026-11", waiting=9)
    assert changes.moved([]) is None and changes.moved([september]) is None
    assert changes.moved([september, november]) is None
    assert "når to måneder i træk har en rapport" in overview(as_leader).content.decode()


def test_a_number_that_is_counted_otherwise_by_now_says_nothing(db):
    before, after = (
        month_row("2026-09", version=2, waiting=1, stalled=1),
        month_row("2026-10", waiting=9, stalled=9),
    )
    assert [words(parts)[:5] for parts in changes.moved([before, after]).sentences] == ["Flere"]
    assert "gået i stå" in words(changes.moved([before, after]).sentences[0])


def test_the_overview_leads_to_the_last_correction(as_leader, leader, unit, guide, caseload):
    assert changes.corrected([month_row("2026-10")]) is None
    with clock.travel(dt.date(2026, 11, 3)):
        ReportSnapshot.objects.take(unit, OCTOBER, paper=False)
    activity_actions.set_activity(caseload["adult_idle"], "job", by=guide, on=dt.date(2026, 10, 28))
    ReportSnapshot.objects.take(unit, OCTOBER, correct=True, paper=False)
    page = overview(as_leader)
    address = page.context["corrected"]["url"]
    assert "Hvad er rettet i rapporten for oktober 2026" in page.content.decode()
    report = as_leader.get(address)
    assert report.context["report"].revision == 2 and len(report.context["changes"])
    assert f'id="{address.partition("#")[2]}"' in report.content.decode()


# Three answers.


def numbers_of(**more):
    keys = ("adults", *answers.ADULT_COVERAGE, "duty_late", "duty_running", *answers.CLOCKS)
    return dict.fromkeys(keys, 0) | more


@pytest.mark.parametrize(
    ("counted", "said"),
    [
        ({}, "Ingen unge over 18 år har en ungeguide her."),
        ({"adults": 3, "adults_covered": 3}, "Ja: alle 3 er i gang med noget efter en plan."),
        (
            {"adults": 3, "adults_covered": 2, "adults_in_nothing": 1},
            "Nej: af 3 over 18 år er 1 ikke i gang med noget, 0 er modstridende, og for 0 er det ukendt.",
        ),
    ],
)
def test_is_everybody_over_18_in_something(counted, said):
    answer = answers.adults(numbers_of(**counted), linker())
    assert words(answer.sentence) == said
    assert bool(answer.table.chart) is bool(counted)


def test_whether_they_stayed_counts_the_last_six_months_that_know():
    """The months are those in which they began, three before the report that knows."""
    could, held = answers.LASTING[3]
    rows = [month_row(f"2026-{n:02}", **{could: 2, held: n % 2}) for n in range(3, 11)]
    rows.insert(4, month_row("2026-06", **{could: 0, held: 0}))
    answer = answers.held(rows, lambda row, key: f"/{key}/{row['key']}")
    assert words(answer.sentence) == (
        "Af 12, der begyndte fra februar 2026 til juli 2026, var 3 der stadig efter tre måneder (25 %)."
    )
    assert [str(row[0]) for row in answer.table.rows][0] == "feb.\N{NO-BREAK SPACE}26".replace(".", "")
    assert answer.table.total[1].value == 12 and answer.table.total[2].value == 3
    once = answers.held(rows[-1:], lambda row, key: "")
    assert words(once.sentence) == "Af 2, der begyndte i juli 2026, var 0 der stadig efter tre måneder (0 %)."
    nobody = answers.held([], lambda row, key: "")
    assert not nobody.table.chart and "tre måneder" in words(nobody.sentence)


def test_limits_are_told_kept_and_missed_with_what_is_over_today():
    def address(row, key):
        return f"/{key}/"

    past = [month_row("2026-09", **numbers_of(contact_met=2, activity_missed=1))]
    now = {"key": "2026-10", "report": None, "version": 3} | numbers_of(
        contact_met=1, contact_missed=1, duty_late=1, duty_running=2
    )
    answer = answers.limits(past, now, address, linker())
    assert (
        words(answer.sentence)
        == "3 af 5 frister blev nået siden september 2026. I dag er 1 overskredet, og 2 løber."
    )
    assert [[cell.value for cell in row[1:]] for row in answer.table.rows] == [[2, 0, 0, 1], [1, 1, 0, 0]]
    single = answers.limits(
        [], {"key": "2026-10", "report": None, "version": 3} | numbers_of(contact_met=1), address, linker()
    )
    assert words(single.sentence).startswith("1 af 1 frist blev nået siden oktober 2026.")
    still = answers.limits(
        [], {"key": "2026-10", "report": None, "version": 3} | numbers_of(), address, linker()
    )
    assert not still.table.chart
    assert words(still.sentence).startswith("Ingen frister er udløbet siden oktober 2026.")


def test_a_limit_that_was_missed_this_month_stands_in_the_answer_and_in_its_list(as_leader, guide, caseload):
    with clock.travel(dt.date(2026, 11, 2)):
        duty_actions.report_breach(caseload["busy"], by=guide, how="school")
    answer = overview(as_leader).context["answers"][2]
    cells = answer.table.rows[-1]
    missed = cells[1 + answers.CLOCKS.index("contact_missed")]
    assert missed.value == 1 == as_leader.get(missed.href).context["count"]


# To keep an eye on.


@pytest.fixture
def watched(unit, leader, guide, colleague):
    """Two young people through one contact, a question without an answer, and a programme; the colleague has none."""
    with clock.travel(clock.today() - dt.timedelta(days=40)):
        department = make_department(unit)
        cases = [make_case(guide, cpr="", first_name=name) for name in ("Anton", "Nora")]
        partner = PartnerFactory(unit=unit, name="FGU Nord")
        contact = ContactFactory(partner=partner, name="Mette")
        for case in cases:
            add_participation(case, partner, by=guide, contact=contact)
        step = make_milestone(cases[0], due_on=clock.today() + dt.timedelta(days=90))
        give_basis(cases[0], department.partner, by=guide)
        ask(step, department, by=guide)
    return make_programme(leader)


def fetched(client, **headers):
    return client.get(reverse("overview:watch"), headers=headers)


def test_what_is_kept_an_eye_on_is_fetched_after_the_page_and_a_page_of_its_own(leader, watched):
    client = signed_in(leader)
    front = overview(client).content.decode()
    address = reverse("overview:watch")
    assert f'hx-get="{address}"' in front and f'<a href="{address}">' in front
    part, page = fetched(client, HX_Request="true").content.decode(), fetched(client).content.decode()
    assert "<html" not in part and "<title>" in page and 'id="watch"' in part
    assert part.strip() in page.replace("\r", "") or "Hvem bærer mest?" in page


def test_each_number_is_its_list(leader, guide, colleague, watched):
    client = signed_in(leader)
    context = fetched(client).context
    first = context["carrying"][0]
    assert first.load.guide == guide and first.load.cases == 2
    assert client.get(first.cases_url).context["page"].paginator.count == 2
    assert client.get(first.transfer_url).context["guide"] == guide
    assert (context["middle_weight"], context["above"]) == (first.load.weight / 2, first.load.weight // 2)
    assert context["fragile_count"] == len(client.get(reverse("reports:fragile_list")).context["rows"]) > 0
    for risk in context["risks"]:
        assert len(client.get(risk.url).context["rows"]) == risk.count
    counted = {one.url: one.count for one in (*context["at_departments"], *context["silent"])}
    assert sum(counted.values()) == 2 and [one.words for one in context["silent"]] == ["Familieafdelingen"]
    for url, count in counted.items():
        assert client.get(url).context["count"] == count
    assert context["programmes"] == [(watched, "ingen har nået en destination endnu")]


def test_whether_the_programmes_held_is_said_as_their_own_pages_count_it(leader, guide):
    programme, today = make_programme(leader), clock.today()
    for days in (200, 60):
        with clock.travel(today - dt.timedelta(days=300)):
            case = make_case(guide, cpr="")
        join(programme, case, guide, begins=150)
        begun = today - dt.timedelta(days=days)
        record_outcome(case, Destination.objects.get(code="eud"), by=guide, started_on=begun)
    told = fetched(signed_in(leader)).context["programmes"]
    figures = figures_of(programme, leader, today)
    assert [figures.count(key) for key in ("result", "could:3", "held:3")] == [2, 1, 1]
    assert told == [(programme, "2 nåede en destination; den holdt i 3 måneder for 1 af 1")]
    with clock.travel(today - dt.timedelta(days=120)):
        (told,) = fetched(signed_in(leader)).context["programmes"]
    assert told[1] == "1 nåede en destination; ingen af dem for mere end 3 måneder siden"


def test_it_names_no_young_person(leader, watched):
    text = fetched(signed_in(leader)).content.decode()
    assert "FGU Nord" in text and "Familieafdelingen" in text and "Rute 25" in text
    assert not re.search("Anton|Nora", text)


def test_a_unit_without_guides_is_told_so(leader):
    assert "Enheden har ingen ungeguider endnu." in fetched(signed_in(leader)).content.decode()


def test_what_another_unit_has_is_not_here(leader, guide, watched, unit):
    text = fetched(signed_in(UserFactory(role="leader"))).content.decode()
    assert not re.search(f"FGU Nord|Familieafdelingen|Rute 25|{guide.name}", text)


# Nothing that stood on the overview is lost.


def test_all_figures_are_one_click_away_and_more_links_lead_somewhere(as_leader, caseload):
    html = overview(as_leader).content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    ours = ("figures", "then", "coverage", "contribution", "numbers", "waiting", "watch")
    reports = (
        "question", "others", "list", "compare", "programme_list", "qualifications", "fragile_list",
    )  # fmt: skip
    for name in (*(f"overview:{one}" for one in ours), *(f"reports:{one}" for one in reports)):
        address = reverse(name)
        assert f'href="{address}"' in main, name
        assert as_leader.get(address).status_code == 200
    assert (
        f'href="{reverse("workspace:unit_day")}"' in main
        and f'href="{reverse("workspace:transitions")}"' in main
    )
    figures = as_leader.get(reverse("overview:figures")).content.decode()
    assert {int(n) for n in COUNT.findall(figures)} == set() and len(dict(linked_numbers(figures))) > 20
