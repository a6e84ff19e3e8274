"""Cover and transfer: who acts for the guide on which day, and that a case never has two guides or none."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.models import AuditEvent
from cases.access import actions as access_actions
from cases.access.permissions import permissions
from cases.casefile import actions as casefile_actions
from cases.closing import actions as closing_actions
from cases.guides import actions as guides_actions
from cases.models import Assignment, Case, NamedAccess, Status
from core import clock
from tests.helpers import factories
from tests.helpers.daily import tries
from workspace.models import Transfer
from workspace.transfer import actions as transfer_actions

pytestmark = pytest.mark.django_db


DAY = timedelta(days=1)


def own(user):
    return set(Case.objects.own_of(user))


def sees(user, case):
    return Case.objects.visible_to(user).filter(pk=case.pk).first()


def give_cover(case, user, by, first=0, days=7):
    start = clock.today() + first * DAY
    transfer_actions.cover(case, user, by=by, from_on=start, until_on=start + days * DAY)


# The border itself, and both nights on which the clock changes.
@pytest.mark.once
@pytest.mark.parametrize(
    "first", [date(2026, 11, 16), date(2026, 3, 29), date(2026, 10, 25), date(2028, 2, 29)]
)
def test_cover_begins_and_ends_at_midnight_in_copenhagen_by_itself(guide, colleague, leader, first):
    with clock.travel(first - 2 * DAY):
        case = factories.make_case(guide)
        transfer_actions.cover(case, colleague, by=leader, from_on=first, until_on=first + DAY)
    moments = [
        (clock.at(first) - timedelta(seconds=1), False),
        (clock.at(first), True),
        (clock.end_of_day(first) - timedelta(seconds=1), True),
        (clock.end_of_day(first), False),
    ]
    for moment, holds in moments:
        with clock.travel(moment):
            found = Case.objects.select_related("guide", "cover").get(pk=case.pk)
            assert (sees(colleague, case) is not None) is holds
            assert (case in own(colleague)) is holds
            assert case in own(guide)
            assert found.is_covered() is holds
            assert (found in Case.objects.covered(clock.today())) is holds
            assert found.acting_guide() == (colleague if holds else guide)


@pytest.mark.once
def test_who_covers_may_do_what_the_guide_may(guide, colleague, leader, case):
    give_cover(case, colleague, leader)
    found = sees(colleague, case)
    assert permissions(found, colleague) == permissions(sees(guide, case), guide)


@pytest.mark.once
def test_the_verb_refuses_what_makes_no_sense(guide, colleague, leader, stranger, admin, case):
    today = clock.today()
    for user, first, until in [
        (guide, today, today + DAY),
        (stranger, today, today + DAY),
        (admin, today, today + DAY),
        (colleague, today - DAY, today + DAY),
        (colleague, today, today),
        (colleague, today, today + 367 * DAY),
    ]:
        with pytest.raises(ValidationError):
            transfer_actions.cover(case, user, by=leader, from_on=first, until_on=until)
    give_cover(case, colleague, leader)
    with pytest.raises(ValidationError):  # one cover at a time
        give_cover(case, leader, leader, first=30)
    with pytest.raises(ValidationError):
        give_cover(factories.make_case(None, unit=guide.unit, by=leader), colleague, leader)
    assert Assignment.objects.filter(kind="cover").count() == 1


@pytest.mark.once
def test_the_database_refuses_a_cover_without_days_and_of_oneself(guide, colleague, leader, case):
    for columns in (
        {"cover": colleague},
        {"cover": guide, "cover_from": clock.today(), "cover_until": clock.today() + DAY},
        {"cover": colleague, "cover_from": clock.today(), "cover_until": clock.today()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(**columns)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(case=case, user=colleague, kind="cover", from_on=clock.today())


@pytest.mark.once
def test_a_shielded_case_is_covered_by_a_named_person_only(guide, colleague, leader):
    case = factories.make_case(guide, shielded=True)
    with pytest.raises(ValidationError):
        give_cover(case, colleague, guide)
    NamedAccess.objects.create(case=case, user=colleague)
    give_cover(case, colleague, guide)
    assert sees(colleague, case).relation == "own"


@pytest.mark.once
def test_after_a_cover_another_can_follow(guide, colleague, leader, case):
    give_cover(case, colleague, leader, days=3)
    with clock.travel(clock.today() + 3 * DAY):
        give_cover(Case.objects.get(pk=case.pk), leader, leader, days=3)
        assert case in own(leader) and case not in own(colleague)


@pytest.mark.once
def test_a_new_guide_ends_the_cover_and_the_former_one_loses_access(guide, colleague, leader, case):
    give_cover(case, colleague, leader)
    guides_actions.assign(case, colleague, by=leader)
    case.refresh_from_db()
    assert (case.guide, case.cover_id, case.cover_until) == (colleague, None, None)
    assert sees(guide, case) is None
    access_actions.open_with_purpose(case, by=guide, purpose="sparring", reason="Overlevering i dag")
    assert sees(guide, case).relation == "granted"


@pytest.mark.once
def test_a_deputy_who_becomes_the_guide_is_no_longer_the_deputy(guide, colleague, leader, case):
    guides_actions.assign(case, colleague, by=leader, kind="deputy")
    guides_actions.assign(case, colleague, by=leader)
    case.refresh_from_db()
    assert (case.guide, case.deputy) == (colleague, None)
    assert not case.assignments.current().filter(kind="deputy", until_on=None).exists()


@pytest.mark.once
def test_closing_ends_the_cover_and_reopening_finds_the_guide(guide, colleague, leader, case):
    give_cover(case, colleague, leader)
    closing_actions.close(case, by=leader, reason="moved")
    assert case not in own(colleague)
    closing_actions.reopen(case, by=leader)
    case.refresh_from_db()
    assert (case.status, case.guide, case.cover) == (Status.RUNNING, guide, None)


@pytest.mark.once
def test_reopened_after_the_guide_has_left_it_waits_for_a_new_one(guide, leader, colleague, case):
    closing_actions.close(case, by=leader, reason="moved")
    guide.is_active = False
    guide.save(update_fields=["is_active"])
    case = Case.objects.select_related("guide", "person").get(pk=case.pk)
    closing_actions.reopen(case, by=leader)
    case.refresh_from_db()
    assert (case.status, case.guide) == (Status.WAITING, None)
    guides_actions.assign(case, colleague, by=leader)
    assert case.assignments.current().filter(kind="guide", until_on=None).count() == 1


@pytest.fixture
def three(guide):
    return [factories.make_case(guide) for _n in range(3)]


def test_all_or_none_are_given_over(guide, colleague, leader, three):
    give_cover(three[1], colleague, leader)
    with pytest.raises(transfer_actions.TransferRefused) as refused:
        transfer_actions.transfer_cases(
            three,
            leader,
            by=leader,
            reason="Barsel",
            until_on=clock.today() + DAY,
            notes={three[0].pk: "Hej"},
        )
    assert list(refused.value.refusals) == [three[1]]
    assert not Transfer.objects.exists()
    assert not three[0].notes.exists()
    assert Case.objects.filter(cover=leader).count() == 0


@pytest.mark.once
def test_for_good_with_notes_and_undone_within_the_hour(guide, colleague, leader, three):
    notes = {case.pk: f"Om {case.person.called}" for case in three}
    row = transfer_actions.transfer_cases(three, colleague, by=leader, reason="Nyt job", notes=notes)
    assert own(colleague) == set(three) and not own(guide)
    assert row.lines.count() == 3 and three[0].notes.get().text == notes[three[0].pk]
    with clock.travel(clock.now() + timedelta(hours=1)), pytest.raises(ValidationError):
        transfer_actions.undo_transfer(row, by=leader)
    with pytest.raises(ValidationError):
        transfer_actions.undo_transfer(row, by=colleague)
    guides_actions.assign(Case.objects.get(pk=three[2].pk), leader, by=leader)
    assert transfer_actions.undo_transfer(row, by=leader) == [three[2]]
    assert own(guide) == set(three[:2]) and own(leader) == {three[2]}
    assert three[0].notes.count() == 2  # the note stays, with an addition that says so
    row.refresh_from_db()
    with pytest.raises(ValidationError):
        transfer_actions.undo_transfer(row, by=leader)


@pytest.mark.once
def test_undone_for_good_the_former_guide_never_stopped_and_what_others_moved_stays(
    guide, colleague, leader, three
):
    row = transfer_actions.transfer_cases(three, colleague, by=leader, reason="Nyt job")
    chief = factories.UserFactory(unit=leader.unit, role="leader")
    for to in (guide, colleague):
        guides_actions.assign(Case.objects.get(pk=three[0].pk), to, by=chief)
    assert transfer_actions.undo_transfer(row, by=leader) == [three[0]]
    assert own(colleague) == {three[0]}
    held = three[1].assignments.current().get()
    assert (held.user, held.from_on, held.until_on) == (guide, three[1].opened_on, None)


@pytest.mark.once
def test_cover_of_many_is_ended_at_once_or_undone(guide, colleague, leader, three):
    until = clock.today() + 14 * DAY
    row = transfer_actions.transfer_cases(three, colleague, by=leader, reason="Syg", until_on=until)
    assert own(colleague) == set(three) == own(guide)
    with clock.travel(clock.today() + 3 * DAY):
        assert transfer_actions.end_transfer(row, by=leader) == 3
        assert own(colleague) == set()
        held = Assignment.objects.current().filter(kind="cover").values_list("until_on", flat=True)
        assert set(held) == {clock.today()}
    again = transfer_actions.transfer_cases(
        list(Case.objects.filter(guide=guide).select_related("guide", "unit")),
        colleague,
        by=leader,
        reason="Syg",
        until_on=until,
    )
    assert transfer_actions.undo_transfer(again, by=leader) == []
    assert own(colleague) == set()


@pytest.mark.once
def test_a_guide_arranges_cover_for_own_cases_and_gives_nothing_away(guide, colleague, leader, three):
    until = clock.today() + DAY
    with pytest.raises(ValidationError):
        transfer_actions.transfer_cases(three, colleague, by=guide, reason="Ferie")
    with pytest.raises(ValidationError):
        transfer_actions.transfer_cases(three, leader, by=colleague, reason="Ferie", until_on=until)
    transfer_actions.transfer_cases(three, colleague, by=guide, reason="Ferie", until_on=until)
    assert own(colleague) == set(three)


@pytest.mark.once
def test_cases_of_two_guides_are_not_one_transfer(guide, colleague, leader, three):
    mixed = [*three, factories.make_case(colleague)]
    with pytest.raises(ValidationError):
        transfer_actions.transfer_cases(mixed, leader, by=leader, reason="x")


STEP = st.tuples(
    st.sampled_from(["assign", "deputy", "cover", "end", "close", "reopen", "pause", "undo", "wait"]),
    st.integers(0, 2),
    st.integers(0, 12),
)


def by_rows(case, on):
    """Who carries the case that day, told by the dated rows alone: ``(guides, covers)``."""
    rows = case.assignments.current().holding(on)
    return (
        list(rows.filter(kind="guide").values_list("user_id", flat=True)),
        list(rows.filter(kind="cover").values_list("user_id", flat=True)),
    )


@pytest.mark.once
@settings(max_examples=tries(15), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, max_size=10))
def test_one_guide_at_most_one_cover_and_columns_say_what_the_rows_say(unit, leader, steps):
    with transaction.atomic():
        guides = [factories.UserFactory(unit=unit) for _n in range(3)]
        day = date(2026, 3, 20)
        with clock.travel(day):
            case = factories.make_case(guides[0], on=day)
        acts = 0
        for act, who, days in steps:
            with clock.travel(day):
                case = Case.objects.select_related("guide", "deputy", "cover", "unit", "person").get(
                    pk=case.pk
                )
                acts += _try(act, case, guides[who], leader, days)
                _check(case.pk, guides, day)
            day += days * DAY if act == "wait" else timedelta(0)
        events = AuditEvent.objects.filter(case_id=case.pk).exclude(action__in=("case.opened", "plan.opened"))
        assert events.count() >= acts
        transaction.set_rollback(True)


def _try(act, case, user, leader, days) -> int:
    """Do it if the verb lets us; 1 when something was done."""
    before = AuditEvent.objects.filter(case_id=case.pk).count()
    try:
        with transaction.atomic():
            if act == "assign":
                guides_actions.assign(case, user, by=leader)
            elif act == "deputy":
                guides_actions.assign(case, user, by=leader, kind="deputy")
            elif act == "cover":
                give_cover(case, user, leader, first=days % 3, days=days or 1)
            elif act == "end":
                guides_actions.end_cover(case, by=leader)
            elif act == "close":
                closing_actions.close(case, by=leader, reason="moved")
            elif act == "reopen":
                closing_actions.reopen(case, by=leader)
            elif act == "pause":
                casefile_actions.set_status(
                    case, "paused" if case.status == "running" else "running", by=leader
                )
            elif act == "undo":
                guides_actions.undo_assign(case, by=leader)
    except ValidationError:
        assert AuditEvent.objects.filter(case_id=case.pk).count() == before
        return 0
    return int(AuditEvent.objects.filter(case_id=case.pk).count() > before)


def _check(pk, guides, today):
    case = Case.objects.select_related("guide", "cover").get(pk=pk)
    open_rows = case.assignments.current().filter(until_on=None)
    assert open_rows.filter(kind="guide").count() <= 1
    assert case.status != Status.RUNNING or case.guide_id is not None
    for ahead in (0, 2, 11):
        on = today + ahead * DAY
        rows, covers = by_rows(case, on)
        assert len(covers) <= 1
        assert covers == ([case.cover_id] if case.is_covered(on) else [])
        assert rows == ([case.guide_id] if case.guide_id else [])
        expected = {case.guide_id, case.deputy_id} | ({case.cover_id} if case.is_covered(on) else set())
        with clock.travel(on):
            assert {user.pk for user in guides if case in own(user)} == expected - {None}
    if case.is_closed:
        assert case.cover_id is None
