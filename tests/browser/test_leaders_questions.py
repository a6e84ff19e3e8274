"""Ten questions that leaders ask, each answered from Overblik by clicking, within three clicks.

The answers are asked of the world that the test made, never of the page.
"""

import re
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from cases.activity import actions as activity_actions
from cases.duty import actions as duty_actions
from cases.guides.proposals import loads_of
from cases.models import Case
from cases.network.actions import add_participation
from core import clock
from plans.models import Destination, Outcome
from reports.models import ReportSnapshot
from reports.periods.rules import Month, year_ends
from reports.presentation.words import month_name
from reports.snapshots.changes import compare
from tests.browser.conftest import follow
from tests.helpers.factories import ContactFactory, PartnerFactory, make_case, make_milestone
from tests.helpers.programmes import join, make_programme
from tests.helpers.qualification import ask, give_basis, make_department

pytestmark = pytest.mark.browser

MOST_CLICKS = 3
YEAR = 366


def ago(days: int) -> date:
    return clock.today() - timedelta(days=days)


class Clicks:
    """A leader's clicks from Overblik: the fourth is one too many."""

    def __init__(self, page, server):
        self.page, self.server, self.made = page, server, 0

    def start(self):
        """On Overblik, with what is fetched after the page in its place."""
        self.page.goto(f"{self.server.url}/overblik/")
        self.page.get_by_role("heading", name="Hvem bærer mest?").wait_for()
        self.made = 0

    def count(self):
        self.made += 1
        assert self.made <= MOST_CLICKS, f"more than {MOST_CLICKS} clicks from Overblik: {self.page.url}"

    def go(self, link):
        """Follow a link to another page."""
        self.count()
        follow(link)

    def unfold(self, words):
        """Open what is folded; that is a click too."""
        self.count()
        words.click()

    def main(self):
        return self.page.get_by_role("main")

    def part(self, heading):
        """The part of the page under a heading."""
        return self.page.get_by_role("region", name=heading, exact=True)

    def listed(self) -> set[str]:
        """The names in the list that is open."""
        names = self.main().locator("tbody a.name")
        names.first.wait_for()
        return set(names.all_inner_texts())


@pytest.fixture
def told(transactional_db, unit, leader, guide, colleague):
    """A unit in which every question has an answer, and how it came about."""
    month = Month.of(clock.today()).previous
    made = SimpleNamespace(unit=unit, leader=leader, guide=guide, colleague=colleague, month=month)
    _young_people(made)
    _results(made)
    _partners(made)
    _reports(made)
    return made


def _opened(made, days, who, first_name, age_days):
    """A case opened so many days ago, of somebody who is so many days old today."""
    born = ago(age_days)
    with clock.travel(ago(days)):
        return make_case(who, cpr="", on=clock.today(), first_name=first_name, birth_date=born)


def _young_people(made):
    """Two adults in nothing, one who turns 18 alone, one whose limit was missed, and one from before the new year."""
    made.in_nothing = [_opened(made, 140, made.guide, name, 20 * YEAR) for name in ("Amir", "Asta")]
    for case in made.in_nothing:
        with clock.travel(ago(40)):
            activity_actions.set_activity(case, "none", by=made.guide)
    made.turning = _opened(made, 140, made.guide, "Thea", 18 * 365 - 95)
    made.missed = _opened(made, 140, made.colleague, "Mads", 16 * YEAR)
    with clock.travel(ago(25)):
        duty_actions.report_breach(made.missed, by=made.colleague, how="school")
    made.old = _opened(made, (ago(0) - year_ends(ago(0))[0]).days + 20, made.colleague, "Vera", 22 * YEAR)


