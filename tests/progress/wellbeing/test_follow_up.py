"""Every low answer has a named human's follow-up, which nothing loses: it ends when somebody writes what was done."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.models import AuditEvent
from cases.closing.actions import close, reopen
from cases.guides.actions import assign, end_cover, release
from cases.models import Case
from core import clock
from core.constraints import Taken
from progress.measures.actions import strike_measure
from progress.models import WellbeingAnswer, WellbeingFollowUp
from progress.wellbeing.actions import decline_wellbeing, follow_up, record_wellbeing
from progress.wellbeing.told import told_of
from tests.helpers.daily import tries
from tests.helpers.factories import UserFactory, make_case

pytestmark = pytest.mark.django_db

LOW, GOOD = [2, 2, 2, 3, 3], [3, 3, 3, 2, 2]  # 48 and 52


def test_a_low_answer_makes_its_follow_up_in_the_same_breath(case, guide):
    row = record_wellbeing(case, LOW, by=guide, present="Far")
    assert (row.score, row.voice, row.answered_as, row.form) == (48, "youth", "self_told", "da-1998")
    wait = row.follow_up
    assert wait.waits and wait.case_id == case.pk and wait.asked_on == clock.today()
    assert wait.owner(clock.today()) == guide
    actions = set(AuditEvent.objects.filter(case_id=case.pk).values_list("action", flat=True))
    assert {"wellbeing.answered", "wellbeing.follow_up_asked"} <= actions
    assert "48" not in str([event.changes for event in AuditEvent.objects.filter(case_id=case.pk)])


def test_one_that_is_not_low_has_none_and_one_declined_neither(case, guide):
    assert record_wellbeing(case, GOOD, by=guide).follow_up is None
    earlier = clock.today() - timedelta(days=1)
    row = decline_wellbeing(case, by=guide, on=earlier)
    assert row.declined and row.score is None and row.items == [None] * 5 and row.follow_up is None
    assert not WellbeingFollowUp.objects.exists()


def test_the_database_has_no_low_answer_without_a_follow_up(case, guide):
    said = {"case": case, "by": guide, "voice": "youth", "answered_as": "self_told", "form": "da-1998"}
    low = {f"item_{n}": value for n, value in enumerate(LOW, start=1)}
    for wrong in (
        {**low, "score": 48},
        {**low, "score": 52},  # not what the answers come to
        {**low, "item_3": None, "score": 40},
        {**low, "item_3": 6, "score": 64},
        {"declined": True, "score": 0},
        {"score": 100},
        {"declined": False},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            WellbeingAnswer.objects.create(**said, **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        wait = WellbeingFollowUp.objects.create(case=case, asked_on=clock.today(), follow_up_by=clock.today())
        WellbeingAnswer.objects.create(
            **said | {"voice": "guide", "answered_as": "guide"}, **low, score=48, follow_up=wait
        )


def test_a_follow_up_cannot_be_removed_while_its_answer_stands(case, guide):
    row = record_wellbeing(case, LOW, by=guide)
    with pytest.raises(models.ProtectedError):
        row.follow_up.delete()


def test_it_ends_by_words_of_what_was_done_and_once(case, guide, leader):
    wait = record_wellbeing(case, LOW, by=guide).follow_up
    for how, words in (("called", "  "), ("", "Vi talte"), ("somehow", "Vi talte")):
        with pytest.raises(ValidationError):
            follow_up(wait, by=guide, how=how, words=words)
    wait.refresh_from_db()
    assert wait.waits
    for half in ({"how": "called"}, {"done_at": clock.now()}, {"words": "Vi talte"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            WellbeingFollowUp.objects.filter(pk=wait.pk).update(**half)
    follow_up(wait, by=leader, how="called", words="Vi talte i telefon. Ses i morgen.")
    wait.refresh_from_db()
    assert not wait.waits and wait.done_by == leader
    with pytest.raises(Taken):
        follow_up(wait, by=guide, how="met", words="Igen")
    assert AuditEvent.objects.filter(action="wellbeing.followed_up", case_id=case.pk).count() == 1


@pytest.mark.parametrize(
    ("asked", "by"),
    [
        (date(2026, 11, 26), date(2026, 11, 27)),  # Thursday
        (date(2026, 11, 27), date(2026, 11, 30)),  # Friday
        (date(2026, 11, 28), date(2026, 11, 30)),  # Saturday
        (date(2026, 4, 1), date(2026, 4, 7)),  # before Easter
        (date(2024, 2, 28), date(2024, 2, 29)),
    ],
)
def test_the_leader_is_told_from_the_next_working_day(guide, asked, by):
    with clock.travel(clock.at(asked, 10)):
        case = make_case(guide, on=asked)
        wait = record_wellbeing(case, LOW, by=guide).follow_up
    assert wait.follow_up_by == by
    for day, late in ((by - timedelta(days=1), False), (by, True)):
        assert wait.is_late(day) == late
        assert WellbeingFollowUp.objects.late(day).filter(pk=wait.pk).exists() == late


def test_an_answer_of_yesterday_is_followed_up_from_today(case, guide):
    wait = record_wellbeing(case, LOW, by=guide, on=clock.today() - timedelta(days=5)).follow_up
    assert wait.asked_on == clock.today()


def test_the_young_person_is_told_who_calls_by_when_and_where_there_is_help(case, guide):
    told = told_of(record_wellbeing(case, LOW, by=guide))
    assert told.is_low and told.who == guide.name and told.by and len(told.lines) == 3
    earlier = clock.today() - timedelta(days=1)
    told = told_of(record_wellbeing(case, GOOD, by=guide, on=earlier))
    assert not told.is_low and not told.who and len(told.lines) == 3


def test_who_is_of_age_is_not_sent_to_the_line_for_those_under_18(guide):
    today = clock.today()
    grown = make_case(guide, birth_date=today.replace(year=today.year - 24, day=1))
    lines = told_of(record_wellbeing(grown, LOW, by=guide)).lines
    assert [line.name for line in lines] == ["112", "Livslinien"]


@pytest.mark.parametrize(("birthday_in", "refused"), [(0, False), (1, True)])
def test_from_nine_years(guide, birthday_in, refused):
    today = clock.today()
    born = (today + timedelta(days=birthday_in)).replace(year=today.year - 9)
    case = make_case(guide, birth_date=born)
    if refused:
        with pytest.raises(ValidationError):
            record_wellbeing(case, GOOD, by=guide)
    else:
        record_wellbeing(case, GOOD, by=guide)


ACTS = (
    "reassign", "release", "cover", "uncover", "close", "reopen", "leave", "back", "strike", "answer", "follow",
)  # fmt: skip


@given(st.lists(st.sampled_from(ACTS), min_size=1, max_size=10))
@settings(
    max_examples=tries(40),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_happens_to_the_case_somebody_has_it(unit, leader, acts):
    with transaction.atomic():
        people = [UserFactory(unit=unit, role="guide") for _n in range(3)]
        case = make_case(people[0], by=leader)
        day = clock.today() - timedelta(days=len(acts) + 2)
        record_wellbeing(case, LOW, by=people[0], on=day)
        done = set()
        for number, act in enumerate(acts):
            try:
                with transaction.atomic():
                    _do(
                        act,
                        Case.objects.get(pk=case.pk),
                        people,
                        leader,
                        day + timedelta(days=number + 1),
                        done,
                    )
            except (ValidationError, IntegrityError):
                continue
        for answer in WellbeingAnswer.objects.filter(case=case, score__lt=52):
            wait = answer.follow_up
            assert wait.waits == (wait.pk not in done)
            owner = wait.owner(clock.today())
            assert owner is not None and owner.may_carry
            acting = Case.objects.get(pk=case.pk).acting_guide(clock.today())
            assert owner == (acting or leader)
        transaction.set_rollback(True)


def _do(act, case, people, leader, on, done):
    if act == "reassign":
        assign(case, people[on.day % 3], by=leader)
    elif act == "release":
        release(case, by=leader, reason="Stoppet")
    elif act == "cover":
        Case.objects.filter(pk=case.pk).update(
            cover=people[1], cover_from=clock.today(), cover_until=clock.today() + timedelta(days=3)
        )
    elif act == "uncover":
        end_cover(case, by=leader)
    elif act == "close":
        close(case, by=leader, reason="destination")
    elif act == "reopen":
        reopen(case, by=leader)
    elif act in ("leave", "back"):
        type(leader).objects.filter(pk=people[0].pk).update(is_active=act == "back")
    elif act == "strike":
        strike_measure(WellbeingAnswer.objects.filter(case=case).first(), by=leader, because="Forkert")
    elif act == "answer":
        record_wellbeing(case, LOW, by=leader, on=on)
    elif act == "follow":
        wait = WellbeingFollowUp.objects.waiting().filter(case=case).first()
        if wait:
            follow_up(wait, by=leader, how="met", words="Vi talte")
            done.add(wait.pk)
