"""Whether the plan is theirs: asked, answered, changed since, and asked anew."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.models import AuditEvent
from cases.consents.actions import give_consent
from cases.models import Consent
from cases.network.actions import add_participation
from cases.notes.actions import add_note
from core import clock
from core.constraints import Taken
from plans.agreement.actions import record_agreement
from plans.agreement.history import history_of
from plans.agreement.reading import last_change, standing
from plans.agreement.rules import AGREE_AGAIN_DAYS, ask_again_on
from plans.handover.sheet import sheet_for
from plans.milestones import actions as milestones_actions
from plans.models import GOAL_MOVES, Agreement, Goal, GoalMove, Milestone, PlanChange
from plans.plan import actions as plan_actions
from plans.plan.choices import GOAL_MOVE_WORDS, GoalStatus
from plans.plan.praise import LINES, praise_for
from tests.helpers.daily import tries
from tests.helpers.factories import PartnerFactory, make_case, make_milestone
from tests.helpers.queries import queries
from workspace.day import day

pytestmark = pytest.mark.django_db

A = Agreement.Answer


@pytest.fixture
def plan(case):
    """A plan with a goal of now that has a step."""
    plan = case.plans.get()
    plan.case = case
    goal = plan_actions.add_goal(Goal(plan=plan, text="I skole"), by=case.guide)
    make_milestone(case, goal=goal)
    return plan


def ask(plan, answer=A.YES, because="", **said):
    return record_agreement(plan, by=plan.case.guide, answer=answer, because=because, **said)


def move(goal, status, by, reason=""):
    goal.refresh_from_db()
    return plan_actions.move_goal(goal, status, by=by, expected_version=goal.version, reason=reason)


def lines(case, kind):
    return [task for task in day.lines_of(case, case.guide, clock.today())[0] if task.kind == kind]


def test_an_answer_is_kept_with_what_the_plan_said_and_stands_on_the_trail(plan):
    row = ask(plan, present="Mor", where=Agreement.Where.HOME)
    assert (row.answer, row.asked_on, row.plan_version) == ("yes", clock.today(), plan.version)
    stands = standing(plan)
    assert stands.latest == row and stands.is_agreed and not stands.changed
    event = AuditEvent.objects.get(action="agreement.recorded")
    assert event.case_id == plan.case_id and event.changes["answer"] == [None, "yes"]


@pytest.mark.parametrize("answer", [A.NO, A.COULD_NOT])
def test_anything_but_a_yes_needs_a_reason_in_the_action_and_in_the_database(plan, answer):
    with pytest.raises(ValidationError) as refused:
        ask(plan, answer, "  ")
    assert "because" in refused.value.error_dict
    row = ask(plan, answer, "Jeg kender den ikke")
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=row.pk).update(because="")
    assert standing(plan).latest.because == "Jeg kender den ikke"


def test_there_must_be_something_to_say_yes_to(case, guide):
    plan = case.plans.get()
    plan.case = case
    for prepare in (
        lambda: None,
        lambda: plan_actions.add_goal(Goal(plan=plan, text="Uden skridt"), by=guide),
        lambda: make_milestone(case),  # a step for no goal
    ):
        prepare()
        with pytest.raises(ValidationError) as refused:
            ask(plan)
        assert "answer" in refused.value.error_dict
    ask(plan, A.NO, "Der står ikke noget")  # to say no to nothing is allowed
    step = Milestone.objects.get()
    values = {"goal": plan.goals.get()}
    milestones_actions.edit_milestone(step, by=guide, expected_version=step.version, values=values)
    assert ask(plan).is_yes


def test_one_small_step_is_enough_and_a_goal_for_later_is_not(case, guide):
    plan = case.plans.get()
    plan.case = case
    goal = plan_actions.add_goal(Goal(plan=plan, text="Senere", status=GoalStatus.LATER), by=guide)
    make_milestone(case, goal=goal)
    assert not standing(plan).can_be_agreed
    plan_actions.edit_plan(plan, by=guide, expected_version=plan.version, values={"small_step": "Op kl. 8"})
    assert standing(plan).can_be_agreed


def test_progress_and_days_leave_the_agreement_and_words_goals_and_people_do_not(plan, guide):
    ask(plan)
    step, goal = plan.milestones.get(), plan.goals.get()
    second = make_milestone(plan.case, own_words="Nummer to")
    assert standing(plan).changed
    ask(plan)
    step.refresh_from_db()
    milestones_actions.move_milestone(step, "under_way", by=guide)
    milestones_actions.postpone_milestone(step, step.due_on + timedelta(days=7), by=guide, reason="Syg")
    milestones_actions.order_milestones(plan, [second.pk, step.pk], by=guide)
    milestones_actions.move_milestone(step, "cannot_yet", by=guide, reason="Venter")
    move(goal, "reached", guide)
    assert not standing(plan).changed, "that the plan is lived changes nothing of what it says"
    move(goal, "now", guide)
    move(goal, "later", guide)
    assert standing(plan).changed
    move(goal, "now", guide)
    assert not standing(plan).changed, "it says what it said"
    milestones_actions.edit_milestone(
        step, by=guide, expected_version=step.version, values={"responsible": "guide"}
    )
    assert standing(plan).changed


def test_a_plan_that_changed_while_one_asked_is_read_once_more(plan, guide):
    seen = standing(plan).content
    plan_actions.edit_plan(
        plan, by=guide, expected_version=plan.version, values={"dream": "Havet"}, took_part="meeting"
    )
    with pytest.raises(Taken):
        ask(plan, seen=seen)
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("days", [1, -61])
def test_asked_within_the_life_of_the_case(plan, days):
    with pytest.raises(ValidationError) as refused:
        ask(plan, on=clock.today() + timedelta(days=days))
    assert "asked_on" in refused.value.error_dict


@pytest.mark.once
@pytest.mark.parametrize("asked", [date(2028, 2, 29), date(2026, 3, 28), date(2026, 12, 31)])
def test_ask_again_at_the_next_contact_and_at_the_latest_a_fortnight_later(asked):
    latest = asked + timedelta(days=14)
    assert ask_again_on(asked, None) == latest
    assert ask_again_on(asked, asked) == latest, "the talk in which they were asked is not the next"
    assert ask_again_on(asked, asked + timedelta(days=1)) == asked + timedelta(days=1)
    assert ask_again_on(asked, latest + timedelta(days=1)) == latest


def test_min_dag_asks_again_until_there_is_a_yes(plan, guide):
    case, today = plan.case, clock.today()
    assert lines(case, "agreement") == []
    with clock.travel(today - timedelta(days=3)):
        ask(plan, A.COULD_NOT, "Kom ikke")
    (line,) = lines(case, "agreement")
    assert line.due == today - timedelta(days=3) + timedelta(days=AGREE_AGAIN_DAYS)
    add_note(case, by=guide, text="Ringede op, ingen svar", kind="attempt")
    assert lines(case, "agreement")[0].due == line.due, "an attempt is no contact"
    add_note(case, by=guide, text="Talte om skolen", kind="talk")
    assert lines(case, "agreement")[0].due == today
    ask(plan, A.NO, "Jeg vil noget andet")
    assert "nej" in lines(case, "agreement")[0].words
    ask(plan)
    assert lines(case, "agreement") == []


def test_the_line_of_a_day_is_of_the_answer_that_stands_alone(plan):
    for answer in A:
        ask(plan, answer, "Fordi")
    rows = Agreement.objects.latest_of_each()
    assert [row.answer for row in rows] == ["could_not"]
    found = set(Agreement.objects.to_ask_again())
    assert found == {row for row in Agreement.objects.all() if row.is_to_ask_again} and len(found) == 2


def test_the_form_says_beside_the_field_what_is_missing_and_keeps_what_was_typed(client, case, guide):
    client.force_login(guide)
    url = f"/sager/{case.pk}/plan/sporg/"
    sent = {
        "answer": "no",
        "because": "",
        "present": "Mor og mentor",
        "where": "home",
        "asked_on": clock.today(),
    }
    refused = client.post(url, sent)
    text = refused.content.decode()
    assert refused.status_code == 422 and "Mor og mentor" in text
    assert refused.context["form"].errors.keys() == {"because"}
    refused = client.post(url, sent | {"answer": "yes"})
    assert refused.context["form"].errors.keys() == {"answer"}
    assert "Der er ikke noget at sige ja til endnu" in client.get(url).content.decode()
    for _n in range(3):
        response = client.post(url, sent | {"because": "Den er for lang", "submit_key": "k"})
        assert response.status_code == 303
    assert Agreement.objects.get().because == "Den er for lang"


def test_a_form_over_an_older_plan_is_sent_again_over_what_it_says_now(client, plan, guide):
    client.force_login(guide)
    url = f"/sager/{plan.case_id}/plan/sporg/"
    sent = {"answer": "yes", "where": "home", "asked_on": clock.today(), "seen": standing(plan).content}
    plan_actions.edit_plan(
        plan, by=guide, expected_version=plan.version, values={"dream": "Havet"}, took_part="meeting"
    )
    late = client.post(url, sent)
    assert late.status_code == 409 and "Havet" in late.content.decode()
    again = sent | {"seen": late.context["form"]["seen"].value()}
    assert client.post(url, again).status_code == 303


@pytest.mark.parametrize("old", list(GoalStatus))
@pytest.mark.parametrize("new", list(GoalStatus))
def test_every_pair_of_a_goals_statuses_follows_the_table(plan, guide, old, new):
    goal = plan.goals.get()
    Goal.objects.filter(pk=goal.pk).update(
        status=old,
        reached_on=clock.today() if old == "reached" else None,
        removed_because="Før" if old == "removed" else "",
    )
    if new not in GOAL_MOVES[old]:
        with pytest.raises(ValidationError):
            move(goal, new, guide, "Derfor")
        return
    made = move(goal, new, guide, "Derfor")
    goal.refresh_from_db()
    assert (goal.status, bool(goal.reached_on), goal.removed_because) == (
        new,
        new == "reached",
        "Derfor" if new == "removed" else "",
    )
    assert (made.old_status, made.new_status, made.reason, made.by) == (old, new, "Derfor", guide)


@pytest.mark.once
def test_each_move_of_a_goal_has_words_and_leads_back():
    assert set(GOAL_MOVE_WORDS) == {(old, new) for old in GOAL_MOVES for new in GOAL_MOVES[old]}
    assert all(GOAL_MOVES[new] for old in GOAL_MOVES for new in GOAL_MOVES[old])


def test_a_goal_is_removed_for_a_reason_only(client, plan, guide):
    goal = plan.goals.get()
    with pytest.raises(ValidationError) as refused:
        move(goal, "removed", guide, " ")
    assert "reason" in refused.value.error_dict
    with pytest.raises(IntegrityError), transaction.atomic():
        Goal.objects.filter(pk=goal.pk).update(status="removed")
    client.force_login(guide)
    url = f"/sager/{plan.case_id}/plan/maal/{goal.pk}/flyt/"
    assert client.post(url, {"status": "removed", "version": goal.version}).status_code == 422
    sent = {"status": "removed", "reason": "Vil noget andet", "version": goal.version, "took_part": "meeting"}
    assert client.post(url, sent).status_code == 303
    page = client.get(f"/sager/{plan.case_id}/plan/").content.decode()
    assert (
        "Taget ud, fordi: Vil noget andet" in page
        and f"sammen med {plan.case.person.called}, ved et møde" in page
    )
    late = client.post(url, sent | {"status": "now"})
    assert late.status_code == 409, "who comes second reads where it stands"
    assert client.post(url, {"status": "now", "version": goal.version + 1}).status_code == 303
    assert GoalMove.objects.filter(goal=goal).count() == 3


def test_whether_the_young_person_took_part_is_kept_with_each_change_of_words(client, plan, guide):
    client.force_login(guide)
    base, before = f"/sager/{plan.case_id}/plan/", PlanChange.objects.count()
    client.post(f"{base}ret/", {"dream": "Havet", "version": plan.version, "took_part": "phone"})
    assert last_change(plan).took_part == "phone"
    goal = plan.goals.get()
    client.post(
        f"{base}maal/{goal.pk}/",
        {"text": goal.text, "professional": "I skole igen", "version": goal.version, "took_part": "no"},
    )
    assert (last_change(plan).took_part, last_change(plan).goal) == ("no", goal)
    client.post(
        f"{base}maal/{goal.pk}/",
        {
            "text": goal.text,
            "professional": "I skole igen",
            "version": goal.version + 1,
            "topics": ["health"],
        },
    )
    assert PlanChange.objects.count() == before + 2, "what it tells of is no change of the plan"
    client.post(f"{base}milepael/ny/", {"own_words": "Jeg ringer", "responsible": "youth"})
    assert last_change(plan).took_part == "unknown"
    text = client.get(f"{base}historik/").content.decode()
    assert "i telefonen" in text and "uden den unge" in text


def test_the_history_says_what_changed(client, plan, guide):
    client.force_login(guide)
    base = f"/sager/{plan.case_id}/plan/"
    together = {"took_part": "phone"}
    client.post(f"{base}ret/", {"dream": "Havet", "small_step": "En tur", "version": plan.version} | together)
    client.post(f"{base}milepael/ny/", {"own_words": "Jeg ringer", "responsible": "youth"})
    made = plan.milestones.get(own_words="Jeg ringer")
    sent = {
        "own_words": "Jeg ringer",
        "responsible": "guide",
        "due_on": clock.today(),
        "version": made.version,
    }
    client.post(f"{base}milepael/{made.pk}/ret/", sent)
    goal = plan.goals.get()
    client.post(f"{base}maal/{goal.pk}/", {"text": "I skole igen", "version": goal.version} | together)
    PlanChange.objects.create(plan=plan, milestone=made, by=guide, on=clock.today())
    rows = [(row.title, row.text) for row in history_of(plan)]
    assert rows[:5] == [
        ("Milepælen »Jeg ringer«", ""),  # from before it was kept
        ("Målet »I skole igen«", "Ændret: mål · Før: I skole"),
        ("Milepælen »Jeg ringer«", "Ændret: hvem gør det, færdig senest"),
        ("Ny milepæl »Jeg ringer«", ""),
        ("Drøm og destination", "Ændret: mit gode liv, et lille skridt"),
    ]
    assert "Havet" not in str(PlanChange.objects.values_list("fields", flat=True))


def test_the_history_praises_a_goal_that_was_reached_as_the_plan_does(client, plan, guide):
    goal = plan.goals.get()
    plan_actions.move_goal(goal, "reached", by=guide, expected_version=goal.version, took_part="meeting")
    goal.refresh_from_db()
    assert [row.praise for row in history_of(plan)][:1] == [goal.praise] and goal.praise
    assert sum(bool(row.praise) for row in history_of(plan)) == 1
    client.force_login(guide)
    assert goal.praise in client.get(f"/sager/{plan.case_id}/plan/historik/").content.decode()


def test_the_history_costs_the_same_for_two_rows_and_for_twenty(client, plan, guide):
    client.force_login(guide)
    url = f"/sager/{plan.case_id}/plan/historik/"

    def fill(n):
        for number in range(n):
            ask(plan, A.NO, f"Nej {number}")
            move(plan.goals.get(), "later", guide)
            move(plan.goals.get(), "now", guide)

    fill(2)
    client.get(url)
    few = queries(client, url)
    fill(18)
    assert queries(client, url) == few


def test_the_case_page_shows_the_answer_that_stands_and_what_happened(client, plan, guide):
    client.force_login(guide)
    url = f"/sager/{plan.case_id}/"
    assert "er ikke spurgt endnu" in client.get(url).content.decode()
    ask(plan, A.NO, "Det er min mors plan")
    move(plan.goals.get(), "removed", guide, "Vil hellere arbejde")
    text = client.get(url).content.decode()
    assert "sagde nej" in text and "Planen er ændret siden" in text
    assert "Spurgt, om det er den unges plan: nej" in text
    assert "Mål: taget ud" in text and "I skole – Vil hellere arbejde" in text


def told(plan, audience, **to):
    return sheet_for(plan, audience, on=clock.today(), **to)


def test_on_paper_each_audience_reads_what_it_may(plan, guide, unit):
    partner = PartnerFactory(unit=unit)
    add_participation(plan.case, partner, by=guide)
    until = clock.today() + timedelta(days=30)
    basis = {"topics": ["plan"], "purpose": "Praktik", "expires_on": until}
    give_consent(Consent(case=plan.case, partner=partner, **basis), by=guide)
    assert told(plan, "youth").asked is None
    ask(plan, A.NO, "Det er min mors plan")
    to = {"youth": {}, "custody": {}, "partner": {"partner": partner}}
    sheets = {audience: told(plan, audience, **more) for audience, more in to.items()}
    assert {name: sheet.asked.because for name, sheet in sheets.items()} == {
        "youth": "Det er min mors plan",
        "custody": "",
        "partner": "",
    }
    assert {sheet.asked.answer for sheet in sheets.values()} == {"no"}
    plan_actions.add_goal(Goal(plan=plan, text="Eget sted", status=GoalStatus.LATER), by=guide)
    move(plan_actions.add_goal(Goal(plan=plan, text="Op om morgenen"), by=guide), "reached", guide)
    move(plan_actions.add_goal(Goal(plan=plan, text="Til København"), by=guide), "removed", guide, "Nej")
    for audience, more in to.items():
        sheet = told(plan, audience, **more)
        assert sheet.asked.changed and [(goal.text, goal.status) for goal in sheet.goal_lines] == [
            ("I skole", "now"),
            ("Eget sted", "later"),
            ("Op om morgenen", "reached"),
        ]


def test_what_cannot_be_done_is_not_what_comes_next_and_praise_is_for_the_young_person(plan, guide):
    step, second = plan.milestones.get(), make_milestone(plan.case, own_words="Nummer to")
    milestones_actions.move_milestone(step, "cannot_yet", by=guide, reason="Venter på skolen")
    sheet = told(plan, "youth")
    assert [row.own_words for row in sheet.next_steps] == ["Nummer to"]
    assert sheet.open_steps[0].cannot_because == "Venter på skolen" and not sheet.praise
    milestones_actions.move_milestone(second, "reached", by=guide)
    assert told(plan, "youth").praise == praise_for(second.pk) == Milestone.objects.get(pk=second.pk).praise
    assert not told(plan, "custody").praise


def test_nobody_is_praised_for_what_somebody_else_did(plan, guide):
    step = make_milestone(plan.case, own_words="Guiden ringer", responsible="guide")
    milestones_actions.move_milestone(step, "reached", by=guide)
    assert not told(plan, "youth").praise and not Milestone.objects.get(pk=step.pk).praise


def test_why_it_cannot_be_done_waits_for_a_guide_when_it_may_tell_of_something_sensitive(plan, guide):
    step = plan.milestones.get()
    milestones_actions.move_milestone(step, "cannot_yet", by=guide, reason="Er indlagt på hospitalet")
    assert step.waits, "no partner is told before somebody has looked"


@pytest.mark.once
def test_praise_is_the_same_for_the_same_thing_and_all_lines_come_up():
    assert praise_for("a") == praise_for("a")
    assert {praise_for(number) for number in range(100)} == {str(line) for line in LINES}


class _Undo(Exception):
    """The example is over; the database is as before."""


ACTS = ("yes", "no", "could_not", "goal", "goal", "words", "step", "drop", "cannot")


@settings(max_examples=tries(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 11)), max_size=12))
def test_over_any_sequence_a_yes_is_of_what_the_plan_says_and_nothing_waits_unseen(guide, acts):
    try:
        with transaction.atomic():
            case = make_case(guide)
            plan = case.plans.get()
            plan.case = case
            for act, n in acts:
                _do(act, n, plan, guide)
                _holds(plan)
            raise _Undo
    except _Undo:
        pass


def _do(act, n, plan, guide):
    goals, steps = list(plan.goals.all()), list(plan.milestones.select_related("plan__case"))
    match act:
        case "yes" | "no" | "could_not":
            if act != "yes" or standing(plan).can_be_agreed:
                ask(plan, act, "Fordi")
        case "goal" if goals and n % 3:
            goal = goals[n % len(goals)]
            move(goal, GOAL_MOVES[goal.status][n % len(GOAL_MOVES[goal.status])], guide, "Derfor")
        case "goal":
            plan_actions.add_goal(Goal(plan=plan, text=f"Mål {n}"), by=guide)
        case "words":
            plan_actions.edit_plan(
                plan,
                by=guide,
                expected_version=plan.version,
                values={"dream": f"Drøm {n}"},
                took_part="meeting",
            )
        case "step":
            make_milestone(plan.case, goal=goals[n % len(goals)] if goals else None)
        case "drop" | "cannot" if steps:
            step = steps[n % len(steps)]
            status = "dropped" if act == "drop" else "cannot_yet"
            if status in step.moves:
                milestones_actions.move_milestone(step, status, by=guide, reason="Derfor")


def _holds(plan):
    stands, rows = standing(plan), list(plan.agreements.all())
    assert stands.latest == (rows[0] if rows else None)
    # Said without the code under test: the last yes is of what stands, or the page says that it changed.
    if stands.is_agreed:
        assert rows[0].answer == "yes" and rows[0].content == stands.content
    waits = bool(rows) and rows[0].answer != "yes"
    assert len(lines(plan.case, "agreement")) == waits
    for goal in plan.goals.all():
        last = goal.history.first()
        assert last.new_status == goal.status and last.reason == (goal.removed_because or last.reason)
        chain = list(goal.history.order_by("recorded_at", "pk").values_list("old_status", "new_status"))
        assert [old for old, _new in chain] == ["", *(new for _old, new in chain[:-1])]
