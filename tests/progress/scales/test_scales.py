"""Scales in two voices: never merged, declined is no nought, and words of the day they were asked."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from audit.models import AuditEvent
from core import clock
from progress.models import LifeArea, ScaleAnswer, ScaleRound
from progress.scales.actions import Said, decline_scales, record_scales
from progress.scales.reading import last_of_each_area, of_voice, rounds_of
from progress.scales.steps import STEPS, VERSION, meaning
from tests.helpers.factories import UserFactory

pytestmark = pytest.mark.django_db


def answer(case, voice="youth", on=None, by=None, **numbers):
    said = {code: Said(now) for code, now in numbers.items()}
    return record_scales(case, said, by=by or case.guide, voice=voice, on=on)


def test_an_answer_is_kept_with_voice_words_version_and_who_was_there(case, guide):
    row = record_scales(
        case,
        {"skole": Said(4, 7, "Der er larm"), "hjem": Said(None)},
        by=guide,
        voice="youth",
        occasion="meeting",
        where="home",
        present="Mor",
    )
    assert (row.voice, row.answered_as, row.present, row.occasion) == ("youth", "self_told", "Mor", "meeting")
    assert "Mor" in row.with_whom and guide.name in row.with_whom
    school, home = (row.answers.get(code=code) for code in ("skole", "hjem"))
    assert (school.now, school.wished, school.because, school.form) == (4, 7, "Der er larm", VERSION)
    assert home.declined and home.now is None and home.wished is None
    event = AuditEvent.objects.get(action="scales.answered")
    assert event.case_id == case.pk and "larm" not in str(event.changes) and "4" not in str(event.changes)


def test_the_young_persons_own_user_answers_as_themselves_and_never_as_the_guide(case, unit):
    # Any user who cannot carry cases stands for the young person's own.
    own = UserFactory(unit=unit, role="partner")
    row = record_scales(case, {"skole": Said(4)}, by=own, voice="youth", where="screen", present="Mor")
    assert (row.answered_as, row.present, row.by) == ("self", "", own)
    with pytest.raises(ValidationError):
        record_scales(case, {"skole": Said(4)}, by=own, voice="guide")


def test_two_voices_on_one_day_are_two_series(case):
    answer(case, "youth", skole=3)
    answer(case, "guide", skole=8)
    rounds = rounds_of(case)
    series = {
        voice: [a.now for row in of_voice(rounds, voice) for a in row.answers.all()]
        for voice in ("youth", "guide")
    }
    assert series == {"youth": [3], "guide": [8]}
    assert last_of_each_area(case, "youth")["skole"].now == 3
    assert last_of_each_area(case, "guide")["skole"].now == 8


@pytest.mark.parametrize(
    ("voice", "answered_as"), [("youth", "guide"), ("guide", "self"), ("guide", "self_told")]
)
def test_the_database_knows_whose_answer_it_is(case, guide, voice, answered_as):
    with pytest.raises(IntegrityError), transaction.atomic():
        ScaleRound.objects.create(case=case, voice=voice, answered_as=answered_as, by=guide)


def test_of_what_the_guide_judges_nobody_was_there(case, guide):
    with pytest.raises(IntegrityError), transaction.atomic():
        ScaleRound.objects.create(case=case, voice="guide", answered_as="guide", present="Mor", by=guide)


@pytest.mark.parametrize(
    "values",
    [
        {"now": 0},
        {"now": 11},
        {"now": 5, "wished": 0},
        {"now": 5, "wished": 11},
        {"now": None},
        {"now": 5, "declined": True},
        {"now": None, "wished": 5, "declined": True},
    ],
)
def test_the_database_keeps_the_scale(case, guide, values):
    row = answer(case, hjem=5)
    area = LifeArea.objects.get(code="skole")
    with pytest.raises(IntegrityError), transaction.atomic():
        ScaleAnswer.objects.create(round=row, area=area, code="skole", form=VERSION, **values)


def test_an_area_is_answered_once_in_a_round(case):
    row = answer(case, skole=5)
    area = LifeArea.objects.get(code="skole")
    with pytest.raises(IntegrityError), transaction.atomic():
        ScaleAnswer.objects.create(round=row, area=area, code="skole", form=VERSION, now=6)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"ukendt": Said(5)},
        {"skole": Said(0)},
        {"skole": Said(11)},
        {"skole": Said(5, 0)},
        {"skole": Said(None, 5)},
    ],
)
def test_what_is_no_answer_is_refused(case, guide, said):
    with pytest.raises(ValidationError):
        record_scales(case, said, by=guide, voice="youth")
    assert not ScaleRound.objects.exists()


def test_who_would_not_answer_is_written_down_as_such(case, guide):
    row = decline_scales(case, by=guide, voice="youth", occasion="talk")
    assert row.declined and not row.answers.exists()
    assert AuditEvent.objects.filter(action="scales.declined", case_id=case.pk).exists()


@pytest.mark.parametrize("days", [1, -61])
def test_not_outside_the_life_of_the_case(case, days):
    with pytest.raises(ValidationError):
        answer(case, on=clock.today() + timedelta(days=days), skole=5)


def test_not_on_a_closed_case(case, leader):
    from plans.closing.actions import close_case

    close_case(case, by=leader, reason="destination")
    with pytest.raises(ValidationError):
        answer(case, by=leader, skole=5)


def test_later_words_never_change_old_answers(case):
    old = LifeArea.objects.get(code="skole")
    before = answer(case, on=clock.today() - timedelta(days=10), skole=5).answers.get()
    new = LifeArea.objects.create(
        code="skole", valid_from=clock.today(), name_da="Skolen", name_en="School", youth_da="Nyt?",
        youth_en="New?", position=10,
    )  # fmt: skip
    after = answer(case, skole=6).answers.get()
    before.refresh_from_db()
    assert (before.area, after.area) == (old, new) and before.code == after.code
    assert old in LifeArea.objects.in_force(clock.today() - timedelta(days=1))
    assert [area for area in LifeArea.objects.in_force(clock.today()) if area.code == "skole"] == [new]


def test_every_number_has_a_meaning_and_more_is_better_everywhere():
    for version, steps in STEPS.items():
        assert [n for low, high, _words in steps for n in range(low, high + 1)] == list(range(1, 11))
        assert all(meaning(n, version) for n in range(1, 11))
        assert meaning(1, version) != meaning(10, version)
    assert VERSION in STEPS
