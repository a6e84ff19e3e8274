"""Asking a department: who may be asked, what is disclosed, what the decision binds."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cases.consents.actions import withdraw_consent
from cases.guides.actions import assign
from cases.models import Disclosure, Topic
from core import clock
from core.mail.models import OutboxMail
from plans.closing.actions import close_case
from plans.milestones.actions import edit_milestone, move_milestone
from plans.models import DeclineReason, Goal, Qualification
from plans.plan.actions import add_goal, edit_goal
from plans.qualification import answering, asking
from plans.qualification.choices import State
from tests.helpers import factories
from tests.helpers.qualification import answer, ask, give_basis, make_department, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact(unit):
    return make_department(unit, people=2)


@pytest.fixture
def colleague_there(contact):
    return contact.partner.contacts.exclude(pk=contact.pk).get().user


@pytest.fixture
def milestone(case):
    return factories.make_milestone(case, own_words="Jeg vil have hjælp", professional="Støtte")


@pytest.fixture
def basis(case, contact, guide):
    return give_basis(case, contact.partner, by=guide)


@pytest.fixture
def sent(milestone, contact, basis, guide):
    return ask(milestone, contact, by=guide)


def test_what_is_sent_is_written_down_as_told_and_its_people_get_a_mail_without_content(
    sent, contact, milestone
):
    told = Disclosure.objects.get()
    assert told.consent.partner == contact.partner and told.topics == [Topic.PLAN]
    mails = OutboxMail.objects.all()
    assert mails.count() == 2
    for mail in mails:
        assert milestone.own_words not in mail.subject + mail.body
        assert milestone.plan.case.person.first_name not in mail.subject + mail.body
    assert (sent.own_words, sent.professional) == (milestone.own_words, milestone.professional)
    assert sent.is_unchanged and len(sent.text_hash) == 64


def test_without_a_basis_nothing_leaves(milestone, contact, guide):
    with pytest.raises(ValidationError, match="Intet grundlag"):
        ask(milestone, contact, by=guide)
    assert not Qualification.objects.exists() and not OutboxMail.objects.exists()


def test_a_basis_that_covers_the_plan_does_not_cover_health(case, milestone, contact, basis, guide):
    edit_milestone(milestone, by=guide, expected_version=1, values={"topics": ["health"]})
    with pytest.raises(ValidationError, match="Intet grundlag"):
        ask(milestone, contact, by=guide)
    give_basis(case, contact.partner, by=guide, topics=("health",))
    assert ask(milestone, contact, by=guide).topics == ["health"]


def test_what_may_be_sensitive_waits_for_a_guide_to_look(case, contact, basis, guide):
    milestone = factories.make_milestone(case, own_words="Samtale", professional="Hos politiet")
    with pytest.raises(ValidationError, match="følsomt"):
        ask(milestone, contact, by=guide)


def test_only_departments_with_authority_that_somebody_signs_in_for_are_asked(
    case, milestone, contact, basis, guide
):
    partner = contact.partner
    contact.user.is_active = False
    contact.user.save()
    partner.contacts.exclude(pk=contact.pk).update(until_on=clock.today() - timedelta(days=1))
    with pytest.raises(ValidationError, match="logger ind"):
        ask(milestone, contact, by=guide)
    partner.contacts.exclude(pk=contact.pk).update(until_on=clock.today())
    partner.has_authority = False
    partner.save()
    with pytest.raises(ValidationError, match="beslutte"):
        ask(milestone, contact, by=guide)
    partner.has_authority = True
    partner.save()
    assert ask(milestone, contact, by=guide).state == State.SENT


def test_nothing_of_a_shielded_case_is_sent(case, milestone, contact, basis, guide):
    case.shielded = True
    case.save()
    milestone.plan.case = case
    with pytest.raises(ValidationError, match="skærmet"):
        ask(milestone, contact, by=guide)


def test_what_was_changed_while_the_guide_looked_is_not_sent(milestone, contact, basis, guide):
    with pytest.raises(ValidationError, match="ændret"):
        ask(milestone, contact, by=guide, seen="0" * 64)


def test_one_question_of_a_part_stands(sent, milestone, contact, guide):
    with pytest.raises(ValidationError, match="har den allerede"):
        ask(milestone, contact, by=guide)
    with pytest.raises(IntegrityError), transaction.atomic():
        Qualification.objects.create(
            plan=milestone.plan, milestone=milestone, partner=contact.partner, asked_by=guide, question="?"
        )


def test_what_was_changed_since_is_sent_again_and_the_first_question_stays(sent, milestone, contact, guide):
    edit_milestone(
        milestone,
        by=guide,
        expected_version=1,
        values={"own_words": "Jeg vil noget andet"},
        took_part="meeting",
    )
    again = ask(milestone, contact, by=guide)
    sent.refresh_from_db()
    assert (sent.state, again.previous, again.state) == (State.ANNULLED, sent, State.SENT)
    assert sent.own_words == "Jeg vil have hjælp" and again.own_words == "Jeg vil noget andet"


def test_a_proposal_is_sent_as_the_same_question(milestone, contact, basis, guide):
    kept = ask(milestone, contact, by=guide, send_now=False)
    assert kept.state == State.PROPOSAL and not Disclosure.objects.exists()
    assert ask(milestone, contact, by=guide).pk == kept.pk
    assert Qualification.objects.get().state == State.SENT


@pytest.mark.parametrize("state", [State.DECLINED, State.NEEDS_MORE, State.NOT_OURS, State.QUALIFIED])
def test_after_an_answer_it_is_asked_again_in_a_new_question(sent, milestone, contact, guide, state):
    answer(sent, state, by=contact.user)
    again = ask(milestone, contact, by=guide)
    assert again.previous == sent and Qualification.objects.standing().get() == again
    sent.refresh_from_db()
    assert sent.state == state and sent.seen_at is not None


def test_who_asked_cannot_answer_in_the_action_nor_in_the_database(sent, contact):
    Qualification.objects.filter(pk=sent.pk).update(asked_by=contact.user)
    sent.refresh_from_db()
    with pytest.raises(ValidationError, match="spurgt"):
        answering.answer(sent, State.QUALIFIED, by=contact.user, **said(State.QUALIFIED))
    with pytest.raises(IntegrityError), transaction.atomic():
        Qualification.objects.filter(pk=sent.pk).update(decided_by=contact.user)


@pytest.mark.parametrize(
    ("state", "wrong"),
    [
        (State.DECLINED, {"alternative": " "}),
        (State.DECLINED, {"reason": None}),
        (State.NEEDS_MORE, {"decision": ""}),
        (State.NOT_OURS, {"whose": ""}),
        (State.QUALIFIED, {"basis": ""}),
        (State.QUALIFIED, {"basis_on": None}),
        (State.ADJUSTED, {"adjusted_words": ""}),
    ],
)
def test_an_answer_says_what_it_has_to_and_the_database_holds_to_it(sent, contact, state, wrong):
    with pytest.raises(ValidationError) as refused:
        answer(sent, state, by=contact.user, **wrong)
    assert set(refused.value.message_dict) == set(wrong)
    values = {
        "state": state, "decided_by": contact.user, "decided_at": clock.now(), **said(state),
        **{name: value.strip() if isinstance(value, str) else value for name, value in wrong.items()},
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Qualification.objects.filter(pk=sent.pk).update(**values)


def test_other_needs_words(sent, contact):
    other = DeclineReason.objects.get(needs_words=True)
    with pytest.raises(ValidationError, match="jeres ord"):
        answer(sent, State.DECLINED, by=contact.user, reason=other)
    answer(sent, State.DECLINED, by=contact.user, reason=other, reason_words="Vi flytter")


def test_a_colleague_answers_what_another_took(sent, contact, colleague_there):
    answering.take(sent, by=contact.user)
    answering.take(sent, by=colleague_there)
    assert sent.taken_by == colleague_there
    answering.lay_back(sent, by=contact.user)
    assert (sent.state, sent.taken_by) == (State.SENT, None)
    answering.take(sent, by=contact.user)
    answer(sent, State.QUALIFIED, by=colleague_there)
    assert [move.new_state for move in sent.history.all()] == [
        "proposal", "sent", "in_hand", "in_hand", "sent", "in_hand", "qualified",
    ]  # fmt: skip


def test_who_comes_second_is_told(sent, contact, colleague_there):
    theirs = Qualification.objects.get(pk=sent.pk)
    answer(sent, State.QUALIFIED, by=contact.user)
    with pytest.raises(ValidationError, match="først"):
        answer(theirs, State.NEEDS_MORE, by=colleague_there)
    assert Qualification.objects.get().state == State.QUALIFIED


CHANGES = {
    "own_words": "Jeg vil noget andet",
    "professional": "",
    "start_on": clock.today(),
    "due_on": None,
    "due_on ": clock.today() + timedelta(days=15),
    "responsible": "guide",
}


@pytest.mark.parametrize("name", [*CHANGES, "contact"])
def test_words_dates_and_carrier_break_the_seal_and_topics_do_not(sent, milestone, contact, guide, name):
    answer(sent, State.QUALIFIED, by=contact.user)
    version = milestone.version
    edit_milestone(milestone, by=guide, expected_version=version, values={"insight": True})
    held = Qualification.objects.get()
    assert held.is_carried and list(Qualification.objects.carried()) == [held]
    values = {name.strip(): CHANGES[name]} if name in CHANGES else {}
    values = values or {"responsible": "partner", "contact": contact}
    edit_milestone(milestone, by=guide, expected_version=version + 1, values=values, took_part="meeting")
    broken = Qualification.objects.get()
    assert not broken.is_carried and not Qualification.objects.carried().exists()
    assert broken.state == State.QUALIFIED


def test_a_goal_is_asked_about_too_and_its_words_bind(case, contact, basis, guide):
    goal = add_goal(Goal(plan=case.plans.get(), text="Ro i hverdagen"), by=guide)
    row = answer(ask(goal, contact, by=guide), State.QUALIFIED, by=contact.user)
    assert row.is_carried and Qualification.objects.carried().get() == row
    edit_goal(goal, by=guide, expected_version=1, values={"text": "Noget andet"}, took_part="meeting")
    row = Qualification.objects.get()
    assert not row.is_carried and not Qualification.objects.carried().exists()


def test_other_words_are_a_wish_until_the_plan_says_them(sent, milestone, contact, guide):
    later = clock.today() + timedelta(days=40)
    answer(sent, State.ADJUSTED, by=contact.user, adjusted_due_on=later)
    assert not Qualification.objects.get().is_carried
    asking.use_words(Qualification.objects.get(), by=guide)
    milestone.refresh_from_db()
    assert (milestone.professional, milestone.due_on) == ("Støtte fire timer om ugen", later)
    row = Qualification.objects.get()
    assert row.is_carried and row.seen_at and list(Qualification.objects.carried()) == [row]
    assert row.professional == "Støtte"  # what was sent stays what was sent


def test_closing_the_case_annuls_what_nobody_has_answered(sent, case, leader):
    close_case(case, by=leader, reason="moved")
    sent.refresh_from_db()
    assert sent.state == State.ANNULLED and sent.annulled_why


def test_a_reached_milestone_waits_for_nobody_and_for_somebody_again_when_it_is_not(sent, milestone, guide):
    move_milestone(milestone, "reached", by=guide)
    assert not Qualification.objects.at_department().exists()
    move_milestone(milestone, "under_way", by=guide)
    assert Qualification.objects.at_department().exists()


def test_the_answer_is_told_once(sent, contact, guide):
    OutboxMail.objects.all().delete()
    answer(sent, State.QUALIFIED, by=contact.user)
    mail = OutboxMail.objects.get()
    assert mail.to == guide.email and sent.own_words not in mail.body


def test_a_withdrawn_basis_closes_the_question_to_the_department(sent, basis, contact, guide):
    shown = Qualification.objects.shown_to(contact.user)
    assert list(shown) == [sent]
    withdraw_consent(basis, by=guide)
    assert not shown.all().exists()
    with pytest.raises(ValidationError):
        answer(sent, State.QUALIFIED, by=contact.user)


def test_who_may_not_see_the_case_any_more_is_told_nothing_and_the_new_guide_is(
    sent, case, contact, guide, colleague, leader
):
    assign(case, colleague, by=leader)
    OutboxMail.objects.all().delete()
    row = Qualification.objects.get()
    answer(row, State.QUALIFIED, by=contact.user)
    assert [mail.to for mail in OutboxMail.objects.all()] == [colleague.email]


def test_other_words_for_a_goal_are_used_too(case, contact, basis, guide):
    goal = add_goal(Goal(plan=case.plans.get(), text="Ro i hverdagen"), by=guide)
    row = ask(goal, contact, by=guide)
    with pytest.raises(ValidationError, match="dato"):
        answer(row, State.ADJUSTED, by=contact.user, adjusted_due_on=clock.today())
    answer(row, State.ADJUSTED, by=contact.user, adjusted_words="Ro om aftenen")
    assert not Qualification.objects.carried().exists()
    asking.use_words(Qualification.objects.get(), by=guide)
    goal.refresh_from_db()
    assert (goal.text, goal.professional) == ("Ro i hverdagen", "Ro om aftenen")
    assert Qualification.objects.get().is_carried
    assert Qualification.objects.carried().exists()
