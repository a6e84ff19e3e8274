"""Efforts that came with a case: with the milestones they serve, and nothing that our own table would refuse."""

import copy
from datetime import timedelta

import pytest

from cases.models import Case
from core import clock
from exchange.bundle import content
from exchange.receiving.checks import _check_plan as check_plan
from exchange.receiving.rows import effort_of
from plans.efforts.actions import end_effort
from plans.models import EffortKind
from tests.helpers import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def told(guide, unit):
    """The plan of a case as a bundle tells it: an effort of a partner's that has ended, and serves a milestone."""
    case = factories.make_case(guide)
    step = factories.make_milestone(case)
    contact = factories.ContactFactory(partner__unit=unit, partner__name="Autohjørnet", name="Ole Olsen")
    effort = factories.make_effort(case, responsible="partner", contact=contact, milestones=[step])
    end_effort(effort, by=guide, expected_version=1, ended_on=clock.today(), contribution="helped")
    return content.gather(Case.objects.select_related("person", "unit").get(pk=case.pk))["plan"]


def test_it_is_told_whole(told):
    (effort,) = told["efforts"]
    assert effort["milestones"] == [0] and effort["contribution"] == "helped"
    assert [event["kind"] for event in effort["events"]] == ["added", "ended"]
    assert effort["carrier"] == "Ole Olsen, Autohjørnet"
    check_plan(told)


def test_a_bundle_from_before_there_were_efforts_is_read(told):
    del told["efforts"]
    check_plan(told)


def test_the_guide_takes_it_over_and_an_unknown_kind_is_other(told):
    row = told["efforts"][0] | {"kind": "deres-egen", "law": "deres-lov"}
    effort = effort_of(row, None)
    assert (effort.responsible, effort.contact) == ("guide", None)
    assert "Ole Olsen" in effort.name
    assert (effort.kind, effort.law) == (EffortKind.objects.get(code="other"), None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"milestones": [1]},
        {"milestones": [-1]},
        {"milestones": ["0"]},
        {"contribution": ""},
        {"contribution": "meget"},
        {"ended_on": None},
        {"approach": 6},
        {"hours_per_week": 0},
        {"from_on": None},
        {"until_on": (clock.today() - timedelta(days=900)).isoformat()},
        {"ended_on": (clock.today() - timedelta(days=900)).isoformat()},
        {"name": None},
        {"topics": ["hemmeligt"]},
        {"events": [{"kind": "x", "on": None, "contribution": "", "reason": "", "by": ""}]},
    ],
)
def test_what_our_own_table_would_refuse_is_refused(told, wrong):
    changed = copy.deepcopy(told)
    changed["efforts"][0] |= wrong
    with pytest.raises(Exception):  # noqa: B017 – Python's and Django's own, as `check_content` says
        check_plan(changed)
