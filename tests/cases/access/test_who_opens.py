"""Who may open a case, at the edges: what a purpose, a name and a partner's contact open, and until when."""

from datetime import date, timedelta

import pytest

from cases.access.actions import open_with_purpose
from cases.access.permissions import Permission, Relation, permissions
from cases.consents import disclosure
from cases.consents.actions import give_consent
from cases.models import Case, Consent, NamedAccess, Topic
from cases.network.actions import add_participation, end_participation
from core import clock
from tests.helpers import factories

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
P = Permission
READS = {P.CASE_READ, P.PLAN_READ, P.DOCUMENT_READ}


@pytest.fixture(autouse=True)
def travelled():
    with clock.travel(TODAY):
        yield


def may(user, case) -> set[str]:
    """What ``user`` may do with the case; nothing when it is not theirs to open."""
    found = Case.objects.visible_to(user).filter(pk=case.pk).first()
    return set(permissions(found, user)) if found else set()


@pytest.mark.parametrize("purpose", ["sparring", "cover", "acute"])
def test_a_case_that_is_shielded_closes_to_whoever_opened_it_with_a_purpose(case, colleague, purpose):
    open_with_purpose(case, by=colleague, purpose=purpose, reason="Ferie")
    assert P.CASE_READ in may(colleague, case)
    assert Case.objects.known_to(colleague).get().relation == Relation.COLLEAGUE
    Case.objects.filter(pk=case.pk).update(shielded=True)
    assert may(colleague, case) == set()
    assert not Case.objects.known_to(colleague).exists()
    assert not Case.objects.known_with_is_open(colleague).exists()


def test_a_purpose_opens_until_midnight(case, colleague):
    open_with_purpose(case, by=colleague, purpose="sparring", reason="Torsdag")
    with clock.travel(clock.at(TODAY, 23, 59)):
        assert may(colleague, case) == READS
    with clock.travel(clock.end_of_day(TODAY)):
        assert may(colleague, case) == set()


@pytest.mark.parametrize("purpose", ["cover", "acute"])
def test_who_stands_in_writes_down_what_happened_and_decides_nothing(case, colleague, purpose):
    open_with_purpose(case, by=colleague, purpose=purpose, reason="Ringede fra stationen")
    writes = {P.NOTE_ADD, P.DRAFT_KEEP, P.ACTIVITY_CONFIRM, P.MILESTONE_UPDATE, P.DOCUMENT_ADD}
    assert may(colleague, case) == READS | writes


def test_a_name_on_a_shielded_case_takes_nothing_from_a_leader(guide, leader, colleague):
    open_case, case = factories.make_case(guide), factories.make_case(guide, shielded=True)
    assert may(leader, case) == set()
    for user in (leader, colleague):
        NamedAccess.objects.create(case=case, user=user)
    assert may(leader, case) == may(leader, open_case) >= {P.ASSIGN, P.CLOSE, P.LOG_READ}
    assert may(colleague, case) == READS


@pytest.fixture
def shared(case, guide, partner_user):
    """The case, shared with the partner of ``partner_user``: the plan, and no more."""
    partner = partner_user.partner_contact.partner
    add_participation(case, partner, by=guide)
    row = Consent(
        case=case, partner=partner, topics=[Topic.PLAN], purpose="Praktik", expires_on=TODAY + 90 * DAY
    )
    give_consent(row, by=guide)
    return case


def asked(case, user, topic=Topic.PLAN) -> bool:
    """What the outbox is told at the moment of sending."""
    return disclosure.still_allowed(disclosure.mail_check(case, user, topic).partition(":")[2])


@pytest.mark.parametrize("coordinator", [True, False])
@pytest.mark.parametrize(
    ("first", "last", "sees"),
    [
        (DAY, None, False),
        (DAY, DAY, False),
        (0 * DAY, None, True),
        (-DAY, DAY, True),
        (-DAY, 0 * DAY, True),
        (0 * DAY, 0 * DAY, True),
        (-DAY, -DAY, False),
    ],
)
def test_a_contact_sees_from_the_first_day_through_the_last(
    shared, partner_user, first, last, sees, coordinator
):
    contact = partner_user.partner_contact
    contact.from_on, contact.until_on = TODAY + first, None if last is None else TODAY + last
    contact.is_coordinator = coordinator
    contact.save()
    shared.participations.update(contact=contact)
    user = type(partner_user).objects.get(pk=partner_user.pk)
    assert (may(user, shared) == {P.PLAN_SHARED}) is sees
    assert (may(user, shared) == set()) is not sees
    assert asked(shared, user) is sees


def test_a_mail_leaves_for_what_is_covered_and_for_nothing_else(shared, guide, partner_user):
    assert asked(shared, partner_user)
    assert not asked(shared, partner_user, Topic.HEALTH)
    other = factories.ContactFactory(
        partner__unit=guide.unit, user=factories.UserFactory(unit=guide.unit, role="partner")
    )
    assert not asked(shared, other.user)
    assert not asked(factories.make_case(guide), partner_user)
    end_participation(shared.participations.get(), by=guide)
    assert not asked(shared, partner_user)
