"""Whatever happens in whatever order, nothing that was asked or proposed waits on nobody.

A question waits on somebody at the partner who can open it, or the guide has a line about it. A proposal waits on the
guide. What has ended is told to who asked for it until they have seen it.
"""

from datetime import timedelta
from random import Random

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from cases.consents.actions import withdraw_consent
from cases.models import Case, Consent
from core import clock
from core.versions import Conflict
from partners.directory.actions import change_contact
from partners.models import Contact
from partners.owncard.actions import add_absence
from plans.closing.actions import close_case, reopen_case
from plans.milestones.actions import edit_milestone, move_milestone
from plans.models import Milestone, PromiseQuestion, Proposal
from plans.promises import actions
from tests.helpers.promises import give_basis, make_contact, make_promise
from workspace.day.day import day_of

pytestmark = pytest.mark.django_db


class World:
    """A guide, a leader, two partners with people of each kind, and a few promises."""

    def __init__(self, guide, leader, rng):
        self.guide, self.leader, self.rng, self.day = guide, leader, rng, clock.today()
        first = make_contact(guide.unit)
        self.contacts = [
            first,
            make_contact(guide.unit, partner=first.partner, is_coordinator=False),
            make_contact(guide.unit),
        ]
        self.promises = [make_promise(guide, self.contacts[n % 3], days=400) for n in range(4)]
        actions.ask(self.promises[0], by=guide, question="Møder hun?")
        actions.propose(self.promises[2], by=self.contacts[2].user, kind="end", reason="done")

    def promise(self) -> Milestone:
        return Milestone.objects.select_related("plan__case", "contact__partner").get(
            pk=self.rng.choice(self.promises).pk
        )

    def contact(self) -> Contact:
        return Contact.objects.select_related("partner", "user").get(pk=self.rng.choice(self.contacts).pk)

    def one(self, model):
        rows = list(model.objects.select_related("milestone__plan__case", "milestone__contact", "partner"))
        return self.rng.choice(rows) if rows else None

    def step(self):
        """One random act; what is refused changes nothing."""
        act = self.rng.choice([name for name in dir(self) if name.startswith("do_")])
        try:
            getattr(self, act)()
        except (ValidationError, PermissionDenied, Conflict):
            return

    def do_ask(self):
        actions.ask(self.promise(), by=self.guide, question="Møder hun?")

    do_ask_again = do_ask

    def do_answer(self):
        if row := self.one(PromiseQuestion):
            actions.answer(row, by=self.contact().user, text="Ja")

    def do_propose(self):
        kind, reason = self.rng.choice([("other_day", "youth_wish"), ("end", "done"), ("extend", "no_room")])
        day = self.day + timedelta(days=self.rng.randint(380, 500))
        actions.propose(self.promise(), by=self.contact().user, kind=kind, reason=reason, new_due_on=day)

    do_propose_again = do_propose

    def do_decide(self):
        if row := self.one(Proposal):
            if self.rng.random() < 0.5:
                actions.accept(row, by=self.guide)
            else:
                actions.decline(row, by=self.guide, words="Nej")

    def do_read(self):
        if row := self.one(PromiseQuestion):
            actions.read_answer(row, by=self.guide)

    def do_see(self):
        if row := self.one(Proposal):
            actions.see_outcome(row, by=self.contact().user)

    def do_withdraw_question(self):
        if row := self.one(PromiseQuestion):
            actions.withdraw_question(row, by=self.guide)

    def do_move(self):
        milestone = self.promise()
        move_milestone(milestone, self.rng.choice(milestone.moves), by=self.guide)

    def do_give_to_another(self):
        milestone = self.promise()
        edit_milestone(
            milestone, by=self.guide, expected_version=milestone.version, values={"contact": self.contact()}
        )

    def do_withdraw_basis(self):
        rows = list(Consent.objects.filter(withdrawn_at=None))
        if rows and self.rng.random() < 0.4:
            withdraw_consent(self.rng.choice(rows), by=self.guide)

    def do_give_basis(self):
        milestone = self.promise()
        if milestone.contact and not milestone.plan.case.is_closed:
            give_basis(milestone.plan.case, milestone.contact.partner, self.guide)

    do_give_basis_again = do_give_basis

    def do_leave_or_come_back(self):
        contact = self.contact()
        until = self.rng.choice([None, self.day - timedelta(days=1)])
        change_contact(contact, contact.version, {"until_on": until}, by=self.leader)

    def do_be_away(self):
        contact = self.contact()
        add_absence(contact, by=contact.user, from_on=self.day, until_on=self.day + timedelta(days=3))

    def do_close_or_reopen(self):
        case = Case.objects.get(pk=self.promise().plan.case_id)
        if case.is_closed:
            reopen_case(case, by=self.leader)
        elif self.rng.random() < 0.3:
            close_case(case, by=self.leader, reason="moved")


def lines_of(guide) -> dict[str, set[str]]:
    """What the guide's Min dag says: kind → rows."""
    found: dict[str, set[str]] = {}
    for group in day_of(guide, clock.today(), show_all=True).groups:
        for task in group.tasks:
            found.setdefault(task.kind, set()).add(task.ref)
    return found


def can_answer(row) -> bool:
    """Whether somebody at the partner opens the page where the question is answered."""
    url = reverse("portal:promise_answer", args=[row.milestone.plan.case_id, row.milestone_id, row.pk])
    for contact in Contact.objects.filter(partner=row.partner_id, user__isnull=False).select_related("user"):
        client = Client()
        client.force_login(contact.user)
        if client.get(url).status_code == 200:
            return True
    return False


def nothing_waits_on_nobody(world):
    lines = lines_of(world.guide)
    told = {
        kind: lines.get(f"promise-{kind}", set())
        for kind in ("proposed", "answered", "fell-away", "not-answered")
    }
    for row in PromiseQuestion.objects.select_related("milestone__plan__case", "milestone__contact"):
        if row.milestone.plan.case.is_closed:
            assert not row.waits
        elif row.waits:
            assert can_answer(row) or str(row.pk) in told["not-answered"]
        elif row.answered_at and not row.seen_at:
            assert str(row.pk) in told["answered"]
        elif row.is_undecided and not row.seen_at:
            assert str(row.pk) in told["fell-away"]
    for row in Proposal.objects.select_related("milestone__plan__case", "milestone__contact"):
        assert row.waits == (str(row.pk) in told["proposed"])


@pytest.mark.parametrize("seed", range(6))
def test_nothing_waits_on_nobody(guide, leader, seed):
    world = World(guide, leader, Random(seed))
    for number in range(40):
        world.step()
        if number % 5 == 4:
            nothing_waits_on_nobody(world)
    assert PromiseQuestion.objects.count() + Proposal.objects.count() > 2
