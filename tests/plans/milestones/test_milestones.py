"""Milestones: the table of moves, what is overdue, dates at their edges, order, undo, and who comes second."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.models import AuditEvent
from cases.models import Case
from core import clock
from core.versions import Conflict
from plans.milestones import actions as milestones_actions
from plans.milestones.actions import move_milestone
from plans.models import DUE_STATUSES, MOVE_WORDS, MOVES, Milestone, MilestoneMove, MilestoneStatus, Plan
from plans.plan import actions as plan_actions
from tests.helpers.daily import tries
from tests.helpers.factories import ContactFactory, make_case, make_milestone

pytestmark = pytest.mark.django_db


STATUSES = list(MilestoneStatus)


@pytest.fixture
def case(guide):
    """A case that was opened before everything that is dated here."""
    return make_case(guide, on=date(2025, 12, 1))


def put(milestone, status):
    """Bring a milestone to ``status`` through the database, whatever the table says."""
    Milestone.objects.filter(pk=milestone.pk).update(
        status=status,
        reached_on=date(2026, 1, 1) if status == "reached" else None,
        dropped_on=date(2026, 1, 1) if status == "dropped" else None,
        cannot_on=date(2026, 1, 1) if status == "cannot_yet" else None,
        cannot_because="Venter på skolen" if status == "cannot_yet" else "",
    )
    milestone.refresh_from_db()


@pytest.mark.parametrize(("old", "new"), list(product(STATUSES, STATUSES)))
def test_every_pair_of_statuses_follows_the_table(case, guide, old, new):
    milestone = make_milestone(case)
    put(milestone, old)
    if new not in MOVES[old]:
        with pytest.raises(ValidationError):
            move_milestone(milestone, new, by=guide)
        milestone.refresh_from_db()
        assert milestone.status == old
        return
    with clock.travel(date(2026, 5, 4)):
        move_milestone(milestone, new, by=guide, on=date(2026, 5, 3), reason="Skolen begynder i august")
    milestone.refresh_from_db()
    assert milestone.status == new
    assert milestone.reached_on == (date(2026, 5, 3) if new == "reached" else None)
    assert milestone.dropped_on == (date(2026, 5, 3) if new == "dropped" else None)
    cannot = (date(2026, 5, 3), "Skolen begynder i august") if new == "cannot_yet" else (None, "")
    assert (milestone.cannot_on, milestone.cannot_because) == cannot
    move = milestone.history.order_by("-pk").first()
    assert (move.old_status, move.new_status, move.on, move.by) == (old, new, date(2026, 5, 3), guide)
    event = AuditEvent.objects.filter(action="milestone.moved").latest("pk")
    assert event.case_id == case.pk and event.changes["status"] == [old, new]


def test_each_move_of_the_table_has_words_and_no_other_pair_has():
    assert set(MOVE_WORDS) == {(old, new) for old in MOVES for new in MOVES[old]}


def test_every_move_can_be_taken_back():
    assert all(old in MOVES[new] for old in MOVES for new in MOVES[old])


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("days", [-1, 0, 1, None])
def test_overdue_property_and_queryset_agree(case, status, days):
    on = date(2026, 3, 29)
    due = None if days is None else on + timedelta(days=days)
    milestone = make_milestone(case, due_on=due)
    put(milestone, status)
    assert milestone.is_overdue(on) == Milestone.objects.overdue(on).filter(pk=milestone.pk).exists()
    assert milestone.is_overdue(on) == (status in DUE_STATUSES and days == -1)


@pytest.mark.parametrize(
    "due", [date(2028, 2, 29), date(2026, 3, 28), date(2026, 10, 24), date(2026, 12, 31)]
)
def test_it_is_overdue_from_the_copenhagen_midnight_that_ends_its_day(case, guide, due):
    """Leap day, the nights when the clock is moved, and new year."""
    milestone = make_milestone(case, due_on=due)
    last_second = clock.end_of_day(due) - timedelta(seconds=1)
    case.refresh_from_db()
    with clock.travel(last_second):
        assert not milestone.is_overdue() and not case.is_overdue()
    with clock.travel(clock.end_of_day(due)):
        assert milestone.is_overdue() and case.is_overdue()
        assert Case.objects.overdue(clock.today()).filter(pk=case.pk).exists()


def earliest(case):
    return min(
        (m.due_on for m in Milestone.objects.filter(plan__case=case, status__in=DUE_STATUSES) if m.due_on),
        default=None,
    )


@settings(max_examples=tries(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from("smpeu"), st.integers(-40, 40)), max_size=12))
def test_the_stored_earliest_due_date_is_the_least_of_the_open_ones(case, guide, acts):
    """Whatever is done, in whatever order."""
    with transaction.atomic():
        made = [make_milestone(case, due_on=None)]
        for which, act, days in acts:
            milestone = made[which % len(made)]
            day = clock.today() + timedelta(days=days)
            if act == "s":
                made.append(make_milestone(case, due_on=day))
            elif act == "m":
                moves = MOVES[milestone.status]
                move_milestone(milestone, moves[days % len(moves)], by=guide, reason="Derfor")
            elif act == "p" and milestone.is_open:
                coming = clock.today() + timedelta(days=abs(days))
                milestones_actions.postpone_milestone(milestone, coming, by=guide, reason="Flyttet")
            elif act == "e":
                day = clock.today() + timedelta(days=abs(days))
                values = {"due_on": day if days % 3 else None, "own_words": f"Ord {days}"}
                milestones_actions.edit_milestone(
                    milestone,
                    by=guide,
                    expected_version=milestone.version,
                    values=values,
                    reason="Rettet",
                    took_part="phone",
                )
            elif act == "u":
                move = milestone.history.order_by("-recorded_at", "-pk").first()
                if (
                    move.old_status
                    and milestone.status == move.new_status
                    and (move.old_status != move.new_status or milestone.is_open)
                ):
                    milestones_actions.undo_move(milestone, move, by=guide)
            assert Case.objects.get(pk=case.pk).earliest_open_due == earliest(case)
        transaction.set_rollback(True)


def test_who_moves_second_gets_a_conflict_and_changes_nothing(case, guide):
    milestone = make_milestone(case)
    second = Milestone.objects.select_related("plan__case").get(pk=milestone.pk)
    move_milestone(milestone, "under_way", by=guide)
    moves = MilestoneMove.objects.count()
    with pytest.raises(Conflict) as lost, transaction.atomic():
        move_milestone(second, "dropped", by=guide)
    assert lost.value.current.status == "under_way"
    assert MilestoneMove.objects.count() == moves


def test_postponing_needs_a_reason_and_moving_nearer_does_not(case, guide):
    milestone = make_milestone(case)
    later, sooner = milestone.due_on + timedelta(days=7), milestone.due_on - timedelta(days=3)
    with pytest.raises(ValidationError):
        milestones_actions.postpone_milestone(milestone, later, by=guide, reason="  ")
    milestones_actions.postpone_milestone(milestone, sooner, by=guide)
    milestones_actions.postpone_milestone(milestone, later, by=guide, reason="Syg")
    move = milestone.history.order_by("-pk").first()
    assert (move.old_due_on, move.new_due_on, move.reason) == (sooner, later, "Syg")


def test_undo_brings_back_status_day_and_the_day_it_was_reached(case, guide):
    milestone = make_milestone(case)
    move_milestone(milestone, "reached", by=guide, on=date(2026, 1, 7))
    reopened = milestones_actions.move_milestone(milestone, "under_way", by=guide)
    milestones_actions.undo_move(milestone, reopened, by=guide)
    milestone.refresh_from_db()
    assert (milestone.status, milestone.reached_on) == ("reached", date(2026, 1, 7))
    assert milestone.history.count() == 4  # nothing of what happened is lost


def test_undo_of_what_is_no_longer_the_latest_is_refused(case, guide):
    milestone = make_milestone(case)
    first = milestones_actions.move_milestone(milestone, "under_way", by=guide)
    milestones_actions.move_milestone(milestone, "reached", by=guide)
    with pytest.raises(ValidationError):
        milestones_actions.undo_move(milestone, first, by=guide)
    assert milestone.status == "reached"


@pytest.mark.parametrize("named", ["", "x", "²", "9" * 30, "9" * 5000])
def test_a_move_that_there_is_not_is_not_found(client, case, guide, named):
    milestone = make_milestone(case)
    client.force_login(guide)
    url = reverse("plans:milestone_undo", args=[case.pk, milestone.pk])
    assert client.post(url, {"move": named}).status_code == 404


def test_undo_of_a_postponement(case, guide):
    milestone = make_milestone(case)
    old = milestone.due_on
    move = milestones_actions.postpone_milestone(milestone, old + timedelta(days=9), by=guide, reason="Ferie")
    milestones_actions.undo_move(milestone, move, by=guide)
    milestone.refresh_from_db()
    assert milestone.due_on == old


def order(plan):
    return list(plan.milestones.values_list("own_words", flat=True))


def test_order_by_ids_and_by_step(case, guide):
    plan = case.plans.get()
    a, b, c = (make_milestone(case, own_words=words) for words in "abc")
    assert order(plan) == ["a", "b", "c"]
    assert milestones_actions.order_milestones(plan, [c.pk, a.pk], by=guide)
    assert order(plan) == ["c", "a", "b"]
    assert milestones_actions.shift_milestone(b, -1, by=guide) == 2
    assert order(plan) == ["c", "b", "a"]
    assert milestones_actions.shift_milestone(c, -1, by=guide) == 1  # already first
    assert order(plan) == ["c", "b", "a"]
    assert not milestones_actions.order_milestones(plan, [c.pk, b.pk, a.pk], by=guide)


def test_order_passes_over_ids_of_others(case, guide):
    plan, other = case.plans.get(), make_case(guide)
    a, b = make_milestone(case, own_words="a"), make_milestone(case, own_words="b")
    foreign = make_milestone(other, own_words="x")
    milestones_actions.order_milestones(plan, [foreign.pk, "nonsense", b.pk, a.pk], by=guide)
    assert order(plan) == ["b", "a"]
    foreign.refresh_from_db()
    assert foreign.plan_id != plan.pk


def test_a_partner_who_carries_a_milestone_takes_part(case, guide, unit):
    contact = ContactFactory(partner__unit=unit)
    make_milestone(case, responsible="partner", contact=contact)
    make_milestone(case, responsible="partner", contact=contact)
    assert [p.partner for p in case.participations.current()] == [contact.partner]


@pytest.mark.parametrize(
    "fields",
    [
        {"responsible": "partner"},
        {"responsible": "youth", "contact": True},
        {"start_on": date(2026, 2, 2), "due_on": date(2026, 2, 1)},
    ],
)
def test_what_cannot_be_is_refused_by_the_verb_and_by_the_database(case, guide, unit, fields):
    if fields.get("contact"):
        fields = fields | {"contact": ContactFactory(partner__unit=unit)}
    with pytest.raises(ValidationError):
        make_milestone(case, **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Milestone.objects.create(plan=case.plans.get(), own_words="x", **fields)


def test_a_second_open_plan_is_refused_and_a_closed_one_is_not_in_the_way(case, guide):
    with pytest.raises(ValidationError):
        plan_actions.open_plan(case, by=guide)
    assert case.plans.count() == 1
    Plan.objects.filter(case=case).update(closed_on=clock.today())
    plan_actions.open_plan(case, by=guide)
    assert case.plans.count() == 2


def test_edit_that_changes_nothing_writes_nothing(case, guide):
    plan = case.plans.get()
    events = AuditEvent.objects.count()
    plan_actions.edit_plan(
        plan, by=guide, expected_version=plan.version, values={"dream": plan.dream}, took_part="meeting"
    )
    assert AuditEvent.objects.count() == events


def test_a_lost_update_of_the_dream_is_a_conflict(case, guide):
    first, second = case.plans.get(), case.plans.get()
    plan_actions.edit_plan(
        first, by=guide, expected_version=1, values={"dream": "Jeg vil sejle"}, took_part="meeting"
    )
    with pytest.raises(Conflict) as lost:
        plan_actions.edit_plan(
            second, by=guide, expected_version=1, values={"dream": "Jeg vil flyve"}, took_part="meeting"
        )
    assert lost.value.current.dream == "Jeg vil sejle"


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_the_day_of_a_milestone_is_moved_to_today_or_a_day_to_come(case, guide, days):
    """In one rule, however it is moved; what has passed stays as it was, and is taken back to."""
    today = clock.today()
    milestone = make_milestone(case, due_on=today - timedelta(days=3))
    day, said = today + timedelta(days=days), {"by": guide, "reason": "Syg"}
    for move in (
        lambda row: milestones_actions.postpone_milestone(row, day, **said),
        lambda row: milestones_actions.edit_milestone(
            row, expected_version=row.version, values={"due_on": day}, **said
        ),
    ):
        row = Milestone.objects.select_related("plan__case").get(pk=milestone.pk)
        if days < 0:
            with pytest.raises(ValidationError) as refused, transaction.atomic():
                move(row)
            assert list(refused.value.error_dict) == ["due_on"]
            continue
        move(row)
        milestones_actions.undo_move(row, row.history.order_by("-recorded_at", "-pk").first(), by=guide)
        assert Milestone.objects.get(pk=milestone.pk).due_on == today - timedelta(days=3)


@pytest.mark.parametrize(("days", "refused"), [(-1, True), (0, False)])
def test_a_milestone_is_moved_within_the_life_of_its_case(guide, days, refused):
    case = make_case(guide, on=clock.today() - timedelta(days=9))
    milestone = make_milestone(case)
    on = case.opened_on + timedelta(days=days)
    if refused:
        with pytest.raises(ValidationError, match="oprettet"):
            move_milestone(milestone, "reached", by=guide, on=on)
    else:
        move_milestone(milestone, "reached", by=guide, on=on)