def _results(made):
    """Two began four months ago; one of them, a member of Rute 25, is still there."""
    destination = Destination.objects.filter(code="eud").first() or Destination.objects.first()
    Destination.objects.filter(pk=destination.pk).update(counts_as_positive="yes")
    began = made.month.plus(-3).first + timedelta(days=4)
    made.programme = make_programme(made.leader, days_ago=200)
    made.stayed, made.left = (
        _opened(made, 190, made.colleague, name, 21 * YEAR) for name in ("Sofie", "Lars")
    )
    join(made.programme, made.stayed, made.leader, begins=20)
    for case, ended in ((made.stayed, None), (made.left, began + timedelta(days=40))):
        Outcome.objects.create(
            case=case,
            destination=destination,
            started_on=began,
            ended_on=ended,
            recorded_by=made.leader,
            recorded_at=clock.at(began),
        )


def _partners(made):
    """A partner that hangs on one person, and a department that let its day pass."""
    with clock.travel(ago(60)):
        made.partner = PartnerFactory(unit=made.unit, name="FGU Nord", agreement="written")
        made.contact = ContactFactory(partner=made.partner, name="Mette Krogh")
        for case in made.in_nothing:
            add_participation(case, made.partner, by=made.guide, contact=made.contact)
        made.department = make_department(made.unit, name="Familieafdelingen")
        step = make_milestone(made.turning, due_on=ago(-90))
        give_basis(made.turning, made.department.partner, by=made.guide)
        ask(step, made.department, by=made.guide)


def _reports(made):
    """The last two months are frozen; the earlier was corrected by what became known later."""
    earlier = made.month.previous
    with clock.travel(earlier.next.first):
        ReportSnapshot.objects.take(made.unit, earlier, paper=False)
    activity_actions.set_activity(made.old, "job", by=made.colleague, on=earlier.last - timedelta(days=3))
    made.corrected = ReportSnapshot.objects.take(made.unit, earlier, correct=True, paper=False)
    made.last = ReportSnapshot.objects.take(made.unit, made.month, paper=False)


def names(*cases) -> set[str]:
    return {case.person.name for case in cases}


def tile(clicks, number: int, words: str):
    return clicks.main().locator("a.tile").filter(has_text=re.compile(rf"^\s*{number}\s*{words}"))


# The questions. Each begins on Overblik.


def how_many_over_18_are_in_nothing_and_who(clicks, told):
    clicks.go(tile(clicks, len(told.in_nothing), "Over 18 år, ikke i gang"))
    assert clicks.listed() == names(*told.in_nothing)


def what_changed_in_the_last_report_that_was_corrected(clicks, told):
    clicks.go(
        clicks.main().get_by_role(
            "link", name=f"Hvad er rettet i rapporten for {month_name(told.month.previous)}"
        )
    )
    expected = compare(
        told.corrected.earlier_revision().data, told.corrected.data, told.corrected.kind
    ).headline
    assert expected
    part = clicks.page.locator("section", has=clicks.page.locator("#h-changes"))
    for change in expected:
        row = part.get_by_role("row").filter(
            has=clicks.page.get_by_role("rowheader", name=change.what, exact=True)
        )
        cells = row.first.get_by_role("cell").all_inner_texts()
        assert cells[:2] == [change.before, change.after]


def which_partnerships_fall_if_one_person_leaves(clicks, told):
    clicks.go(clicks.part("Skrøbelige partnerskaber").get_by_role("link", name=told.partner.name))
    clicks.go(clicks.main().get_by_role("link", name=f"Hvis {told.contact.name} stopper"))
    for name in names(*told.in_nothing):
        expect(clicks.main().get_by_role("link", name=name)).to_be_visible()
    clicks.start()
    row = clicks.part("Hvem bærer mest?").get_by_role("row", name=told.guide.name)
    clicks.go(row.get_by_role("link", name="Hvis de stopper"))
    hit = clicks.page.locator("section", has=clicks.page.locator("#h-hits")).get_by_role("link")
    assert hit.all_inner_texts() == [told.partner.name]


def did_route_25_hold(clicks, told):
    clicks.go(clicks.part("Holdt forløbene?").get_by_role("link", name=told.programme.name))
    held = clicks.main().get_by_role("row", name=re.compile("^3 måneder"))
    assert held.get_by_role("cell").all_inner_texts() == ["1", "1"]
    clicks.go(held.get_by_role("link").last)
    expect(clicks.main().get_by_role("link", name=told.stayed.person.name)).to_be_visible()
    expect(clicks.main().get_by_role("link", name=told.left.person.name)).to_have_count(0)


