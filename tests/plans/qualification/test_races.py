"""Many at once, in threads, on PostgreSQL: one answer, one question, and a seal that holds for the text it saw."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from cases.consents.actions import withdraw_consent
from cases.models import Consent, Disclosure
from core.mail.models import OutboxMail
from core.versions import Conflict
from plans.milestones.actions import edit_milestone
from plans.models import Goal, Milestone, Qualification
from plans.plan.actions import add_goal, edit_goal
from plans.qualification import reminders
from plans.qualification.choices import State
from tests.helpers.factories import make_milestone
from tests.helpers.meanwhile import meanwhile
from tests.helpers.qualification import answer, ask, give_basis, make_department

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="threads need PostgreSQL"),
]


def at_once(*acts):
    """Call the acts in a thread each at the same moment; results, or the errors in their place."""
    gate = Barrier(len(acts))

    def run(act):
        try:
            gate.wait(20)
            return act()
        except (ValidationError, Conflict) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def contact(unit):
    return make_department(unit, people=2)


@pytest.fixture
def milestone(case, contact, guide):
    give_basis(case, contact.partner, by=guide)
    return make_milestone(case)


def fresh(milestone):
    return Milestone.objects.select_related("plan__case").get(pk=milestone.pk)


def test_of_ten_guides_who_ask_one_has_asked(milestone, contact, guide):
    results = at_once(*[lambda: ask(fresh(milestone), contact, by=guide)] * 10)
    assert Qualification.objects.standing().count() == 1
    assert all(isinstance(result, Qualification | Exception) for result in results)


def test_of_two_colleagues_who_answer_one_has_answered(milestone, contact, guide):
    row = ask(milestone, contact, by=guide)
    users = [one.user for one in contact.partner.contacts.all()]
    results = at_once(
        lambda: answer(Qualification.objects.get(), State.QUALIFIED, by=users[0]),
        lambda: answer(Qualification.objects.get(), State.DECLINED, by=users[1]),
    )
    assert sum(isinstance(result, ValidationError) for result in results) == 1
    row.refresh_from_db()
    assert row.state in (State.QUALIFIED, State.DECLINED)
    assert row.history.filter(new_state__in=[State.QUALIFIED, State.DECLINED]).count() == 1


def test_an_edit_at_the_moment_of_the_yes_breaks_the_seal_whichever_was_first(milestone, contact, guide):
    for number in range(6):
        row = ask(fresh(milestone), contact, by=guide)
        version = fresh(milestone).version
        values = {"own_words": f"Andre ord {number}"}
        at_once(
            lambda row=row: answer(Qualification.objects.get(pk=row.pk), State.QUALIFIED, by=contact.user),
            lambda values=values, version=version: edit_milestone(
                fresh(milestone), by=guide, expected_version=version, values=values, took_part="meeting"
            ),
        )
        row = Qualification.objects.select_related("milestone").get(pk=row.pk)
        assert row.state == State.QUALIFIED and not row.is_carried
        assert not Qualification.objects.carried().exists()


def test_an_edit_at_the_moment_of_sending_is_sent_whole_or_seen_as_a_change(milestone, contact, guide):
    at_once(
        lambda: ask(fresh(milestone), contact, by=guide),
        lambda: edit_milestone(
            fresh(milestone),
            by=guide,
            expected_version=1,
            values={"own_words": "Andre ord"},
            took_part="meeting",
        ),
    )
    row = Qualification.objects.select_related("milestone").get()
    assert row.is_unchanged is (row.own_words == "Andre ord")
    assert row.text_hash == row.fingerprint


def test_two_workers_remind_once(milestone, contact, guide):
    row = ask(milestone, contact, by=guide)
    OutboxMail.objects.all().delete()
    done = at_once(*[lambda: reminders.remind_due(on=row.remind_on)] * 4)
    assert sum(done) == 1 and OutboxMail.objects.count() == 2


def test_a_basis_is_not_withdrawn_while_a_question_is_sent_on_it(milestone, contact, guide):
    basis = Consent.objects.get()
    waited, _done = meanwhile(
        lambda: ask(fresh(milestone), contact, by=guide), lambda: withdraw_consent(basis, by=guide)
    )
    assert waited and Qualification.objects.get().state == State.SENT
    basis.refresh_from_db()
    # Whoever withdraws sees, from that moment on, all that was told.
    assert basis.withdrawn_at is not None and basis.disclosures.count() == 1


def test_nothing_is_sent_on_a_basis_that_is_being_withdrawn(milestone, contact, guide):
    waited, refused = meanwhile(
        lambda: withdraw_consent(Consent.objects.get(), by=guide),
        lambda: ask(fresh(milestone), contact, by=guide),
    )
    assert waited and isinstance(refused, ValidationError)
    assert not Qualification.objects.exists() and not Disclosure.objects.exists()
    assert not OutboxMail.objects.exists()


def test_what_is_sent_are_the_words_that_stand_when_an_edit_is_done(milestone, contact, guide):
    goal = add_goal(Goal(plan=milestone.plan, text="Ro"), by=guide)
    edits = [
        (
            milestone,
            "own_words",
            lambda part, **new: edit_milestone(
                part, by=guide, expected_version=1, took_part="meeting", **new
            ),
        ),
        (
            goal,
            "text",
            lambda part, **new: edit_goal(part, by=guide, expected_version=1, took_part="meeting", **new),
        ),
    ]
    for part, name, edit in edits:
        here, there = (type(part).objects.select_related("plan__case").get(pk=part.pk) for _n in range(2))
        waited, row = meanwhile(
            lambda edit=edit, here=here, name=name: edit(here, values={name: "Andre ord"}),
            lambda there=there: ask(there, contact, by=guide),
        )
        assert waited and row.own_words == "Andre ord" and row.is_unchanged
