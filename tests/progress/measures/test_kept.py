"""What was answered is never changed, not by the database either; what was wrong is struck out and stays."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from audit.models import AuditEvent
from core import clock
from core.constraints import Taken
from progress.levels.actions import set_level
from progress.measures.actions import strike_measure
from progress.models import Level, LevelSet, ScaleAnswer, ScaleRound, WellbeingAnswer
from progress.scales.actions import Said, record_scales
from progress.wellbeing.actions import record_wellbeing

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(case, guide):
    """A measure of each kind."""
    return [
        record_scales(case, {"skole": Said(4, 7)}, by=guide, voice="youth", present="Mor"),
        record_wellbeing(case, [1, 1, 1, 1, 1], by=guide),
        set_level(case, Level.objects.first(), "Kommer hver gang", by=guide),
    ]


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (ScaleAnswer, {"now": 9}),
        (ScaleAnswer, {"because": "andet"}),
        (ScaleRound, {"voice": "guide", "answered_as": "guide", "present": ""}),
        (ScaleRound, {"measured_on": clock.today().replace(day=1).replace(year=2020)}),
        (ScaleRound, {"declined": True}),
        (WellbeingAnswer, {"item_1": 5, "score": 36}),
        (WellbeingAnswer, {"follow_up": None, "score": 100}),
        (LevelSet, {"words": "andet"}),
        (LevelSet, {"level": 2}),
    ],
)
def test_the_database_refuses_to_change_what_was_answered(rows, model, values):
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(**values)


def test_what_was_wrong_is_struck_out_with_a_reason_once_and_stays(rows, guide):
    for row in rows:
        with pytest.raises(ValidationError):
            strike_measure(row, by=guide, because=" ")
        strike_measure(row, by=guide, because="Var den forkerte")
        with pytest.raises(Taken):
            strike_measure(row, by=guide, because="Igen")
        row.refresh_from_db()
        assert row.is_struck and row.struck_by == guide
        assert type(row).objects.count() == 1 and not type(row).objects.standing().exists()
    assert AuditEvent.objects.filter(action="measure.struck", case_id=rows[0].case_id).count() == 3


def test_a_struck_day_may_be_answered_again_and_a_standing_one_may_not(case, guide, rows):
    with pytest.raises(Taken):
        record_scales(case, {"skole": Said(5)}, by=guide, voice="youth")
    strike_measure(rows[0], by=guide, because="Forkert dag")
    record_scales(case, {"skole": Said(5)}, by=guide, voice="youth")


def test_what_was_struck_out_asks_for_a_follow_up_all_the_same(rows, guide):
    strike_measure(rows[1], by=guide, because="Var en anden")
    assert rows[1].follow_up.waits
