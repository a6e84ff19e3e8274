"""Deadlines in working days, reminders to everybody of the department, both leaders told; each once."""

from datetime import date, datetime, timedelta

import pytest

from accounts.models import User
from cases.consents.actions import withdraw_consent
from core import clock
from core.limits import limit
from core.mail import outbox
from core.mail.models import OutboxMail
from plans.limits import QUALIFICATION
from plans.models import Qualification
from plans.qualification import answering, mailing
from plans.qualification.choices import State
from plans.qualification.reminders import remind_due
from plans.qualification.rules import days_of, working_days_between
from plans.qualification.tasks import remind_departments
from tests.helpers import factories
from tests.helpers.qualification import answer, ask, give_basis, make_department

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 6, 8)


@pytest.mark.parametrize(
    ("sent", "half", "last"),
    [
        (MONDAY, date(2026, 6, 15), date(2026, 6, 22)),
        (date(2026, 6, 6), date(2026, 6, 12), date(2026, 6, 19)),  # a Saturday counts as the Friday before
        (date(2026, 6, 5), date(2026, 6, 12), date(2026, 6, 19)),  # Constitution Day is free
        (date(2026, 3, 30), date(2026, 4, 9), date(2026, 4, 16)),  # Easter: Thursday, Friday, Monday
        (date(2026, 12, 21), date(2026, 12, 30), date(2027, 1, 8)),  # Christmas and New Year's Eve
        (date(2024, 2, 26), date(2024, 3, 4), date(2024, 3, 11)),  # across 29 February; no Store Bededag
    ],
)
def test_days_are_working_days(sent, half, last):
    assert limit(QUALIFICATION, on=sent) == 10
    days = days_of(sent)
    assert (days.remind_on, days.due_on) == (half, last)


@pytest.mark.parametrize(("last", "days"), [(MONDAY, 0), (date(2026, 6, 9), 1), (date(2026, 6, 15), 5)])
def test_response_time_is_counted_from_the_day_after(last, days):
    assert working_days_between(MONDAY, last) == days


@pytest.fixture
def contact(unit):
    return make_department(unit, people=3)


@pytest.fixture
def sent(guide, contact):
    with clock.travel(MONDAY):
        case = factories.make_case(guide)
        give_basis(case, contact.partner, by=guide)
        row = ask(factories.make_milestone(case), contact, by=guide)
    OutboxMail.objects.all().delete()
    return row


def on(day):
    with clock.travel(day):
        return remind_due()


def to():
    return sorted(OutboxMail.objects.values_list("to", flat=True))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 6, 8, 21, 59, 59, tzinfo=clock.UTC), MONDAY),
        (datetime(2026, 6, 8, 22, 0, tzinfo=clock.UTC), date(2026, 6, 9)),
    ],
)
def test_the_day_it_was_sent_ends_at_midnight_in_copenhagen(guide, contact, moment, day):
    with clock.travel(moment):
        case = factories.make_case(guide)
        give_basis(case, contact.partner, by=guide)
        row = ask(factories.make_milestone(case), contact, by=guide)
    assert row.deadline == days_of(day).due_on


def test_all_members_are_reminded_half_way_and_on_the_last_day_once(sent, contact):
    contact.partner.contacts.exclude(pk=contact.pk).order_by("-pk").update(
        until_on=MONDAY + timedelta(days=6)
    )
    gone = contact.partner.contacts.exclude(pk=contact.pk).first()
    gone.until_on = MONDAY + timedelta(days=7)  # is there half way, and not at the end
    gone.save()
    assert on(sent.remind_on - timedelta(days=1)) == 0
    assert [on(sent.remind_on), on(sent.remind_on), on(sent.deadline - timedelta(days=1))] == [1, 0, 0]
    assert to() == sorted([contact.user.email, gone.user.email])
    assert [on(sent.deadline), on(sent.deadline)] == [1, 0]
    assert OutboxMail.objects.count() == 3


def test_a_worker_that_was_away_reminds_of_the_day_and_not_of_the_half(sent):
    assert on(sent.deadline) == 1
    assert {mail.subject for mail in OutboxMail.objects.all()} == {"KUI: et svar har frist i dag"}


def test_the_day_after_both_leaders_are_told_and_it_never_becomes_a_yes(sent, contact, leader, case):
    late = sent.deadline + timedelta(days=1)
    heads = contact.partner.contacts.filter(role="Teamleder").values_list("email", flat=True)
    assert [on(late), on(late)] == [1, 0]
    assert to() == sorted([leader.email, *heads])
    with clock.travel(late + timedelta(days=900)):
        remind_due()
        row = Qualification.objects.get()
        assert row.state == State.SENT and not row.is_carried and row.has_no_answer()


def test_a_department_without_heads_is_told_at_its_own_address(sent, contact, leader):
    contact.partner.contacts.update(role="Rådgiver")
    on(sent.deadline + timedelta(days=1))
    assert to() == sorted([leader.email, contact.partner.email])


@pytest.mark.parametrize(
    ("role", "leads"),
    [
        ("Teamleder", True),
        ("leder af jobcentret", True),
        ("Vejleder", False),
        ("Uddannelsesvejleder", False),
        ("Vejleder og koordinator", True),
        ("Leder af vejlederne", True),
        ("Overhead", False),
        ("Head of section", True),
    ],
)
def test_who_guides_young_people_does_not_lead_a_department(contact, role, leads):
    contact.partner.contacts.update(role="Rådgiver")
    contact.role = role
    contact.save()
    assert (f"head-{contact.pk}" in mailing.heads_of(contact.partner, MONDAY)) is leads


