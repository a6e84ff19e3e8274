"""The door asked of the database, row by row: who finds which case, what they are to it, and on which day."""

from datetime import date, timedelta

import pytest

from accounts.models import Role
from cases.access.door import find
from cases.access.models import AccessGrant, BrokenGlass
from cases.access.permissions import Relation
from cases.casefile.models import Case
from cases.consents.actions import give_consent
from cases.models import Consent, NamedAccess, Topic
from cases.network.actions import add_participation
from core import clock
from partners.models import Absence
from plans.models import Qualification
from portal.partner.shared import shared_cases
from tests.helpers import factories

pytestmark = pytest.mark.django_db

TODAY, DAY = date(2026, 11, 20), timedelta(days=1)


@pytest.fixture(autouse=True)
def travelled():
    with clock.travel(TODAY):
        yield


def seen(user, case):
    """``(relation, purpose)`` through the door, or None.

    The cheap door, that of one case, and a partner's list are asked for the same.
    """
    row = Case.objects.visible_to(user).filter(pk=case.pk).first()
    assert Case.objects.visible_to(user, why=False).filter(pk=case.pk).exists() is (row is not None)
    found = find(user, case.pk)
    assert found == row
    assert row is None or (found.relation, found.grant_purpose) == (row.relation, row.grant_purpose)
    if user.role == Role.PARTNER:
        assert (case in shared_cases(user)) is (row is not None)
    return row and (row.relation, row.grant_purpose)


def known(user, case):
    """``(relation, whether it opens)`` as far as somebody may know of the case, or None."""
    row = Case.objects.known_to(user).filter(pk=case.pk).first()
    beside = Case.objects.known_with_is_open(user).filter(pk=case.pk).first()
    assert (row is None) is (beside is None)
    return row and (row.relation, bool(beside.is_open))


def change(case, **values):
    Case.objects.filter(pk=case.pk).update(**values)


OWN, NAMED, GRANTED = Relation.OWN, Relation.NAMED, Relation.GRANTED


@pytest.mark.parametrize("shielded", [False, True])
@pytest.mark.parametrize("how", ["guide", "deputy"])
def test_who_carries_a_case_opens_it_shielded_or_not(guide, colleague, how, shielded):
    case = factories.make_case(guide, shielded=shielded)
    change(case, guide=guide, deputy=None)
    change(case, **{how: colleague})
    assert seen(colleague, case) == (OWN, None) and known(colleague, case) == (OWN, True)
    (row,) = Case.objects.own_of(colleague)
    assert (row.pk, row.relation, row.grant_purpose) == (case.pk, OWN, None)


@pytest.mark.parametrize(
    ("first", "last", "covers"),
    [(0, 1, True), (-5, 1, True), (0, 9, True), (1, 9, False), (-5, 0, False)],
)
def test_who_covers_opens_it_from_the_first_day_until_before_the_last(
    guide, colleague, unit, first, last, covers
):
    case, third = factories.make_case(guide, shielded=True), factories.UserFactory(unit=unit, role="guide")
    change(case, cover=colleague, cover_from=TODAY + first * DAY, cover_until=TODAY + last * DAY)
    assert seen(colleague, case) == ((OWN, None) if covers else None)
    assert Case.objects.own_of(colleague).exists() is covers
    assert known(colleague, case) == ((OWN, True) if covers else None)
    assert Case.objects.filter(Case.objects.carried_q(colleague, TODAY + first * DAY)).exists()
    assert not Case.objects.filter(Case.objects.carried_q(colleague, TODAY + last * DAY)).exists()
    assert seen(guide, case) == (OWN, None)
    assert seen(third, case) is known(third, case) is None and not Case.objects.own_of(third).exists()


def test_a_colleague_knows_of_a_case_and_opens_it_for_a_purpose_until_its_end(case, colleague):
    assert seen(colleague, case) is None and known(colleague, case) == (Relation.COLLEAGUE, False)
    grant = AccessGrant(case=case, user=colleague, reason="Ferie", expires_at=clock.now() + DAY)
    for hours, purpose in ((2, "cover"), (3, "sparring")):  # the later one says what for
        AccessGrant.objects.create(
            case=case, user=colleague, purpose=purpose, reason="Ferie",
            granted_at=clock.now() - timedelta(hours=5 - hours), expires_at=grant.expires_at,
        )  # fmt: skip
    assert seen(colleague, case) == (GRANTED, "sparring")
    assert known(colleague, case) == (Relation.COLLEAGUE, True)
    AccessGrant.objects.update(expires_at=clock.now())
    assert seen(colleague, case) is None and known(colleague, case) == (Relation.COLLEAGUE, False)


def test_a_purpose_is_of_its_case_and_its_person(guide, case, colleague, unit):
    other, third = factories.make_case(guide), factories.UserFactory(unit=unit, role="guide")
    AccessGrant.objects.create(
        case=case, user=colleague, purpose="acute", reason="Ferie", expires_at=clock.now() + DAY
    )
    assert (seen(colleague, case), seen(colleague, other), seen(third, case)) == (
        (GRANTED, "acute"),
        None,
        None,
    )
    change(case, shielded=True)
    assert seen(colleague, case) is None and known(colleague, case) is None


