"""Programmes and partnerships, frozen with the unit's quarter: what their pages count, and nobody named."""

import datetime as dt

import pytest
from django.utils.translation import override

from cases.models import Participation
from cases.network.actions import add_participation, end_participation
from core import clock
from partners.anchoring.actions import record_joint_meeting
from partners.anchoring.models import Partnership
from plans.milestones.actions import move_milestone
from plans.models import MilestoneStatus
from reports.anchoring.frozen import partnership_figures, partnership_tables
from reports.anchoring.reading import partnerships
from reports.anchoring.rules import Risk
from reports.models import ReportSnapshot
from reports.periods.rules import Quarter
from reports.programmes.figures import figures_of
from reports.programmes.frozen import programme_figures
from reports.snapshots import pdf
from tests.helpers import factories
from tests.helpers.papers import errors_in
from tests.helpers.programmes import join, make_programme

THIRD = Quarter(2026, 3)
take = ReportSnapshot.objects.take


@pytest.fixture
def programme(leader, guide, caseload):
    made = make_programme(leader, days_ago=140, lasts=300)
    join(made, caseload["busy"], guide, begins=60)
    join(made, caseload["idle"], guide, begins=110)  # after the quarter
    return made


@pytest.fixture
def partner(unit, guide, leader, caseload):
    made = factories.PartnerFactory(unit=unit, name="Værkstedet", agreement="written")
    for name, day in (("busy", "2026-08-10"), ("idle", "2026-09-20"), ("adult_idle", "2026-10-10")):
        with clock.travel(dt.date.fromisoformat(day)):
            add_participation(caseload[name], made, by=guide)
    for day, there in (
        (dt.date(2026, 9, 30), True),
        (dt.date(2026, 7, 1), False),
        (dt.date(2026, 10, 1), True),
    ):
        record_joint_meeting(made, by=leader, held_on=day, about="Samarbejdet", our_leader=there)
    return made


def of(kind, subject):
    return ReportSnapshot.objects.get(kind=kind, subject_id=str(subject.pk), span="quarter")


def test_a_programme_is_frozen_as_it_stood_on_the_last_day(unit, leader, programme, caseload):
    take(unit, THIRD, paper=False)
    report = of("programme", programme)
    assert report.subject_name == programme.name and report.is_intact
    figures = figures_of(programme, leader, THIRD.last)
    for key, value in report.data["numbers"].items():
        assert value == figures.count(key), key
    assert report.data["numbers"]["took_part"] == 1
    assert figures_of(programme, leader, clock.today()).count("took_part") == 2
    frozen = report.figures
    assert not any(case.person.first_name in frozen for case in caseload.values())


def test_a_programmes_report_says_when_it_was_counted(unit, programme):
    """The unit's rests on what its last month's report knew; a programme is counted by all that is known when taken."""
    known = clock.now() - dt.timedelta(days=20)
    whole = ReportSnapshot.objects.take(unit, THIRD, known=known, paper=False)
    assert whole.known_on == known
    report = of("programme", programme)
    assert clock.now() - report.known_on < dt.timedelta(minutes=1) and report.is_intact


def test_a_programme_is_reported_until_nothing_of_it_can_change(unit, leader, programme):
    def told(period):
        return str(programme.pk) in programme_figures(unit, period)

    assert not told(Quarter.of(programme.from_on).previous)
    assert told(Quarter.of(programme.from_on))
    last = Quarter.of(programme.until_on).plus(8)
    assert told(last.previous) and not told(last.plus(1))


def test_a_partnership_counts_who_had_a_part_and_the_meetings_of_the_quarter(unit, partner):
    take(unit, THIRD, paper=False)
    report = of("partnership", partner)
    assert report.data["numbers"] == {"young": 2, "came": 2, "went": 0, "meetings": 2, "leader_there": 1}
    later = partnership_figures(unit, THIRD.next, clock.now())[str(partner.pk)][1]["numbers"]
    assert later == {"young": 3, "came": 1, "went": 0, "meetings": 1, "leader_there": 1}
    early = partnership_figures(unit, THIRD, clock.at(dt.date(2026, 9, 1)))[str(partner.pk)][1]["numbers"]
    assert early["young"] == 1, "what was not written down yet is not told"


@pytest.fixture
def then(unit, guide, leader, caseload):
    """A partner with one live case since 10 July, of whom nobody heard until after the quarter; nor was it agreed."""
    made = factories.PartnerFactory(unit=unit, name="Skolen", agreement="written")
    contact = factories.ContactFactory(partner=made)
    with clock.travel(dt.date(2026, 7, 10)):
        add_participation(caseload["busy"], made, by=guide, contact=contact)
    Partnership.objects.create(partner=made, signed_on=dt.date(2026, 10, 9))
    with clock.travel(dt.date(2026, 10, 9)):
        record_joint_meeting(made, by=leader, held_on=clock.today(), about="Aftale", our_leader=True)
    return made


