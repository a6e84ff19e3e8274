"""Levels: forward and back, held, and never a mean."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core import clock
from progress.levels.actions import set_level
from progress.models import Level, LevelSet

pytestmark = pytest.mark.django_db


def test_five_levels_in_their_order_and_the_unsure_one_says_so():
    rows = Level.objects.in_force(clock.today())
    assert [row.code for row in rows] == [
        "kontaktparat", "vejledningsparat", "aktivitetsparat", "uddannelsesparat", "erhvervsparat",
    ]  # fmt: skip
    assert "ikke bekræftet" in rows[2].source and all(row.youth for row in rows)


def test_the_way_goes_forward_and_back_and_to_hold_it_is_written_down_too(case, guide):
    levels = Level.objects.in_force(clock.today())
    for days, place in ((30, 0), (20, 3), (10, 3), (0, 1)):
        set_level(case, levels[place], "Set", by=guide, on=clock.today() - timedelta(days=days))
    rows = LevelSet.objects.filter(case=case).order_by("measured_on")
    assert [row.level for row in rows] == [levels[0], levels[3], levels[3], levels[1]]
    assert all((row.voice, row.answered_as, row.by) == ("guide", "guide", guide) for row in rows)


def test_words_are_needed_in_the_action_and_in_the_database(case, guide):
    level = Level.objects.first()
    with pytest.raises(ValidationError):
        set_level(case, level, "  ", by=guide)
    with pytest.raises(IntegrityError), transaction.atomic():
        LevelSet.objects.create(
            case=case, level=level, words="", voice="guide", answered_as="guide", by=guide
        )


def test_a_level_out_of_use_is_not_chosen(case, guide):
    level = Level.objects.first()
    Level.objects.filter(pk=level.pk).update(is_active=False)
    level.refresh_from_db()
    with pytest.raises(ValidationError):
        set_level(case, level, "Set", by=guide)