@pytest.mark.parametrize("role", ["guide", "leader"])
def test_who_is_named_opens_a_shielded_case_and_nobody_else_knows_of_it(guide, unit, role):
    case, other = factories.make_case(guide, shielded=True), factories.make_case(guide, shielded=True)
    user = factories.UserFactory(unit=unit, role=role)
    assert seen(user, case) is known(user, case) is None
    NamedAccess.objects.create(case=case, user=user)
    assert seen(user, case) == (NAMED, None) and known(user, case) == (Relation.COLLEAGUE, True)
    assert seen(user, other) is known(user, other) is None
    third = factories.UserFactory(unit=unit, role=role)
    assert seen(third, case) is known(third, case) is None, "a name is one person's"
    change(case, guide=user)
    assert seen(user, case) == (OWN, None)


def test_a_leader_opens_what_is_not_shielded(guide, leader):
    case = factories.make_case(guide)
    assert seen(leader, case) == (Relation.LEADER, None)
    assert known(leader, case) == (Relation.COLLEAGUE, True)
    change(case, guide=leader)
    assert seen(leader, case) == (OWN, None)
    assert not Case.objects.own_of(guide).exists()


@pytest.mark.parametrize("role", ["guide", "leader"])
def test_another_unit_knows_of_nothing_even_what_it_once_carried(guide, role):
    case = factories.make_case(guide)
    user = factories.UserFactory(unit=factories.UnitFactory(), role=role)
    change(case, deputy=user)
    NamedAccess.objects.create(case=case, user=user)
    BrokenGlass.objects.create(
        case=case, user=user, reason="x", told_reason="x", expires_at=clock.now() + DAY
    )
    change(case, shielded=True)
    assert seen(user, case) is known(user, case) is None
    assert not Case.objects.own_of(user).exists() and not Case.objects.opened_in_emergency(user).exists()


@pytest.mark.parametrize(
    "values", [{"role": "admin"}, {"is_active": False}, {"to_confirm_since": clock.now()}]
)
def test_who_may_not_work_finds_nothing_though_it_is_their_own(guide, values):
    case = factories.make_case(guide, shielded=True)
    BrokenGlass.objects.create(
        case=case, user=guide, reason="x", told_reason="x", expires_at=clock.now() + DAY
    )
    assert seen(guide, case) == (OWN, None)
    for name, value in values.items():
        setattr(guide, name, value)
    assert seen(guide, case) is known(guide, case) is None
    assert not Case.objects.opened_in_emergency(guide).exists()


@pytest.mark.parametrize(
    ("seconds", "shielded", "opens"),
    [(1, True, True), (0, True, False), (-1, True, False), (1, False, False)],
)
def test_a_broken_glass_opens_a_shielded_case_until_its_end(guide, colleague, seconds, shielded, opens):
    case, other = factories.make_case(guide, shielded=shielded), factories.make_case(guide, shielded=True)
    BrokenGlass.objects.create(
        case=case, user=colleague, reason="x", told_reason="x",
        expires_at=clock.now() + timedelta(seconds=seconds),
    )  # fmt: skip
    rows = list(Case.objects.opened_in_emergency(colleague))
    expected = [(case.pk, Relation.EMERGENCY, None)] if opens else []
    assert [(row.pk, row.relation, row.grant_purpose) for row in rows] == expected
    assert not Case.objects.opened_in_emergency(guide).exists() and seen(colleague, other) is None
    assert seen(colleague, case) is None, "an emergency puts it in no list"


@pytest.fixture
def partner(unit):
    """A department with a coordinator, and two others who sign in."""
    found = factories.PartnerFactory(unit=unit, side="internal", has_authority=True)
    for name, coordinates in (("Koordinator", True), ("Anna", False), ("Bo", False)):
        user = factories.UserFactory(unit=unit, role="partner", name=name)
        factories.ContactFactory(partner=found, name=name, is_coordinator=coordinates, user=user)
    return found


def contact(partner, name):
    return partner.contacts.select_related("user", "partner").get(name=name)


def share(case, partner, *, named=None, days=90, topics=(Topic.PLAN,)):
    add_participation(case, partner, by=case.guide, contact=named)
    row = Consent(case=case, partner=partner, topics=list(topics), purpose="Praktik")
    row.expires_on = TODAY + days * DAY
    return give_consent(row, by=case.guide)


def readers(case, partner):
    """The names of those at the partner who find the case."""
    people = partner.contacts.select_related("user", "partner").order_by("name")
    found = {
        one.name: seen(type(one.user).objects.get(pk=one.user_id), case) for one in people if one.user_id
    }
    assert set(found.values()) <= {None, (Relation.SHARED, None)}
    return [name for name, relation in found.items() if relation]


def test_a_coordinator_finds_what_is_shared_and_others_what_they_are_named_for(case, partner):
    share(case, partner)
    assert readers(case, partner) == ["Koordinator"]
    case.participations.update(contact=contact(partner, "Anna"))
    assert readers(case, partner) == ["Anna", "Koordinator"]


