"""Over any sequence of closings, new roles, last days and hand-overs: nothing waits unseen on who cannot act."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Role, User
from accounts.users.actions import change_user, close_user, reopen_user
from cases.guides.actions import assign
from cases.models import Assignment, Case, Participation
from core import clock
from intake.models import Statement
from overview.takeover import actions, left
from partners.directory.actions import PARTNER_FIELDS, change_contact, change_partner, field_values
from partners.models import Contact
from plans.models import Effort, Milestone
from tests.helpers import factories
from tests.helpers.daily import tries
from tests.helpers.inquiries import ask, make_inquiry
from workspace.todos.actions import write_todo
from workspace.todos.models import Todo
from workspace.transfer.actions import cover

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ACTS = (
    "close",
    "reopen",
    "role",
    "end",
    "return",
    "inactive",
    "active",
    "give",
    "give nobody",
    "deputy",
    "cover",
    "todo",
)


class _Undo(Exception):
    """The example is over; the database is as before."""


def waiting_on_nobody(unit, today) -> list:
    """Everything open that lies with who cannot act, said without the code under test."""
    gone_users = {
        u.pk for u in User.objects.filter(unit=unit) if not u.is_active or u.role not in ("guide", "leader")
    }
    gone = {
        contact.pk
        for contact in Contact.objects.select_related("partner")
        if not contact.partner.is_active or (contact.until_on and contact.until_on < today)
    }
    found = []
    for case in Case.objects.filter(unit=unit, closed_on=None):
        found += [f"guide-{case.pk}"] * (case.guide_id in gone_users)
        found += [f"deputy-{case.pk}"] * (case.deputy_id in gone_users)
        found += [f"cover-{case.pk}"] * (case.cover_id in gone_users)
    found += [f"promise-{m.pk}" for m in Milestone.objects.all() if m.is_open and m.contact_id in gone]
    found += [f"effort-{e.pk}" for e in Effort.objects.filter(ended_on=None) if e.contact_id in gone]
    for part in Participation.objects.filter(until_on=None, superseded_at=None).select_related("partner"):
        if part.contact_id in gone or not part.partner.is_active:
            found.append(f"part-{part.pk}")
    for asked in Statement.objects.filter(answered_at=None, withdrawn_at=None, partner__isnull=False):
        people = Contact.objects.filter(partner=asked.partner_id, user__isnull=False)
        can = [c for c in people if c.pk not in gone and c.user.is_active]
        if not asked.partner.is_active or (people and not can):
            found.append(f"statement-{asked.pk}")
    found += [
        f"todo-{t.pk}" for t in Todo.objects.filter(case=None, done_at=None) if t.owner_id in gone_users
    ]
    return sorted(found)


def listed(unit, reader, today) -> list:
    """Every line of every page that the list of pages leads to."""
    found = []
    for who in left.who_left(unit.pk, today):
        rows = left.of_user(who, today) if isinstance(who, User) else left.of_partner(who, today)
        found += [line.key for line in left.lines_of(rows, reader, 200)]
    return sorted(found)


class World:
    """Two guides who come and go, one who stays, and a partner with two contacts and one with one."""

    def __init__(self):
        self.unit = unit = factories.UnitFactory()
        self.leader = factories.UserFactory(unit=unit, role="leader")
        self.admin = factories.UserFactory(unit=unit, role="admin")
        self.guides = [factories.UserFactory(unit=unit) for _n in range(2)]
        self.stays = factories.UserFactory(unit=unit)
        category = factories.PartnerCategoryFactory()
        self.contacts = []
        for people in (2, 1):
            partner = factories.PartnerFactory(
                unit=unit, category=category, side="internal", has_authority=True
            )
            for n in range(people):
                user = None if n else factories.UserFactory(unit=unit, role="partner")
                self.contacts.append(factories.ContactFactory(partner=partner, user=user))
        self.cases = [factories.make_case(guide) for guide in (*self.guides, self.stays)]
        for case, contact in zip(self.cases, self.contacts, strict=True):
            factories.make_milestone(case, responsible="partner", contact=contact)
            factories.make_effort(case, responsible="partner", contact=contact)
        ask(make_inquiry(self.stays), self.stays, partner=self.contacts[0].partner)

    def do(self, act, n):
        """One act, where it is possible; returns nothing."""
        today = clock.today()
        guide = User.objects.get(pk=self.guides[n % 2].pk)
        contact = Contact.objects.select_related("partner").get(pk=self.contacts[n % 3].pk)
        case = Case.objects.select_related("guide", "deputy", "cover", "unit").get(pk=self.cases[n % 3].pk)
        match act:
            case "close":
                close_user(guide, by=self.admin)
            case "reopen":
                reopen_user(guide, by=self.admin)
            case "role":
                values = {
                    k: getattr(guide, k) for k in ("name", "email", "initials", "phone", "qualification")
                }
                values["role"] = Role.GUIDE if guide.role == Role.ADMIN else Role.ADMIN
                change_user(guide, by=self.admin, expected_version=guide.version, values=values)
            case "end" | "return":
                day = today - timedelta(days=1) if act == "end" else None
                change_contact(contact, contact.version, {"until_on": day}, by=self.admin)
            case "inactive" | "active":
                partner = contact.partner
                values = field_values(partner, PARTNER_FIELDS) | {"is_active": act == "active"}
                change_partner(partner, partner.version, values, by=self.admin)
            case "todo":
                if guide.may_carry:
                    write_todo("Ring til skolen", today, by=guide, case=None if n % 2 else case)
            case "deputy":
                if guide.may_carry and case.guide_id != guide.pk:
                    assign(case, guide, by=self.leader, kind=Assignment.Kind.DEPUTY)
            case "cover":
                if guide.may_carry and case.guide_id not in (None, guide.pk) and case.cover_id is None:
                    cover(case, guide, by=self.leader, from_on=today, until_on=today + timedelta(days=3))
            case _:
                self.give(act == "give nobody", today)

    def give(self, nobody, today):
        for who in left.who_left(self.unit.pk, today):
            if isinstance(who, User):
                lines = left.lines_of(left.of_user(who, today), self.leader, 200)
                to = None if nobody else self.stays
                actions.follow_user(who, lines, to, by=self.leader, reason="Stoppet")
            else:
                lines = left.lines_of(left.of_partner(who, today), self.leader, 200)
                actions.follow_partner(who, lines, None, by=self.leader, reason="Stoppet")


@settings(max_examples=tries(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 5)), min_size=1, max_size=12))
def test_nothing_waits_on_who_cannot_act_without_standing_in_exactly_one_list(db, acts):
    try:
        with transaction.atomic():
            world, today = World(), clock.today()
            for act, n in acts:
                world.do(act, n)
                assert listed(world.unit, world.leader, today) == waiting_on_nobody(world.unit, today)
                without = set(Case.objects.filter(unit=world.unit).without_acting_guide())
                assert without == {
                    c for c in Case.objects.filter(unit=world.unit) if not (c.guide_id and c.guide.may_carry)
                }
            world.give(True, today)
            assert listed(world.unit, world.leader, today) == waiting_on_nobody(world.unit, today) == []
            raise _Undo
    except _Undo:
        pass
