"""Min dag: a low wellbeing stands with whoever has the case until a call is written down, and scales come back."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.closing.actions import close, reopen
from cases.guides.actions import assign, end_cover, release
from cases.models import Assignment, Case
from core import clock
from progress.models import WellbeingFollowUp
from progress.scales.actions import Said, decline_scales, record_scales
from progress.wellbeing.actions import follow_up, record_wellbeing
from tests.helpers.daily import tries
from tests.helpers.factories import UserFactory, make_case
from workspace.day import day
from workspace.day.day import is_of

pytestmark = pytest.mark.django_db

LOW = [1, 2, 1, 2, 1]
KINDS = ("wellbeing", "wellbeing-late")


def lines(user, today=None, kinds=KINDS):
    """The lines that are the user's own to do."""
    groups = day.day_of(user, today or clock.today()).groups
    return [task for group in groups for task in group.tasks if task.kind in kinds]


def test_it_stands_with_the_guide_at_once_and_cannot_be_put_off(client, case, guide, leader):
    wait = record_wellbeing(case, LOW, by=guide).follow_up
    (task,) = lines(guide)
    assert (task.due, task.kind, task.can_wait) == (clock.today(), "wellbeing", False)
    assert not lines(leader)
    url = reverse("progress:wellbeing_follow_up", args=[case.pk, wait.pk])
    client.force_login(guide)
    assert url in client.get(reverse("workspace:my_day")).content.decode()
    follow_up(wait, by=guide, how="met", words="Vi gik en tur")
    assert not lines(guide)


def test_the_leader_has_it_too_from_the_next_working_day(guide, leader):
    with clock.travel(clock.at(date(2026, 11, 27), 14)):  # Friday
        case = make_case(guide, on=clock.today())
        wait = record_wellbeing(case, LOW, by=guide).follow_up
    with clock.travel(clock.at(date(2026, 11, 29), 9)):
        assert not lines(leader) and len(lines(guide)) == 1
    with clock.travel(clock.at(date(2026, 11, 30), 9)):
        (task,) = lines(leader)
        assert task.kind == "wellbeing-late" and guide.name in task.words
        assert len(lines(guide)) == 1
        follow_up(wait, by=leader, how="called", words="Talte")
        assert not lines(leader) and not lines(guide)


def test_it_goes_with_the_case_to_who_covers_and_to_a_new_guide(case, guide, colleague, leader):
    record_wellbeing(case, LOW, by=guide)
    today = clock.today()
    rows = Case.objects.filter(pk=case.pk)
    rows.update(cover=colleague, cover_from=today, cover_until=today + timedelta(days=2))
    assert lines(colleague) and not lines(guide)
    rows.update(cover=None, cover_from=None, cover_until=None)
    assign(Case.objects.get(pk=case.pk), colleague, by=leader)
    assert lines(colleague) and not lines(guide)


def test_without_an_acting_guide_the_leader_has_it_at_once(case, guide, leader):
    record_wellbeing(case, LOW, by=guide)
    type(guide).objects.filter(pk=guide.pk).update(is_active=False)
    (task,) = lines(leader)
    assert task.kind == "wellbeing"


def test_a_closed_case_keeps_it(client, case, guide, leader):
    wait = record_wellbeing(case, LOW, by=guide).follow_up
    close(Case.objects.get(pk=case.pk), by=leader, reason="destination")
    assert len(lines(guide)) == 1
    client.force_login(guide)
    url = reverse("progress:wellbeing_follow_up", args=[case.pk, wait.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"how": "called", "words": "Det går bedre"}).status_code == 303
    assert not lines(guide) and WellbeingFollowUp.objects.get().done_by == guide


def test_who_comes_second_is_told_who_was_first_and_keeps_their_words(client, case, guide, leader):
    wait = record_wellbeing(case, LOW, by=guide).follow_up
    url = reverse("progress:wellbeing_follow_up", args=[case.pk, wait.pk])
    client.force_login(guide)
    follow_up(wait, by=leader, how="called", words="Talte med ham")
    answer = client.post(url, {"how": "met", "words": "Vi gik en tur"})
    assert answer.status_code == 409
    for words in (f"{leader.name} har fulgt op", "Talte med ham", "Vi gik en tur"):
        assert words in answer.content.decode()
    client.force_login(leader)
    assert client.post(url, {"how": "called", "words": "Talte med ham"}).status_code == 303, "a second click"


def test_the_deputy_of_a_shielded_case_whose_guide_left_is_told(client, case, guide, colleague, leader):
    assign(case, colleague, by=leader, kind=Assignment.Kind.DEPUTY)
    Case.objects.filter(pk=case.pk).update(shielded=True)
    with clock.travel(clock.now() - timedelta(days=7)):
        record_wellbeing(Case.objects.get(pk=case.pk), LOW, by=guide)
    type(guide).objects.filter(pk=guide.pk).update(is_active=False)
    assert not lines(leader), "of whom it is, a leader is not told"
    client.force_login(leader)
    page = client.get(reverse("overview:waiting")).content.decode()
    assert colleague.name in page and case.person.last_name not in page
    mine = [task for group in day.day_of(colleague, clock.today()).elsewhere for task in group.tasks]
    assert [task for task in [*mine, *lines(colleague)] if task.kind == "wellbeing"]


