"""Fordeling: what waits is counted as it is listed, proposals say why, and one click can be taken back."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEvent
from cases.access import actions as access_actions
from cases.casefile import actions as casefile_actions
from cases.guides import actions as guides_actions
from cases.guides.proposals import KNOWING_IS_WORTH, Load, loads_of, propose, weight_by_facts
from cases.models import Assignment, Case, Knowledge, StatusPeriod
from core import clock
from intake.inquiries import actions as inquiries_actions
from intake.inquiries.actions import take_in_inquiry
from intake.models import TargetGroup
from tests.helpers import factories
from tests.helpers.inquiries import ask, make_inquiry, one_of_each
from workspace.board.board import board_of
from workspace.day import day
from workspace.lists.actions import do_to_many, undo_many
from workspace.transfer.actions import transfer_cases, undo_transfer

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_leader(client, leader):
    """A client of the leader."""
    client.force_login(leader)
    return client


def waiting(leader, days=3, **person):
    """A case without a guide."""
    return factories.make_case(
        None, unit=leader.unit, by=leader, on=clock.today() - timedelta(days=days), **person
    )


def board(leader):
    return board_of(leader, clock.today(), clock.now())


def weigh(**changes):
    today = clock.today()
    facts = {"activity": "job", "birth_date": today - timedelta(days=17 * 365), "custody": "joint"}
    return weight_by_facts(**(facts | {"needs_interpreter": False} | changes), on=today)


@pytest.mark.parametrize(
    ("facts", "weight"),
    [
        ({}, 1),
        ({"activity": "none"}, 2),
        ({"activity": "unknown"}, 2),
        ({"custody": "placed"}, 2),
        ({"needs_interpreter": True, "custody": "placed"}, 3),
        ({"needs_interpreter": True, "custody": "placed", "activity": "none"}, 3),
    ],
)
def test_the_weight_follows_from_the_facts(facts, weight):
    found, why = weigh(**facts)
    assert found == weight
    assert len(why) == len(facts)


def test_who_is_unknown_is_not_said_to_be_in_nothing():
    assert weigh(activity="none")[1] == ["15–17 år, ikke i gang med noget"]
    assert weigh(activity="unknown")[1] == ["15–17 år, uvist om i gang med noget"]


@pytest.mark.parametrize(("who", "links"), [("guide", True), ("leader", True), ("colleague", False)])
def test_sagen_leads_to_its_weight_and_back_for_whoever_may_weigh(client, case, who, links, request):
    user = request.getfixturevalue(who)
    if who == "colleague":
        access_actions.open_with_purpose(case, by=user, purpose="sparring", reason="Torsdagssparring")
    client.force_login(user)
    page = f"/sager/{case.pk}/"
    assert (f'href="{page}vaegt/?next={page}"' in client.get(page).content.decode()) == links
    if links:
        answer = client.post(
            f"{page}vaegt/", {"weight": "3", "reason": "Mange parter", "next": page}, follow=True
        )
        assert answer.redirect_chain == [(page, 303)]
        assert "Sagens tyngde er gemt" in answer.content.decode()
        assert case.weights.get().weight == 3


def test_nothing_at_present_weighs_no_more_once_the_duty_is_over():
    today = clock.today()
    assert weigh(activity="none", birth_date=today.replace(year=today.year - 18, day=1))[0] == 1


def test_a_weight_that_somebody_gave_counts_until_it_is_taken_back(guide, leader, case):
    guides_actions.weigh_case(case, 3, by=guide, reason="Mange møder")
    (load,) = loads_of(leader, clock.today())
    assert (load.cases, load.weight) == (1, 3)
    guides_actions.weigh_case(case, None, by=guide)
    assert loads_of(leader, clock.today())[0].weight < 3
    assert case.weights.current().get().until_on == clock.today()


def test_the_load_is_of_the_cases_the_leader_may_see(guide, leader):
    factories.make_case(guide)
    factories.make_case(guide, shielded=True)
    assert loads_of(leader, clock.today())[0].cases == 1


def test_whoever_has_cases_is_among_the_loads_and_only_guides_to_give_to_are_proposed(
    leader, guide, colleague
):
    """Somebody to confirm again and somebody who leads now carry as before."""
    for user, change in ((guide, {"to_confirm_since": clock.now()}), (colleague, {"role": "leader"})):
        factories.make_case(user)
        User.objects.filter(pk=user.pk).update(**change)
    free = factories.UserFactory(unit=leader.unit, role="guide")
    loads = loads_of(leader, clock.today())
    assert {load.guide: load.cases for load in loads} == {guide: 1, colleague: 1, free: 0}
    assert [proposal.guide for proposal in propose(loads, None)] == [free]


def test_knowing_the_field_counts_and_is_said(guide, colleague):
    fgu = 7
    busy = Load(guide, cases=48, weight=61, knowledge={fgu: "FGU"})
    for other, first in ((61 - KNOWING_IS_WORTH - 1, colleague), (61 - KNOWING_IS_WORTH + 1, guide)):
        ranked = propose([busy, Load(colleague, cases=40, weight=other)], fgu)
        assert ranked[0].guide == first
    assert next(p.why for p in ranked if p.guide == guide) == "48 sager, vægt 61, kender til FGU"
    assert propose([busy], None)[0].why == "48 sager, vægt 61"


def test_each_number_is_the_length_of_its_list(as_leader, guide, leader):
    one_of_each(guide, clock.today())
    waiting(leader, days=15)
    waiting(leader, days=14)
    factories.make_case(guide)
    counts = board(leader).counts
    assert counts == {
        "inquiries": 3, "inquiries_over": 1, "awaited": 1, "put_off": 1, "cases": 2, "cases_over": 1,
    }  # fmt: skip
    inquiries, cases = reverse("intake:inquiry_list"), reverse("workspace:unit_list")
    for key, url in (
        ("inquiries", inquiries),
        ("inquiries_over", f"{inquiries}?vis=over"),
        ("awaited", f"{inquiries}?vis=udtalelser"),
        ("put_off", f"{inquiries}?vis=udsat"),
        ("cases", f"{cases}?vis=uden-guide"),
    ):
        assert as_leader.get(url).context["page"].count == counts[key], key
    for load in board(leader).loads:
        found = as_leader.get(cases, {"guide": load.guide.pk}).context["page"].count
        assert found == load.cases


def test_the_board_costs_the_same_however_much_waits(as_leader, guide, leader):
    def cost():
        as_leader.get(reverse("workspace:board"))
        with CaptureQueriesContext(connection) as captured:
            assert as_leader.get(reverse("workspace:board")).status_code == 200
        return len([q for q in captured if "SAVEPOINT" not in q["sql"]])

    waiting(leader)
    one_of_each(guide, clock.today())
    few = cost()
    for _n in range(12):
        waiting(leader)
        ask(make_inquiry(guide), guide)
        factories.make_case(guide)
    assert cost() == few <= 14


def test_the_proposal_knows_the_target_group_that_the_inquiry_came_with(as_leader, leader, guide, colleague):
    drugs = Knowledge.objects.get(code="drugs")
    guides_actions.describe_guide(
        colleague, by=leader, knowledge=[drugs], works_with_intake=True, qualification="", expected_version=1
    )
    inquiry = make_inquiry(guide, target_group=TargetGroup.objects.get(code="drugs"))
    person = factories.make_person(leader.unit, first_name="Vera", last_name="Vind")
    take_in_inquiry(inquiry, person, by=leader, reason="Har brug for en guide")
    (row,) = board(leader).cases
    assert row.proposals[0].guide == colleague
    assert row.proposals[0].why.endswith("kender til rusmidler")


def test_one_click_assigns_and_one_takes_it_back(as_leader, leader, guide):
    case = waiting(leader)
    assert (
        as_leader.post(reverse("workspace:board_assign", args=[case.pk]), {"user": guide.pk}).status_code
        == 303
    )
    case.refresh_from_db()
    assert (case.guide, case.status) == (guide, "running")
    assert "Fortryd" in as_leader.get(reverse("workspace:board")).content.decode()
    as_leader.post(reverse("workspace:board_undo", args=[case.pk]))
    case.refresh_from_db()
    assert (case.guide, case.status) == (None, "waiting")
    assert not Assignment.objects.current().filter(case=case).exists()
    (period,) = StatusPeriod.objects.current().filter(case=case)
    assert (period.status, period.until_on) == ("waiting", None)
    # What we knew meanwhile stays.
    assert Assignment.objects.filter(case=case, superseded_at__isnull=False).count() == 1
    acts = AuditEvent.objects.filter(case_id=case.pk, action__in=["case.assigned", "case.assign_undone"])
    assert acts.count() == 2


def test_undoing_a_move_gives_the_case_back_to_who_had_it(leader, guide, colleague, case):
    guides_actions.assign(case, colleague, by=leader)
    guides_actions.undo_assign(case, by=leader)
    case.refresh_from_db()
    assert (case.guide, case.status) == (guide, "running")
    present = Assignment.objects.current().get(case=case, until_on=None)
    assert present.user == guide


def undoable(leader):
    return [(row.case, row.guide) for row in board(leader).undoable]


def test_what_an_undo_gave_back_is_no_assignment_to_undo(as_leader, leader, guide, colleague, case):
    guides_actions.assign(case, colleague, by=leader)
    assert undoable(leader) == [(case, colleague.name)]
    page = as_leader.post(reverse("workspace:board_undo", args=[case.pk]), follow=True).content.decode()
    assert (
        f"Fortrudt: {guide.name} er igen ungeguide for {case.person.name}." in page
        and "venter igen" not in page
    )
    assert undoable(leader) == []
    with pytest.raises(ValidationError):
        guides_actions.undo_assign(Case.objects.get(pk=case.pk), by=leader)
    assert Case.objects.get(pk=case.pk).guide == guide
    guides_actions.assign(Case.objects.get(pk=case.pk), colleague, by=leader)
    assert undoable(leader) == [(case, colleague.name)]


def test_after_an_undo_nobody_is_guide_and_deputy(leader, guide, colleague, case):
    guides_actions.assign(case, colleague, by=leader)
    guides_actions.assign(case, guide, by=leader, kind="deputy")
    guides_actions.undo_assign(case, by=leader)
    case.refresh_from_db()
    assert (case.guide, case.deputy) == (guide, None)
    assert case.assignments.current().filter(until_on=None).count() == 1
    guides_actions.assign(case, colleague, by=leader, kind="deputy")
    guides_actions.assign(case, None, by=leader, kind="deputy")
    guides_actions.assign(case, leader, by=leader, kind="deputy")
    guides_actions.assign(case, colleague, by=leader)
    guides_actions.undo_assign(case, by=leader, kind="deputy")
    case.refresh_from_db()
    assert (case.guide, case.deputy) == (colleague, None)


def test_a_hand_over_that_is_undone_cannot_be_undone_again_from_the_board(leader, guide, colleague, case):
    row = transfer_cases([case], colleague, by=leader, reason="Nyt job")
    assert undoable(leader) == [(case, colleague.name)]
    assert undo_transfer(row, by=leader) == []
    assert undoable(leader) == []
    with pytest.raises(ValidationError):
        guides_actions.undo_assign(Case.objects.get(pk=case.pk), by=leader)
    assert Case.objects.get(pk=case.pk).guide == guide


def test_a_bulk_act_that_is_undone_leaves_nothing_to_undo_on_the_board(leader, guide, colleague, case):
    case.may = {"assign"}
    bulk = do_to_many([case], "assign", by=leader, user=colleague)
    assert undoable(leader) == [(case, colleague.name)]
    assert undo_many(bulk, [case], by=leader) == []
    assert undoable(leader) == [] and Case.objects.get(pk=case.pk).guide == guide


def test_an_assignment_is_undone_within_an_hour_and_by_whoever_made_it(leader, guide):
    case = waiting(leader)
    moment = clock.now()
    with clock.travel(moment):
        guides_actions.assign(case, guide, by=leader)
    with pytest.raises(ValidationError):
        guides_actions.undo_assign(case, by=guide)
    with (
        clock.travel(moment + guides_actions.UNDO_WINDOW + timedelta(seconds=1)),
        pytest.raises(ValidationError),
    ):
        guides_actions.undo_assign(case, by=leader)
    with clock.travel(moment + guides_actions.UNDO_WINDOW):
        guides_actions.undo_assign(Case.objects.get(pk=case.pk), by=leader)


def test_a_case_that_moved_on_is_not_undone(leader, guide):
    case = waiting(leader)
    guides_actions.assign(case, guide, by=leader)
    casefile_actions.set_status(case, "paused", by=guide)
    with pytest.raises(ValidationError):
        guides_actions.undo_assign(case, by=leader)
    case.refresh_from_db()
    assert (case.guide, case.status) == (guide, "paused")


@pytest.mark.parametrize("user", ["", "x", "9" * 40, "-1"])
def test_nonsense_assigns_nobody(as_leader, leader, user):
    case = waiting(leader)
    as_leader.post(reverse("workspace:board_assign", args=[case.pk]), {"user": user})
    case.refresh_from_db()
    assert case.guide is None


def kinds(user, today):
    groups = day.day_of(user, today).groups
    return [(group.css, str(task.text)) for group in groups for task in group.tasks if task.kind == "inquiry"]


def test_an_inquiry_stands_on_the_day_on_which_it_needs_somebody(guide, leader, colleague):
    today = clock.today()
    inquiry = make_inquiry(guide)
    assert kinds(guide, today) == []  # a fortnight to go
    assert kinds(guide, today + timedelta(days=14)) == [("today", "Venter på afgørelse")]
    statement = ask(inquiry, guide)
    assert kinds(guide, today + timedelta(days=8)) == [("late", "1 af 1 afdelinger har ikke svaret")]
    assert kinds(colleague, today + timedelta(days=8)) == []
    inquiries_actions.answer_statement(statement, by=guide, view="take_in", text="Ja", said_by="Lis")
    assert kinds(leader, today) == [("today", "Afdelingerne har svaret: tag stilling")]
    until = today + timedelta(days=30)
    inquiries_actions.decide(inquiry, "wait", by=leader, reason="Ferie", wait_until=until)
    assert kinds(leader, until - timedelta(days=1)) == []
    assert kinds(leader, until) == [("today", "Ventetiden er gået: tag stilling igen")]


@pytest.mark.parametrize(("assigned", "first"), [(3, "undo"), (4, "cases")])
def test_after_an_import_the_cases_without_a_guide_stand_on_top(as_leader, leader, guide, assigned, first):
    waiting(leader)
    for case in [waiting(leader) for _n in range(assigned)]:
        guides_actions.assign(case, guide, by=leader)
    text = as_leader.get(reverse("workspace:board")).content.decode()
    places = {name: text.index(f'id="h-{name}"') for name in ("undo", "cases")}
    assert min(places, key=places.get) == first
    assert ("<details" in text[places["undo"] :]) is (assigned > 3)


def test_a_board_that_has_moved_on_gives_nobody_a_case_twice(as_leader, leader, guide, colleague):
    """Two leaders look at the same board: the second is told, and the first's choice stands."""
    case = waiting(leader)
    url = reverse("workspace:board_assign", args=[case.pk])
    as_leader.post(url, {"user": guide.pk})
    answer = as_leader.post(url, {"user": colleague.pk}, follow=True)
    assert "En anden har fordelt sagen" in answer.content.decode()
    assert Case.objects.get(pk=case.pk).guide == guide


def test_who_describes_a_guide_in_the_same_moment_sees_both_texts(client, leader, guide, monkeypatch):
    save = guides_actions.save_versioned

    def somebody_is_quicker(user, *args):
        monkeypatch.setattr(guides_actions, "save_versioned", save)
        others = {"knowledge": Knowledge.objects.filter(is_active=True)[:1], "works_with_intake": True}
        now = User.objects.get(pk=guide.pk)
        guides_actions.describe_guide(
            now, by=leader, expected_version=now.version, qualification="Diplom i vejledning", **others
        )
        return save(user, *args)

    client.force_login(leader)
    url = reverse("workspace:guide_edit", args=[guide.pk])
    form = client.get(url).context["form"]
    monkeypatch.setattr(guides_actions, "save_versioned", somebody_is_quicker)
    sent = {"version": guide.version, "opened": form["opened"].value(), "qualification": "Master"}
    answer = client.post(url, sent | {"works_with_intake": "on"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Diplom i vejledning" in text and "Master" in text