def which_guide_carries_most_and_what_would_be_moved(clicks, told):
    loads = loads_of(told.leader, clock.today())
    most = max(loads, key=lambda load: load.weight)
    part = clicks.part("Hvem bærer mest?")
    expect(part).to_contain_text(
        f"{most.guide.name} bærer mest: {most.cases} åbne sager, vægt {most.weight}."
    )
    clicks.go(part.get_by_role("row", name=most.guide.name).get_by_role("link", name="Hvad kan flyttes"))
    for name in names(*Case.objects.filter(guide=most.guide, closed_on=None).select_related("person")):
        expect(clicks.main().get_by_text(name).first).to_be_visible()


def who_turns_18_within_half_a_year_without_an_adult_arrangement(clicks, told):
    clicks.go(tile(clicks, 1, "Fylder 18 uden en voksenside"))
    assert clicks.listed() == names(told.turning)


def which_statutory_clocks_are_missed_and_whose(clicks, told):
    clicks.go(tile(clicks, 1, "Frister overskredet"))
    assert clicks.listed() == names(told.missed)
    expect(clicks.main().get_by_role("row", name=told.missed.person.name)).to_contain_text(
        told.colleague.name
    )


def how_many_did_we_have_on_31_december_as_known_then(clicks, told):
    day = year_ends(clock.today())[0]
    there = Case.objects.filter(opened_on__lte=day).select_related("person")
    assert told.old in there
    clicks.go(clicks.main().get_by_role("link", name="En anden dag, og hvad er ændret"))
    clicks.go(clicks.main().get_by_role("link", name=f"31. december {day.year}, som kendt den dag"))
    number = clicks.main().locator("p.coverage").get_by_role("link").first
    expect(number).to_have_text(str(len(there)))
    clicks.go(number)
    assert clicks.listed() == names(*there)


def which_departments_have_not_answered(clicks, told):
    clicks.go(
        clicks.part("Spørgsmål hos afdelingerne").get_by_role("link", name=told.department.partner.name)
    )
    assert clicks.listed() == names(told.turning)
    expect(clicks.main().get_by_role("row", name=told.turning.person.name)).to_contain_text(
        told.department.partner.name
    )


def how_many_who_got_started_were_still_there_after_three_months(clicks, told):
    part = clicks.part("Holder de, der kommer i gang?")
    expect(part).to_contain_text(
        re.compile(r"Af 2, der begyndte .*, var 1 der stadig efter tre måneder \(50 %\)")
    )
    clicks.unfold(part.get_by_text("Tallene bag"))
    clicks.go(part.get_by_role("table").get_by_role("link").last)
    assert clicks.listed() == names(told.stayed)


QUESTIONS = (
    how_many_over_18_are_in_nothing_and_who,
    what_changed_in_the_last_report_that_was_corrected,
    which_partnerships_fall_if_one_person_leaves,
    did_route_25_hold,
    which_guide_carries_most_and_what_would_be_moved,
    who_turns_18_within_half_a_year_without_an_adult_arrangement,
    which_statutory_clocks_are_missed_and_whose,
    how_many_did_we_have_on_31_december_as_known_then,
    which_departments_have_not_answered,
    how_many_who_got_started_were_still_there_after_three_months,
)


def test_ten_questions_of_a_leader_are_answered_within_three_clicks(
    page, live_server, sign_in, told, complaints
):
    sign_in(told.leader)
    clicks = Clicks(page, live_server)
    for question in QUESTIONS:
        clicks.start()
        question(clicks, told)
    assert not complaints


def test_a_fourth_click_fails(page, live_server, sign_in, leader):
    sign_in(leader)
    clicks = Clicks(page, live_server)
    for _click in range(MOST_CLICKS):
        clicks.count()
    with pytest.raises(AssertionError, match="more than 3 clicks"):
        clicks.count()