def test_the_signs_are_those_of_the_last_day(unit, then, leader, guide, caseload):
    def signs(known=None):
        found = partnership_figures(unit, THIRD, known or clock.now())[str(then.pk)][1]
        return found["reasons"], found["numbers"]["meetings"]

    assert {one.risk for one in partnerships(unit, clock.today(), only=then.pk)[0].reasons} <= {"silent"}
    assert signs() == (["no_agreement", "silent"], 0)
    # What went on after the quarter changes nothing of it: the partner's part has ended.
    with clock.travel(dt.date(2026, 10, 20)):
        end_participation(Participation.objects.get(partner=then), by=guide)
    assert signs() == (["no_agreement", "silent"], 0)
    # What was written down late is told from then on, and not before.
    with clock.travel(dt.date(2026, 11, 10)):
        record_joint_meeting(then, by=leader, held_on=dt.date(2026, 9, 29), about="Glemt", our_leader=True)
    assert signs(clock.at(dt.date(2026, 11, 1))) == (["no_agreement", "silent"], 0)
    assert signs(clock.at(dt.date(2026, 11, 11))) == (["no_agreement"], 1)


def test_each_sign_is_told_whether_it_was_there_or_not(as_leader, unit, then, partner):
    take(unit, THIRD, paper=False)
    told = {}
    for one in (then, partner):
        report = of("partnership", one)
        with override("da"):
            signs = next(table for table in partnership_tables(report.data) if table.key == "signs")
        told[one.name] = [str(row[0]) for row in signs.rows if str(row[1]) == "ja"]
        assert {str(row[1]) for row in signs.rows} <= {"ja", "nej"} and len(signs.rows) == len(Risk)
        assert "på periodens sidste dag" in as_leader.get(report.get_absolute_url()).content.decode()
    assert told == {"Skolen": ["Ingen aftale", "Stille"], "Værkstedet": []}


def test_who_carried_cases_on_the_last_day_is_who_is_told(unit, leader, guide, then, caseload):
    """Two cases through one person in September; the promise was kept in October."""
    contact = then.contacts.get()
    with clock.travel(dt.date(2026, 8, 1)):
        promise = factories.make_milestone(
            caseload["idle"], responsible="partner", contact=contact, due_on=dt.date(2026, 12, 1)
        )
    with clock.travel(dt.date(2026, 10, 2)):
        move_milestone(promise, MilestoneStatus.REACHED, by=guide)
        for part in Participation.objects.filter(partner=then, case=caseload["idle"]):
            end_participation(part, by=guide)
    today = partnerships(unit, clock.today(), only=then.pk)[0].known
    known = partnerships(unit, THIRD.last, only=then.pk, known=clock.now())[0].known
    assert [len(one.carriers[0].cases) for one in (today, known)] == [1, 2]
    assert "one_person" in partnership_figures(unit, THIRD, clock.now())[str(then.pk)][1]["reasons"]


def test_the_leader_finds_them_beside_the_units_quarter(as_leader, as_guide, unit, programme, partner):
    whole = take(unit, THIRD, paper=False)
    page = as_leader.get(whole.get_absolute_url()).content.decode()
    for kind, subject, words in (
        ("programme", programme, "Deltog"), ("partnership", partner, "Møder om samarbejdet"),
    ):  # fmt: skip
        report = of(kind, subject)
        assert report.get_absolute_url() in page
        read = as_leader.get(report.get_absolute_url())
        assert read.status_code == 200 and words in read.content.decode()
        for fmt in ("xlsx", "ods", "csv"):
            assert as_leader.get(f"{report.get_absolute_url()}hent/{fmt}/").status_code == 200
        assert as_guide.get(report.get_absolute_url()).status_code == 404
        assert as_leader.get(f"/rapporter/sammenlign/?fra={report.pk}&til={report.pk}").status_code == 404
        assert as_leader.get(f"/overblik/tal/running/?rapport={report.pk}").status_code == 404
    listed = as_leader.get("/rapporter/?om=forloeb").context["page"]
    assert [row.kind for row in listed] == ["programme"]
    assert {row.kind for row in as_leader.get("/rapporter/?om=partnerskaber").context["page"]} == {
        "partnership"
    }
    assert {row.kind for row in as_leader.get("/rapporter/").context["page"]} == {"unit"}


@pytest.mark.paper
def test_their_paper_is_tagged(as_leader, unit, programme, partner):
    take(unit, THIRD, paper=False)
    for report in (of("programme", programme), of("partnership", partner)):
        assert errors_in(pdf.render(report)) == []


def test_a_correction_makes_revisions_of_what_differs(unit, leader, guide, programme, partner, caseload):
    take(unit, THIRD, paper=False)
    with clock.travel(dt.date(2026, 11, 25)):
        record_joint_meeting(partner, by=leader, held_on=dt.date(2026, 8, 8), about="Glemt", our_leader=True)
        take(unit, THIRD, by=leader, correct=True, paper=False)
    revised = ReportSnapshot.objects.filter(revision=2)
    assert [row.kind for row in revised] == ["partnership"]
    assert revised.get().data["numbers"]["meetings"] == 3
