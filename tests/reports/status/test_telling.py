"""Whom a new status is told of: by a link alone, once, and only for as long as there is something to read."""

from datetime import date, timedelta

import pytest
from django.core import mail

from audit.models import AuditEvent
from cases.consents.actions import withdraw_consent
from core import clock
from core.mail import outbox
from core.mail.models import OutboxMail
from core.sms.models import OutboxSms
from participation.access.actions import withdraw
from reports.models import ReportSnapshot
from reports.periods.rules import Month
from reports.schedules.models import Schedule
from reports.snapshots.telling import tell
from reports.status.telling import by_day, tell_outside
from tests.helpers import factories
from tests.helpers.entering import invite_youth, young_case
from tests.helpers.promises import make_contact, make_promise

pytestmark = pytest.mark.django_db


@pytest.fixture
def period():
    return Month.of(clock.today()).previous


@pytest.fixture
def case(guide):
    return young_case(guide, on=clock.today() - timedelta(days=100), first_name="Sigrid", last_name="Holm")


@pytest.fixture
def contact(guide, case):
    contact = make_contact(guide.unit)
    make_promise(guide, contact, case=case)
    return contact


@pytest.fixture
def entry(case):
    entry = invite_youth(case)
    OutboxMail.objects.all().delete()
    return entry


@pytest.fixture
def decided(guide):
    return Schedule.objects.create(unit=guide.unit, what="case", told_outside=True)


def told() -> set[str]:
    return set(OutboxMail.objects.values_list("to", flat=True))


def test_both_are_told_once_by_a_link_and_nothing_else(decided, guide, contact, entry, period):
    assert tell_outside(guide.unit, period) == 2
    assert tell_outside(guide.unit, period) == 0
    assert told() == {contact.user.email, entry.destination}
    for row in OutboxMail.objects.all():
        assert "http" in row.body
        for word in ("Sigrid", "Holm", contact.partner.name, "1"):
            assert word not in row.subject + row.body.replace("http://127.0.0.1", ""), word
    assert AuditEvent.objects.filter(action="status.told_outside").count() == 1


def test_of_an_earlier_period_nobody_is_told(decided, guide, contact, entry, period):
    """Made late or anew, several at once: what they would read is of today all the same."""
    assert tell_outside(guide.unit, period.previous) == 0
    assert tell_outside(guide.unit, period) == 2


def test_who_would_read_nothing_new_is_not_told(decided, guide, case, entry, period):
    assert tell_outside(guide.unit, period) == 0, "a plan without steps"


@pytest.mark.parametrize(
    ("hour", "minute", "leaves"), [(0, 20, (0, 9)), (8, 59, (0, 9)), (9, 0, (0, 9)), (18, 0, (1, 9))]
)
def test_nobody_is_woken(hour, minute, leaves):
    day = date(2026, 3, 28)  # the night after, the clocks go forward
    days, at = leaves
    assert by_day(clock.at(day, hour, minute)) == clock.at(day + timedelta(days=days), at)
    afternoon = clock.at(day, 17, 59)
    assert by_day(afternoon) == afternoon


def test_both_leave_by_day(decided, guide, contact, entry, period):
    with clock.travel(clock.at(clock.today(), 0, 20)):
        tell_outside(guide.unit, period)
        assert {clock.at(clock.today(), 9)} == set(OutboxMail.objects.values_list("not_before", flat=True))


def test_nobody_outside_is_told_unless_the_unit_has_decided(guide, contact, entry, period):
    assert tell_outside(guide.unit, period) == 0
    Schedule.objects.create(unit=guide.unit, what="case", told_outside=True, made=False)
    assert tell_outside(guide.unit, period) == 0 and not told()


def test_the_job_tells_when_statuses_are_made_and_of_nothing_else(decided, guide, contact, entry, period):
    tell(guide.unit, period, ["unit"])
    assert not told()
    tell(guide.unit, period, ["unit", ReportSnapshot.Kind.CASE])
    assert contact.user.email in told()


def test_who_has_nothing_to_read_is_not_told(decided, guide, case, contact, entry, period):
    withdraw_consent(case.consents.get(), by=guide)
    withdraw(entry, by=guide, reason="Misbrugt")
    assert tell_outside(guide.unit, period) == 0


def test_who_declined_mail_is_not_told(decided, guide, contact, period):
    type(contact.user).objects.filter(pk=contact.user.pk).update(weekly_digest=False)
    assert tell_outside(guide.unit, period) == 0


def test_a_basis_withdrawn_before_the_mail_leaves_stops_it(decided, guide, case, contact, period):
    tell_outside(guide.unit, period)
    withdraw_consent(case.consents.get(), by=guide)
    outbox.send_due()
    assert contact.user.email not in {to for letter in mail.outbox for to in letter.to}


def test_a_young_person_is_told_by_text_where_codes_come_so_and_never_on_paper(decided, guide, period):
    by_sms = young_case(guide, on=clock.today() - timedelta(days=100), first_name="Anna")
    factories.make_milestone(by_sms, own_words="Tale med skolen")
    invite_youth(by_sms, channel="sms", destination="+4521436587")
    on_paper = young_case(guide, on=clock.today() - timedelta(days=100), first_name="Bo")
    invite_youth(on_paper, channel="paper", destination="")
    OutboxSms.objects.all().delete()
    assert tell_outside(guide.unit, period) == 1
    assert "min-plan" in OutboxSms.objects.get().body
