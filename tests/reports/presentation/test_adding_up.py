"""Every figure that a reader may add or compare adds up in the table where it stands."""

import datetime as dt

from django.urls import reverse

from core import clock
from plans.closing import actions as plan_actions
from reports.metrics.unit_metrics import NOBODY, UnitMetrics
from reports.models import ReportSnapshot
from reports.periods.rules import Month
from reports.presentation.tables import GUIDE_COLUMNS
from reports.presentation.tiles import tile
from reports.presentation.words import adult_sentence
from reports.presentation.year import year_table
from reports.snapshots.reading import read
from tests.helpers.factories import UserFactory, make_case

OCTOBER = Month(2026, 10)


def words(parts):
    return "".join(part.text for part in parts)


def sums(table):
    columns = list(zip(*table.rows, strict=True))[1:]
    return [sum(cell.value or 0 for cell in column) for column in columns]


def test_the_rows_of_every_table_come_to_its_total(unit, leader, guide, caseload):
    """Also with a case that nobody has, and of a guide who has left."""
    left = UserFactory(unit=unit, role="guide", name="Tidligere")
    plan_actions.close_case(make_case(left, cpr=""), by=leader, reason="moved", on=clock.today())
    left.is_active = False
    left.save()
    report = ReportSnapshot.objects.take(unit, OCTOBER, paper=False)
    tables = [table for table in read(report).tables if table.total]
    assert {table.key for table in tables} >= {"by_guide", "delay", "activity", "age"}
    for table in tables:
        assert sums(table) == [cell.value for cell in table.total[1:]], table.key


def test_a_row_of_nobody_leads_to_its_list(as_leader, unit, caseload):
    page = as_leader.get(reverse("overview:figures"))
    table = page.context["caseload"]
    assert sums(table) == [cell.value for cell in table.total[1:]]
    rest = table.rows[-1]
    new = rest[1 + GUIDE_COLUMNS.index("new")]
    assert new.value == 1 and f"vejleder={NOBODY}" in new.href, "the case that waits was opened in November"
    assert as_leader.get(new.href).context["count"] == 1


def test_what_there_was_and_what_came_and_went_is_what_there_is(as_leader, unit, leader, caseload):
    for month in (Month(2026, 8), Month(2026, 9), OCTOBER):
        ReportSnapshot.objects.take(unit, month, paper=False)
    table = as_leader.get(reverse("overview:figures")).context["year"]
    for _month, opening, new, reopened, closed, at_end, *_rest in table.rows:
        assert opening.value + new.value + reopened.value - closed.value == at_end.value
    ends, begins = [row[5].value for row in table.rows], [row[1].value for row in table.rows]
    assert ends[:-1] == begins[1:], "nothing was written down later"
    text = words(as_leader.get(reverse("overview:figures")).context["flow"])
    assert text == (
        "Ved indgangen til november var 6 sager åbne; 2 nye er kommet til, 0 er genåbnet, og 0 er lukket. "
        "Det giver 8 åbne sager."
    )


def test_an_old_month_shows_dashes_for_what_it_did_not_count():
    old = {"key": "2026-09", "in_unit": 5, "new": 1, "closed": 0, "reached": 2, "destinations": 6}
    old |= {"destinations_three_months_ago": 7, "destinations_held": 7}
    table = year_table([old, old | {"key": "2026-12"}])
    assert [str(cell) for cell in table.rows[0][1:]] == ["–", "1", "–", "0", "5", "2", "6", "7 af 7"]


def test_what_held_is_told_of_how_many_and_when_they_began():
    numbers = {"destinations": 6, "destinations_held": 7, "destinations_three_months_ago": 8}
    made = tile("destinations_held", numbers, OCTOBER)
    assert (made.shown, made.title) == ("7 af 8", "Holdt i tre måneder af dem, der begyndte i juli 2026")
    assert tile("destinations", numbers, OCTOBER).title == "Positive destinationer nået i oktober 2026"
    assert tile("destinations", numbers, OCTOBER, year=False).title.endswith("i oktober")


def test_numbers_of_a_month_name_it_and_those_of_a_day_do_not(unit, caseload):
    tiles = {
        made.key: made.title for made in read(ReportSnapshot.objects.take(unit, OCTOBER, paper=False)).tiles
    }
    named = {key for key, title in tiles.items() if "oktober 2026" in title}
    assert {"new", "closed", "reached", "due_reached", "destinations"} <= named
    assert not named & {"running", "waiting", "overdue", "no_contact", "unknown", "turning_18"}


def test_a_share_is_rounded():
    numbers = {
        "adults": 385,
        "adults_covered": 300,
        "adults_in_nothing": 23,
        "adults_contradictory": 30,
        "adults_unknown": 32,
    }
    assert "(6 %)" in words(adult_sentence(numbers))


def test_the_shielded_are_told_as_a_number(as_leader, unit, guide, caseload):
    for n in range(3):
        make_case(guide, cpr="", shielded=True, first_name=f"Skjult{n}", on=dt.date(2026, 11, 1))
    for address in (reverse("overview:front"), reverse("overview:figures"), reverse("overview:coverage")):
        text = as_leader.get(address).content.decode()
        assert "Og 3 skærmede sager" in text and "Skjult" not in text
    everything = UnitMetrics(unit)
    seen = as_leader.get(reverse("overview:front")).context
    assert everything.count("in_unit") - seen["shielded"] == 8


def test_the_list_of_a_report_says_how_many_it_leaves_out(as_leader, unit, guide, caseload):
    make_case(guide, cpr="", shielded=True, on=dt.date(2026, 10, 9))
    report = ReportSnapshot.objects.take(unit, OCTOBER, paper=False)
    page = as_leader.get(reverse("overview:metric_list", args=["new"]), {"rapport": report.pk})
    assert report.data["numbers"]["new"] == page.context["count"] + page.context["beside"]["shielded"] == 3
    assert "Og 1 skærmet." in page.content.decode()
