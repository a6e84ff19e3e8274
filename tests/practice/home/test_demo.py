"""The demo unit's rhythm and sparring are those of a unit that has met for two years."""

from datetime import date, timedelta

import pytest

from accounts.models import Role
from cases.models import AccessGrant
from core import clock
from practice import demo
from practice.models import SparringMark, SparringMeeting, TeamMeeting
from practice.rhythm.reading import coming
from practice.sparring.reading import agenda_of, turns
from practice.team.agenda import SOURCES, proposed_agenda
from tests.helpers import factories

pytestmark = pytest.mark.django_db


def test_two_years_of_meetings_and_five_cases_for_the_next(unit, leader):
    today = date(2026, 11, 28)
    guides = [factories.UserFactory(unit=unit, role=Role.GUIDE) for _n in range(4)]
    with clock.travel(today):
        for number in range(28):
            factories.make_case(guides[number % 4], on=today - timedelta(days=200))
        demo.load(unit, [leader, *guides])
        held = TeamMeeting.objects.filter(rhythm__unit=unit)
        assert held.filter(rhythm__kind="team").count() > 90
        assert held.filter(rhythm__kind="sparring").count() == SparringMeeting.objects.count() > 90
        assert held.filter(rhythm__kind="theme").count() == 4
        assert not SparringMeeting.objects.filter(ended_at=None).exists()
        assert not AccessGrant.objects.filter(expires_at__gt=clock.now()).exists()
        marked = agenda_of(leader, today)
        assert len(marked) == 5
        assert any("der er intet sket" in why for item in marked for why in item.why)
        team = next(one for one in coming(unit, today) if one.rhythm.kind == "team")
        headings = [str(title) for title, _items in proposed_agenda(leader, team, today)]
        assert len(headings) == len(SOURCES), headings
        assert all(turn.number for turn in turns(unit, today))
        assert SparringMark.objects.exclude(settled_at=None).count() > 15
        assert coming(unit, today)[0].on == date(2026, 11, 30)
