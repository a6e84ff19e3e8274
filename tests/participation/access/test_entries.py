"""Who may enter Min plan on a day: reckoned from ages, custody, protection and the closing, by no job."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.limits.actions import add_limit
from accounts.models import User
from audit.models import AuditEvent
from cases.access.permissions import Permission, Relation, permissions
from cases.models import Case
from core import clock
from participation.access.actions import invite, tell_again, withdraw
from participation.access.rules import READ_DAYS, may_enter_at, parents_enter_until
from participation.limits import OWN_ACCESS
from participation.models import Entry
from plans.closing.actions import close_case
from tests.helpers import factories
from tests.helpers.entering import (
    HOME,
    MOTHER,
    invite_parent,
    invite_youth,
    parent_of,
    turning_18,
    young_case,
)

pytestmark = pytest.mark.django_db


def sees(entry) -> bool:
    """Whether whoever was invited may open the case; the door and the sign-in say the same."""
    mine = Case.objects.visible_to(entry.user).filter(pk=entry.case_id).exists()
    assert mine == entry.lets_in()
    return mine


@pytest.fixture
def case(guide):
    return young_case(guide)


# --- the young person ---


def test_the_young_person_sees_their_own_case_and_no_other(case, guide):
    other = young_case(guide)
    entry = invite_youth(case)
    invite_youth(other, destination="anden@eksempel.dk")
    rows = Case.objects.visible_to(entry.user)
    assert [(row.pk, row.relation) for row in rows] == [(case.pk, Relation.SELF)]
    assert list(Case.objects.known_to(entry.user)) == []
    assert list(Case.objects.opened_in_emergency(entry.user)) == []


def test_of_another_unit_nothing(case):
    entry = invite_youth(case)
    User.everybody.filter(pk=entry.user_id).update(unit=factories.UnitFactory())
    entry.user.refresh_from_db()
    assert not Case.objects.visible_to(entry.user).exists()


def test_a_closed_user_sees_nothing(case):
    entry = invite_youth(case)
    entry.user.is_active = False
    assert not Case.objects.visible_to(entry.user).exists()


def test_a_withdrawn_entry_lets_nobody_in(case, guide):
    entry = invite_youth(case)
    assert sees(entry)
    withdraw(entry, by=guide, reason="Ønsker det ikke")
    assert not sees(entry)
    assert sees(invite_youth(case)), "and may be given anew"
    assert User.everybody.filter(role="youth").count() == 1, "to the same person"


def test_a_closed_case_is_read_for_a_while_and_written_no_more(case, leader):
    entry = invite_youth(case)
    close_case(case, by=leader, reason="destination")
    read = Case.objects.visible_to(entry.user).get()
    assert permissions(read, entry.user) == {Permission.MY_PLAN_READ, Permission.MY_PLAN_ALONE}
    with clock.travel(clock.today() + timedelta(days=READ_DAYS - 1)):
        assert sees(entry)
    with clock.travel(clock.today() + timedelta(days=READ_DAYS)):
        assert not sees(entry)


def test_a_shielded_case_stays_open_to_the_young_person_alone(case):
    own, mother = invite_youth(case), invite_parent(case)
    assert sees(own) and sees(mother)
    Case.objects.filter(pk=case.pk).update(shielded=True)
    assert sees(own) and not sees(mother)


# --- parents ---


@pytest.mark.parametrize(
    ("born", "birthday"),
    [
        (date(2009, 3, 14), date(2027, 3, 14)),
        (date(2008, 2, 29), date(2026, 2, 28)),
        (date(2010, 2, 28), date(2028, 2, 28)),
        (date(2009, 12, 31), date(2027, 12, 31)),
    ],
)
def test_a_parents_access_ends_on_the_day_itself(guide, born, birthday):
    with clock.travel(birthday - timedelta(days=90)):
        case = young_case(guide, born=born)
        entry = invite_parent(case)
    assert parents_enter_until(born) == birthday
    with clock.travel(clock.end_of_day(birthday - timedelta(days=1)) - timedelta(seconds=1)):
        assert sees(entry)
    with clock.travel(clock.end_of_day(birthday - timedelta(days=1))):
        assert not sees(entry)


def test_at_18_the_young_person_is_asked_anew(guide):
    today = clock.today()
    case = young_case(guide, born=turning_18(today))
    mother = parent_of(case)
    with pytest.raises(ValidationError, match="fyldt 18"):
        invite_parent(case, mother)
    with pytest.raises(ValidationError, match="fyldt 18"):
        invite_parent(case, mother, agreed_on=today - timedelta(days=1))
    entry = invite_parent(case, mother, agreed_on=today)
    assert sees(entry) and Case.objects.visible_to(entry.user).get().relation == Relation.PARENT


def test_a_yes_of_somebody_who_turned_out_to_be_younger_counts_no_more(guide):
    case = young_case(guide, born=turning_18(clock.today()))
    father = parent_of(case, name="Far uden", has_custody=False)
    entry = invite_parent(case, father, agreed_on=clock.today())
    assert sees(entry)
    type(case.person).objects.filter(pk=case.person.pk).update(
        birth_date=turning_18(clock.today() + timedelta(days=1))
    )
    assert not sees(entry)


def test_both_holders_of_custody_enter_each_by_themselves(case, guide):
    mother, father = (
        invite_parent(case),
        invite_parent(case, parent_of(case, name="Jens Holm"), destination="far@eksempel.dk"),
    )
    assert sees(mother) and sees(father) and mother.user_id != father.user_id
    withdraw(father, by=guide, reason="Flyttet")
    assert sees(mother) and not sees(father)


def test_without_custody_nobody_enters(case):
    with pytest.raises(ValidationError, match="forældremyndighed"):
        invite_parent(case, parent_of(case, has_custody=False))


@pytest.mark.parametrize(
    "change",
    [{"has_custody": False}, {"contact_ban": True}, {"until_on": date(2020, 1, 1)}],
    ids=["custody lost", "ban", "gone"],
)
def test_what_changes_around_a_parent_counts_at_once(case, change):
    entry = invite_parent(case)
    assert sees(entry)
    type(entry.guardian).objects.filter(pk=entry.guardian_id).update(**change)
    assert not sees(entry)


def test_a_parent_who_is_around_until_tomorrow_still_enters(case):
    entry = invite_parent(case)
    rows = type(entry.guardian).objects.filter(pk=entry.guardian_id)
    rows.update(until_on=clock.today() + timedelta(days=1))
    assert sees(entry)
    rows.update(until_on=clock.today())
    assert not sees(entry)


@pytest.mark.parametrize("kind", ["shielded", "address"])
def test_of_a_protected_young_person_a_parent_enters_by_the_guides_word_only(case, kind):
    if kind == "shielded":
        case.shielded = True
        case.save(update_fields=["shielded"])
    else:
        case.person.address_protected = True
        case.person.save(update_fields=["address_protected"])
    mother = parent_of(case)
    with pytest.raises(ValidationError, match="beskyttet"):
        invite_parent(case, mother)
    assert sees(invite_parent(case, mother, despite_protection=True))


def test_a_parent_of_somebody_else_is_no_parent_here(case, guide):
    with pytest.raises(ValidationError):
        invite_parent(case, parent_of(young_case(guide)))


# --- inviting ---


@pytest.mark.parametrize(("days", "may"), [(0, True), (1, False)])
def test_from_thirteen(guide, days, may):
    born = clock.today().replace(year=clock.today().year - 13) + timedelta(days=days)
    assert may_enter_at(born, clock.today(), youngest=13) == may
    case = young_case(guide, born=born)
    if may:
        assert sees(invite_youth(case))
    else:
        with pytest.raises(ValidationError, match="13"):
            invite_youth(case)


def test_from_another_age_where_the_unit_says_so(guide, admin):
    day = clock.today()
    add_limit(OWN_ACCESS, 15, by=admin, valid_from=day, source="Byrådet")
    young = young_case(guide, born=day.replace(year=day.year - 15) + timedelta(days=1))
    with pytest.raises(ValidationError, match="15"):
        invite_youth(young)


def test_nobody_is_invited_into_a_closed_case(case, leader):
    close_case(case, by=leader, reason="destination")
    with pytest.raises(ValidationError):
        invite_youth(case)


@pytest.mark.parametrize(
    ("channel", "destination"),
    [("mail", "21314151"), ("sms", "ung@eksempel.dk"), ("mail", ""), ("paper", "ung@eksempel.dk")],
)
def test_the_address_fits_the_channel(case, channel, destination):
    with pytest.raises(ValidationError):
        invite_youth(case, channel=channel, destination=destination)


def test_a_shared_address_is_refused_but_for_paper(case):
    parent_of(case, phone="21 31 41 51")
    with pytest.raises(ValidationError, match="Andre"):
        invite_youth(case, channel="sms", destination="21314151")
    assert sees(invite_youth(case, channel="paper", destination=""))


def test_a_parent_at_two_siblings_is_one_person(case, guide):
    parent_of(young_case(guide), name="Karin Holm", email=MOTHER)
    parent_of(young_case(guide), name="karin holm", email=MOTHER)
    assert sees(invite_parent(case))


def test_once_only(case):
    invite_youth(case)
    with pytest.raises(ValidationError, match="allerede"):
        invite_youth(case, destination="anden@eksempel.dk")
    mother = parent_of(case)
    invite_parent(case, mother)
    with pytest.raises(ValidationError, match="allerede"):
        invite_parent(case, mother, destination="anden-mor@eksempel.dk")


def test_telling_again_is_refused_when_the_access_has_ended(case, guide):
    entry = invite_youth(case)
    tell_again(entry, by=guide)
    withdraw(entry, by=guide, reason="Ønsker det ikke")
    with pytest.raises(ValidationError):
        tell_again(entry, by=guide)


def test_withdrawing_twice_keeps_the_first_reason(case, guide, colleague):
    entry = invite_youth(case)
    withdraw(entry, by=guide, reason="Den første")
    withdraw(entry, by=colleague, reason="Den anden")
    entry.refresh_from_db()
    assert (entry.withdrawn_because, entry.withdrawn_by) == ("Den første", guide)


# --- the database's own word ---


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "parent"},
        {"agreed_on": date(2026, 1, 1)},
        {"despite_protection": True},
        {"channel": "paper"},
        {"destination_index": ""},
        {"withdrawn_because": "uden hvem"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_the_database_refuses(case, wrong):
    entry = invite_youth(case)
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(**wrong)


@pytest.mark.parametrize(
    "wrong", [{"password": "scrypt$1"}, {"email": "ung@eksempel.dk"}], ids=["password", "mailbox"]
)
def test_the_database_lets_nobody_of_min_plan_have_a_password_or_a_mailbox(case, wrong):
    entry = invite_youth(case)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.everybody.filter(pk=entry.user_id).update(**wrong)


def test_the_door_signs_out_whose_access_has_ended(client, case):
    entry = invite_parent(case)
    client.force_login(entry.user)
    assert client.get(HOME).status_code == 200
    type(entry.guardian).objects.filter(pk=entry.guardian_id).update(has_custody=False)
    assert client.get(HOME).status_code == 302


def test_the_invitation_is_by_keyword_and_on_the_trail(case, guide):
    entry = invite(case, by=guide, channel="paper")
    assert AuditEvent.objects.filter(
        action="entry.invited", case_id=case.pk, object_id=str(entry.pk)
    ).exists()