def test_a_department_with_neither_heads_nor_an_address_has_its_coordinators_told(sent, contact, leader):
    contact.partner.contacts.update(role="Rådgiver", is_coordinator=False)
    type(contact).objects.filter(pk=contact.pk).update(is_coordinator=True)
    type(contact.partner).objects.filter(pk=contact.partner_id).update(email="")
    on(sent.deadline + timedelta(days=1))
    assert to() == sorted([leader.email, contact.email])


def test_no_mail_says_of_whom_or_what(sent, contact, leader):
    for day in (sent.remind_on, sent.deadline, sent.deadline + timedelta(days=1)):
        on(day)
    person = sent.plan.case.person
    secrets = (person.first_name, person.last_name, sent.own_words, sent.question, "§")
    for mail in OutboxMail.objects.all():
        assert not [word for word in secrets if word in mail.subject + mail.body]


def test_a_leader_is_told_of_silence_though_the_department_may_be_told_nothing_more(sent, contact, leader):
    late = sent.deadline + timedelta(days=1)
    with clock.travel(late):
        withdraw_consent(sent.plan.case.consents.get(), by=sent.asked_by)
        told, asked = f"{sent.pk}/{leader.pk}", f"{sent.pk}/{contact.user_id}"
        assert mailing.still_unanswered(told) and not mailing.still_waits(asked)


def test_what_is_answered_is_not_reminded_of_and_a_queued_mail_is_dropped(sent, contact):
    on(sent.remind_on)
    with clock.travel(sent.remind_on):
        asked = f"{sent.pk}/{contact.user_id}"
        assert mailing.still_waits(asked)
        answer(Qualification.objects.get(), State.QUALIFIED, by=contact.user, basis_on=sent.remind_on)
        assert not mailing.still_waits(asked)
        assert mailing.still_unseen(f"{sent.pk}/{sent.asked_by_id}")
    assert on(sent.deadline) == 0 and on(sent.deadline + timedelta(days=5)) == 0


def leaves(person: str) -> bool:
    """Whether the mail that waits for somebody leaves now; those that wait for others are left alone."""
    OutboxMail.objects.exclude(to=person).delete()
    OutboxMail.objects.update(not_before=clock.now())
    return outbox.send_due() == 1


ENDS = {
    "closed": lambda one: User.objects.filter(pk=one.user_id).update(is_active=False),
    "left": lambda one: (
        type(one).objects.filter(pk=one.pk).update(until_on=clock.today() - timedelta(days=1))
    ),
    "moved": lambda one: (
        type(one).objects.filter(pk=one.pk).update(partner=factories.PartnerFactory(unit=one.partner.unit))
    ),
    "role": lambda one: User.objects.filter(pk=one.user_id).update(role="guide"),
    "department": lambda one: type(one.partner).objects.filter(pk=one.partner_id).update(is_active=False),
}


@pytest.mark.parametrize("how", [None, *ENDS])
@pytest.mark.parametrize("kind", ["half", "due"])
def test_a_reminder_leaves_while_its_reader_still_works_there(sent, contact, kind, how):
    day = sent.remind_on if kind == "half" else sent.deadline
    with clock.travel(day):
        remind_due()
        if how:
            ENDS[how](contact)
        assert leaves(contact.user.email) is (how is None)


@pytest.mark.parametrize("how", [None, "left", "moved", "department", "not leading"])
def test_who_leads_the_department_is_told_while_they_do(sent, contact, how):
    head = contact.partner.contacts.filter(role="Teamleder").first()
    with clock.travel(sent.deadline + timedelta(days=1)):
        remind_due()
        if how == "not leading":
            type(head).objects.filter(pk=head.pk).update(role="Rådgiver")
        elif how:
            ENDS[how](head)
        assert leaves(head.email) is (how is None)


@pytest.mark.parametrize("change", [{}, {"is_active": False}, {"role": "guide"}])
def test_a_leader_is_told_while_they_lead(sent, leader, change):
    with clock.travel(sent.deadline + timedelta(days=1)):
        remind_due()
        User.objects.filter(pk=leader.pk).update(version=leader.version, **change)
        assert leaves(leader.email) is not bool(change)


@pytest.mark.parametrize("back", [False, True])
@pytest.mark.parametrize("how", [None, "closed", "given away"])
def test_who_asked_is_told_the_answer_while_they_may_see_the_case(sent, contact, guide, colleague, how, back):
    with clock.travel(sent.remind_on):
        row = answer(Qualification.objects.get(), State.QUALIFIED, by=contact.user, basis_on=sent.remind_on)
        if back:
            OutboxMail.objects.all().delete()
            answering.take_back(row, by=contact.user, why="Forkert sag")
        if how == "closed":
            User.objects.filter(pk=guide.pk).update(is_active=False)
        elif how:
            type(sent.plan.case).objects.filter(pk=sent.plan.case_id).update(guide=colleague)
        assert leaves(guide.email) is (how is None)


def test_the_clockwork_wakes_it(sent):
    with clock.travel(sent.remind_on):
        assert remind_departments() == 1