def test_who_promised_a_milestone_finds_the_case_while_it_is_open(case, partner):
    share(case, partner)
    milestone = factories.make_milestone(case, responsible="partner", contact=contact(partner, "Bo"))
    assert readers(case, partner) == ["Bo", "Koordinator"]
    type(milestone).objects.filter(pk=milestone.pk).update(status="reached", reached_on=TODAY)
    assert readers(case, partner) == ["Koordinator"]
    type(milestone).objects.filter(pk=milestone.pk).update(status="planned", reached_on=None)
    case.plans.update(closed_on=TODAY)
    assert readers(case, partner) == ["Koordinator"]


def test_a_milestone_of_another_case_opens_nothing(guide, case, partner):
    share(case, partner)
    other = factories.make_case(guide)
    factories.make_milestone(other, responsible="partner", contact=contact(partner, "Bo"))
    assert readers(case, partner) == ["Koordinator"] and readers(other, partner) == []


@pytest.mark.parametrize(
    ("first", "last", "cancelled", "sees"),
    [
        (0, 0, False, True),
        (-3, 3, False, True),
        (1, 3, False, False),
        (-3, -1, False, False),
        (-3, 3, True, False),
    ],
)
def test_who_stands_in_finds_what_the_other_is_named_for(case, partner, leader, first, last, cancelled, sees):
    share(case, partner, named=contact(partner, "Anna"))
    Absence.objects.create(
        contact=contact(partner, "Anna"), stand_in=contact(partner, "Bo"), by=leader,
        from_on=TODAY + first * DAY, until_on=TODAY + last * DAY,
        cancelled_at=clock.now() if cancelled else None,
    )  # fmt: skip
    assert ("Bo" in readers(case, partner)) is sees


def test_everybody_of_a_department_finds_what_it_is_asked_while_it_may_decide(case, partner, guide):
    share(case, partner)
    milestone = factories.make_milestone(case)
    row = Qualification.objects.create(
        plan=milestone.plan, milestone=milestone, partner=partner, question="Kan I?", asked_by=guide,
        asked_at=clock.now(),
    )  # fmt: skip
    assert readers(case, partner) == ["Koordinator"], "a proposal is not sent"
    Qualification.objects.filter(pk=row.pk).update(
        state="sent", sent_at=clock.now(), deadline=TODAY, remind_on=TODAY, text_hash="x"
    )
    assert readers(case, partner) == ["Anna", "Bo", "Koordinator"]
    assert readers(factories.make_case(guide), partner) == []
    type(partner).objects.filter(pk=partner.pk).update(has_authority=False)
    assert readers(case, partner) == ["Koordinator"]


@pytest.mark.parametrize(
    "how", ["no part", "part over", "no basis", "expired", "closed", "shielded", "left", "unused"]
)
def test_each_of_what_a_partner_needs_is_needed(case, partner, how):
    row = share(case, partner, named=contact(partner, "Anna"))
    assert readers(case, partner) == ["Anna", "Koordinator"]
    if how == "no part":
        case.participations.all().delete()
    elif how == "part over":
        case.participations.update(from_on=TODAY - 9 * DAY, until_on=TODAY - DAY)
    elif how == "no basis":
        Consent.objects.filter(pk=row.pk).update(withdrawn_at=clock.now())
    elif how == "expired":
        Consent.objects.filter(pk=row.pk).update(from_on=TODAY - 9 * DAY, expires_on=TODAY - DAY)
    elif how in ("closed", "shielded"):
        closed = {"closed_on": TODAY, "close_reason": "moved", "status": "closed"}
        change(case, **(closed if how == "closed" else {"shielded": True}))
    elif how == "left":
        partner.contacts.update(from_on=TODAY - 9 * DAY, until_on=TODAY - DAY)
    else:
        type(partner).objects.filter(pk=partner.pk).update(is_active=False)
    assert readers(case, partner) == []


def test_what_is_shared_with_one_partner_is_nobody_elses(guide, case, partner, unit, partner_user):
    share(case, partner)
    theirs = partner_user.partner_contact
    type(theirs).objects.filter(pk=theirs.pk).update(is_coordinator=True)
    user = type(partner_user).objects.get(pk=partner_user.pk)
    assert seen(user, case) is None
    add_participation(case, theirs.partner, by=guide)
    assert seen(user, case) is None, "a part without a basis"
    theirs.partner.participations.all().delete()
    row = Consent(case=case, partner=theirs.partner, topics=[Topic.PLAN], purpose="Praktik")
    row.expires_on = TODAY + 90 * DAY
    give_consent(row, by=guide)
    assert seen(user, case) is None, "a basis without a part, where another partner has one"
    other = factories.make_case(guide)
    share(other, theirs.partner)
    assert seen(user, other) == (Relation.SHARED, None) and readers(other, partner) == []
    assert known(user, other) is None
    nobody = factories.UserFactory(unit=unit, role="partner")  # signs in for no partner
    assert seen(nobody, case) is None
