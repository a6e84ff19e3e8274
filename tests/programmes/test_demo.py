"""The demo's Rute 25 has exactly the figures of the real one, through the real actions."""

from datetime import timedelta

import pytest

from accounts.models import Role
from cases.models import Case
from core import clock
from plans.closing.actions import close_case
from plans.models import Destination
from plans.plan.actions import record_outcome
from programmes import demo
from programmes.members.choices import Step
from programmes.models import Programme, Stay
from reports.programmes.figures import figures_of
from tests.helpers.factories import UserFactory, make_case

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def ago(days):
    return clock.today() - timedelta(days=days)


def tell(guide, leader, many, *, reached=(), closed=0):
    """Young people of two years ago; ``reached`` are codes of destinations that the first of them reached."""
    for number in range(many):
        case = make_case(guide, on=ago(700 + number), birth_date=ago(17 * 366 + number))
        if number < len(reached):
            destination = Destination.objects.get(code=reached[number])
            record_outcome(case, destination, by=guide, started_on=ago(200 + 7 * number))
        if number < closed:
            close_case(case, by=leader, reason="destination", on=ago(20))


@pytest.mark.parametrize("reached", [["eud", "ordinary_job"] * 12, ["stu", "eud", "fgu"]])
def test_rute_25_is_as_it_was(unit, guide, leader, reached):
    """Whether enough of the demo's young people have reached something, or not."""
    guides = [guide, UserFactory(unit=unit, role=Role.GUIDE)]
    tell(guide, leader, 84, reached=reached, closed=10)
    demo.load(unit, leader, guides)
    programme = Programme.objects.get(name="Rute 25")
    figures = figures_of(programme, leader, clock.today())
    assert figures.count("target_group") == 74
    assert figures.count("took_part") == 42
    assert figures.count("not_begun") == 32
    assert {aim: [row.number for row in rows] for aim, rows in figures.targets.items()} == {
        "education": [8],
        "employment": [7],
    }
    assert figures.count("aim:education") == 14
    assert figures.count("aim:employment") == 8
    assert figures.count("result") == 22
    assert figures.count("now") == 0 and figures.count("left") == 42
    assert programme.staff.current().filter(part="job").count() == 3
    assert programme.staff.current().filter(part="company").count() == 2
    assert set(Stay.objects.values_list("step", flat=True)) >= {Step.BEGAN, Step.SIGNED_OUT, Step.EXTENDED}
    for stay in Stay.objects.select_related("member__case"):
        assert clock.local_date(stay.recorded_at) <= clock.today()
        assert stay.from_on >= stay.member.case.opened_on
    running = Programme.objects.get(name="Springbrættet")
    assert [row.number for row in running.targets.all()] == [9, 6]


def test_a_small_demo_has_a_small_programme(unit, guide, leader):
    tell(guide, leader, 3)
    demo.load(unit, leader, [guide])
    figures = figures_of(Programme.objects.get(name="Rute 25"), leader, clock.today())
    assert figures.count("target_group") == Case.objects.count() == figures.count("took_part") == 3
