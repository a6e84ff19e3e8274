"""From first enquiry to closing and back, in any order: one case, one plan, one guide, nothing told without a
basis, every act on the trail, and everybody counted once on every day."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.models import AuditEvent
from cases.activity import actions as activity_actions
from cases.casefile import actions as casefile_actions
from cases.casefile.actions import AlreadyKnown
from cases.consents import actions as consents_actions
from cases.guides import actions as guides_actions
from cases.models import Activity, Assignment, Case, Consent, Status, YoungPerson
from cases.network import actions as network_actions
from cases.notes import actions as notes_actions
from core import clock
from core.versions import Conflict
from intake.inquiries import actions as inquiries_actions
from intake.inquiries.actions import take_in_inquiry
from intake.models import Inquiry
from plans.closing import actions as closing_actions
from plans.milestones import actions as milestones_actions
from plans.models import MilestoneStatus, Plan
from reports.metrics.definitions.coverage import COVERAGE
from reports.metrics.unit_metrics import UnitMetrics
from tests.helpers import factories
from tests.helpers.daily import tries
from workspace.transfer import actions as transfer_actions

pytestmark = pytest.mark.django_db


START = date(
    2026, 2, 25
)  # a leap day's child comes of age, and the clocks change, within the days that are played


REFUSED = (ValidationError, AlreadyKnown, Conflict)


NUMBER = st.integers(0, 3)


STEPS = st.one_of(
    st.tuples(
        st.sampled_from(
            [
                "take in",
                "assign",
                "deputise",
                "cover",
                "end cover",
                "give over",
                "consent",
                "withdraw",
                "join",
                "leave",
                "say",
                "add",
                "confirm",
                "end",
                "note",
                "milestone",
                "move",
                "pause",
                "close",
                "reopen",
            ]
        ),
        NUMBER,
    ),
    st.tuples(st.just("days"), st.integers(1, 40)),
)


class Town:
    """A unit with three guides, a leader, a partner who signs in, and one young person."""

    def __init__(self):
        contact = factories.ContactFactory(user=factories.UserFactory(role="partner"))
        self.partner, self.partner_user, self.unit = contact.partner, contact.user, contact.partner.unit
        self.guides = [factories.UserFactory(unit=self.unit, role="guide") for _ in range(3)]
        self.leader = factories.UserFactory(unit=self.unit, role="leader")
        self.person = YoungPerson(
            unit=self.unit, first_name="Ida", last_name="Lund", birth_date=date(2008, 2, 29)
        )
        self.refused = self.done = 0

    @property
    def case(self) -> Case | None:
        """The latest case, as the database has it."""
        return Case.objects.filter(unit=self.unit).order_by("-opened_on", "-recorded_at").first()

    def do(self, step: str, number: int) -> None:
        """One act; it is wholly done and on the trail, or refused and nothing is changed."""
        before = AuditEvent.objects.count()
        try:
            with transaction.atomic():
                acted = getattr(self, step.replace(" ", "_"))(number)
        except REFUSED:
            assert AuditEvent.objects.count() == before, f"{step} was refused and is on the trail"
            self.refused += 1
        else:
            assert (AuditEvent.objects.count() > before) is (acted is not False), step
            self.done += 1

    # --- the acts. False: there was nothing to do, which is no act.

    def take_in(self, number):
        asked = Inquiry(
            unit=self.unit, first_name="Ida", last_name="Lund", asked_by="school", reason="Fravær"
        )
        inquiries_actions.receive_inquiry(asked, by=self.leader)
        guide = self.guides[number] if number < 3 else None
        known = YoungPerson.objects.filter(unit=self.unit).first()
        take_in_inquiry(asked, known or self.person, by=self.leader, reason="Passer til os", guide=guide)

    def assign(self, number):
        if not self.open() or self.case.guide == self.guides[number % 3]:
            return False
        return guides_actions.assign(self.case, self.guides[number % 3], by=self.leader)

    def deputise(self, number):
        user = self.guides[number] if number < 3 else None
        if not self.open() or self.case.deputy == user:
            return False
        return guides_actions.assign(self.case, user, by=self.leader, kind=Assignment.Kind.DEPUTY)

    def cover(self, number):
        if not self.case:
            return False
        today = clock.today()
        return transfer_actions.cover(
            self.case,
            self.guides[number % 3],
            by=self.leader,
            from_on=today,
            until_on=today + timedelta(days=7 * (number + 1)),
        )

    def end_cover(self, _number):
        return bool(self.case) and guides_actions.end_cover(self.case, by=self.leader)

    def give_over(self, number):
        if not self.case:
            return False
        transfer_actions.transfer_cases(
            [self.case], self.guides[number % 3], by=self.leader, reason="Ny fordeling"
        )
        return None

    def consent(self, number):
        if not self.open():
            return False
        until = clock.today() + timedelta(days=20 * number)
        row = Consent(
            case=self.case, partner=self.partner, topics=["plan"], purpose="Praktik", expires_on=until
        )
        consents_actions.give_consent(row, by=self.leader)
        return None

    def withdraw(self, _number):
        row = Consent.objects.filter(case__unit=self.unit, withdrawn_at=None).last()
        return consents_actions.withdraw_consent(row, by=self.leader) if row else False

    def join(self, _number):
        return (
            self.open()
            and network_actions.add_participation(self.case, self.partner, by=self.leader)
            and None
        )

    def leave(self, _number):
        row = self.case and self.case.participations.current().holding(clock.today()).first()
        return network_actions.end_participation(row, by=self.leader) if row else False

    def say(self, number):
        kinds = (Activity.FGU, Activity.NONE, Activity.JOB, Activity.UNKNOWN)
        return (
            activity_actions.set_activity(self.case, kinds[number], by=self.leader) if self.open() else False
        )

    def add(self, number):
        kinds = (Activity.JOB, Activity.COURSE, Activity.TREATMENT, Activity.FGU)
        if not self.open():
            return False
        activity_actions.add_activity(self.case, kinds[number], by=self.leader, hours_per_week=10)
        return None

    def confirm(self, _number):
        rows = self.case.activity_periods.current().filter(until_on=None) if self.open() else []
        if all(row.activity == Activity.UNKNOWN or row.confirmed_on >= clock.today() for row in rows):
            return False
        return activity_actions.confirm_activity(self.case, by=self.leader)

    def end(self, _number):
        row = self.open() and self.case.activity_periods.current().filter(until_on=None).first()
        return activity_actions.end_activity(row, by=self.leader) if row else False

    def note(self, _number):
        return (
            notes_actions.add_note(self.case, by=self.leader, text="Talt") and None if self.open() else False
        )

    def milestone(self, _number):
        return factories.make_milestone(self.case) and None if self.open() else False

    def move(self, number):
        plan = self.open() and self.case.plans.filter(closed_on=None).first()
        found = plan and plan.milestones.order_by("pk").first()
        if not found:
            return False
        status = MilestoneStatus.values[number]
        if found.status == status:
            return False
        milestones_actions.move_milestone(found, status, by=self.leader)
        return None

    def pause(self, _number):
        if not self.case:
            return False
        status = Status.RUNNING if self.case.status == Status.PAUSED else Status.PAUSED
        return casefile_actions.set_status(self.case, status, by=self.leader)

    def close(self, _number):
        return (
            closing_actions.close_case(self.case, by=self.leader, reason="declined") if self.case else False
        )

    def reopen(self, _number):
        return closing_actions.reopen_case(self.case, by=self.leader) if self.case else False

    def open(self) -> bool:
        """Whether there is a case that is not closed."""
        return self.case is not None and not self.case.is_closed

    # --- what always holds

    def holds(self):
        """Asked after every step, on its day."""
        today, case = clock.today(), self.case
        assert YoungPerson.objects.filter(unit=self.unit).count() <= 1
        assert Case.objects.filter(unit=self.unit, closed_on=None).count() <= 1
        # A plan is open exactly while its case is.
        plans_open = Plan.objects.filter(case__unit=self.unit, closed_on=None)
        assert plans_open.count() == Case.objects.filter(unit=self.unit, closed_on=None).count()
        assert not plans_open.exclude(case__closed_on=None).exists()
        self.everybody_counts_once()
        if case is None:
            return
        now = case.assignments.current().holding(today)
        guides = [row.user_id for row in now if row.kind == Assignment.Kind.GUIDE]
        assert guides == ([case.guide_id] if case.guide_id else [])
        assert case.status != Status.RUNNING or guides
        assert [row.status for row in case.status_periods.current().holding(today)] == [case.status]
        mine = {row.user_id for row in now}
        if not case.is_closed:
            assert {g.pk for g in self.guides if Case.objects.own_of(g).filter(pk=case.pk).exists()} == mine
        told = any(row.in_force(today) for row in case.consents.all())
        joined = case.participations.current().holding(today).exists()
        sees = Case.objects.visible_to(self.partner_user).filter(pk=case.pk).exists()
        assert sees is (told and joined and not case.is_closed)

    def everybody_counts_once(self):
        """The kinds of coverage never overlap and leave nobody out, today and on a day that has passed."""
        for on in (clock.today(), clock.today() - timedelta(days=3)):
            metrics = UnitMetrics(self.unit, on=on)
            assert sum(metrics.counts(COVERAGE).values()) == metrics.count("in_unit")


@settings(max_examples=tries(5))
@given(st.lists(STEPS, min_size=30, max_size=60))
def test_whatever_happens(steps):
    with transaction.atomic():
        day = START
        with clock.travel(day):
            town = Town()
        for step, number in [("take in", 0), *steps]:
            if step == "days":
                day += timedelta(days=number)
            with clock.travel(day):
                if step != "days":
                    town.do(step, number)
                town.holds()
        assert town.done
        transaction.set_rollback(True)