def test_what_waits_names_the_young_person_to_a_leader_who_may_open_the_case(client, case, guide, leader):
    with clock.travel(clock.now() - timedelta(days=7)):
        wait = record_wellbeing(case, LOW, by=guide).follow_up
    client.force_login(leader)
    page = client.get(reverse("overview:waiting")).content.decode()
    assert case.person.name in page and guide.name in page
    follow_up(wait, by=guide, how="called", words="Talte")
    assert case.person.name not in client.get(reverse("overview:waiting")).content.decode()


@pytest.mark.parametrize(("ago", "shown"), [(60, False), (91, True), (120, True)])
def test_scales_come_back_by_their_rhythm(guide, ago, shown):
    case = make_case(guide, on=clock.today() - timedelta(days=200))
    on = clock.today() - timedelta(days=ago)
    record_scales(case, {"skole": Said(4)}, by=guide, voice="youth", on=on)
    assert bool(lines(guide, kinds=("scales",))) == shown
    if shown:
        decline_scales(case, by=guide, voice="youth")
        assert not lines(guide, kinds=("scales",)), "who would not answer was asked"


def test_the_guides_own_view_is_not_the_young_persons(guide):
    case = make_case(guide, on=clock.today() - timedelta(days=200))
    day_ = clock.today() - timedelta(days=100)
    record_scales(case, {"skole": Said(4)}, by=guide, voice="youth", on=day_)
    record_scales(case, {"skole": Said(4)}, by=guide, voice="guide")
    assert lines(guide, kinds=("scales",))


def test_who_was_never_asked_has_no_line(case, guide):
    assert not lines(guide, kinds=("scales",))


ACTS = ("reassign", "release", "cover", "uncover", "close", "reopen", "leave", "back", "answer", "follow")
reached: dict[str, int] = {}


@given(st.lists(st.sampled_from(ACTS), min_size=4, max_size=10))
@settings(
    max_examples=tries(50),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_happens_it_stands_on_somebodys_day(unit, leader, acts):
    """After each act every waiting follow-up is somebody's to do: who acts on the case, or a leader."""
    with transaction.atomic():
        people = [UserFactory(unit=unit, role="guide") for _n in range(3)]
        case = make_case(people[0], by=leader)
        record_wellbeing(case, LOW, by=people[0], on=clock.today() - timedelta(days=30))
        for number, act in enumerate(acts):
            try:
                with transaction.atomic():
                    _do(act, Case.objects.get(pk=case.pk), people, leader, number)
                    reached[act] = reached.get(act, 0) + 1
            except (ValidationError, IntegrityError):
                continue
            _somebody_has_it([*type(leader).objects.filter(unit=unit, is_active=True)])
        transaction.set_rollback(True)


def test_the_random_acts_came_to_something():
    if reached:  # alone, there is nothing to look back at
        assert set(reached) == set(ACTS)


def _somebody_has_it(people):
    waiting = set(WellbeingFollowUp.objects.waiting().values_list("pk", flat=True))
    found = {
        int(task.ref)
        for user in people
        for group in day.day_of(user, clock.today()).groups
        for task in group.tasks
        if task.kind in KINDS and is_of(task, user, clock.today())
    }
    assert found == waiting


def _do(act, case, people, leader, number):
    if act == "reassign":
        assign(case, people[1 + number % 2], by=leader)
    elif act == "release":
        type(leader).objects.filter(pk=case.guide_id).update(is_active=False)
        release(Case.objects.get(pk=case.pk), by=leader, reason="Stoppet")
    elif act == "cover":
        today = clock.today()
        cover = {"cover": people[2], "cover_from": today, "cover_until": today + timedelta(days=3)}
        Case.objects.filter(pk=case.pk).update(**cover)
    elif act == "uncover":
        end_cover(case, by=leader)
    elif act == "close":
        close(case, by=leader, reason="destination")
    elif act == "reopen":
        reopen(case, by=leader)
    elif act in ("leave", "back"):
        type(leader).objects.filter(pk=people[0].pk).update(is_active=act == "back")
    elif act == "answer":
        record_wellbeing(case, LOW, by=leader, on=clock.today() - timedelta(days=29 - number))
    elif act == "follow":
        wait = WellbeingFollowUp.objects.waiting().filter(case=case).first()
        if wait is None:
            raise ValidationError("nothing waits")
        follow_up(wait, by=leader, how="met", words="Vi talte")
