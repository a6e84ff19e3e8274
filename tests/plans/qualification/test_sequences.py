"""Whatever happens in whatever order: no question waits on nobody, silence is never a yes, and what a queryset says
of a question is what its property says.
"""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from cases.consents.actions import withdraw_consent
from cases.models import Case
from core import clock, limits
from core.versions import Conflict
from plans.closing.actions import close_case, reopen_case
from plans.milestones.actions import edit_milestone, move_milestone
from plans.models import Milestone, Qualification
from plans.qualification import answering, asking, reminders
from plans.qualification.choices import ANSWERS, CARRYING, State
from portal.qualification.waiting import qualifications_waiting, waiting_rows
from tests.helpers import factories
from tests.helpers.daily import SEED, examples_of_the_day
from tests.helpers.qualification import ask, give_basis, make_department, said
from workspace.day import day
from workspace.day.asking import ask as ask_sources
from workspace.lines.source import About, Source
from workspace.sources.qualifications import qualification_rows, qualification_tasks

pytestmark = pytest.mark.django_db

START = date(2026, 3, 26)  # Easter and the change of the clock lie in the days that are played
REFUSED = (ValidationError, Conflict)
WORDS = st.sampled_from(["Jeg vil have hjælp", "Jeg vil noget andet"])
ASK, ANSWER = st.tuples(st.just("ask"), st.booleans()), st.tuples(st.just("answer"), st.sampled_from(ANSWERS))
ACTS = st.sampled_from(
    [
        ASK, ASK, ANSWER, ANSWER, ANSWER, st.tuples(st.just("edit"), WORDS),
        st.tuples(st.just("days"), st.integers(1, 16)), st.tuples(st.just("move"), st.sampled_from(
            ["reached", "dropped", "planned"])),
        *(st.just((name,)) for name in (
            "take", "lay_back", "take_back", "annul", "seen", "use_words", "remind", "withdraw", "give", "leave",
            "return", "authority", "close", "reopen",
        )),
    ]
).flatmap(lambda act: act)  # fmt: skip
played: Counter = Counter()


class Plan:
    """A case with a milestone, a department with one who signs in, and what somebody does there."""

    def __init__(self):
        unit = factories.UnitFactory()
        self.guide = factories.UserFactory(unit=unit, role="guide")
        self.leader = factories.UserFactory(unit=unit, role="leader")
        self.contact = make_department(unit)
        self.user = self.contact.user
        case = factories.make_case(self.guide, on=START - timedelta(days=30))
        self.case_id, self.milestone_id = case.pk, factories.make_milestone(case, own_words="Jeg vil").pk
        self.basis = give_basis(case, self.contact.partner, by=self.guide)

    @property
    def case(self):
        return Case.objects.get(pk=self.case_id)

    @property
    def part(self):
        return Milestone.objects.select_related("plan__case").get(pk=self.milestone_id)

    @property
    def row(self):
        rows = Qualification.objects.filter(plan__case=self.case_id, superseded_at=None)
        found = rows.order_by("-asked_at", "-sent_at").first()
        if found is None:
            raise ValidationError("nothing is asked")
        return found

    def ask(self, send_now):
        if self.case.is_closed:
            raise ValidationError("the page is not there")
        ask(self.part, self.contact, by=self.guide, send_now=send_now)

    def answer(self, state):
        answering.answer(self.row, state, by=self.user, **said(state))

    def edit(self, words):
        part = self.part
        edit_milestone(
            part,
            by=self.guide,
            expected_version=part.version,
            values={"own_words": words},
            took_part="meeting",
        )

    def move(self, status):
        move_milestone(self.part, status, by=self.guide)

    def take(self):
        answering.take(self.row, by=self.user)

    def lay_back(self):
        answering.lay_back(self.row, by=self.user)

    def take_back(self):
        answering.take_back(self.row, by=self.user, why="En fejl")

    def annul(self):
        asking.annul(self.row, by=self.guide, why="Ikke aktuelt")

    def seen(self):
        asking.mark_seen(self.row, by=self.guide)

    def use_words(self):
        asking.use_words(self.row, by=self.guide)

    def remind(self):
        reminders.remind_due()

    def withdraw(self):
        withdraw_consent(self.basis, by=self.guide)

    def give(self):
        self.basis = give_basis(self.case, self.contact.partner, by=self.guide)

    def leave(self):
        self.contact.until_on = clock.today() - timedelta(days=1)
        self.contact.save()

    def return_(self):
        self.contact.until_on = None
        self.contact.save()

    def authority(self):
        partner = self.contact.partner
        partner.has_authority = not partner.has_authority
        partner.save()

    def close(self):
        close_case(self.case, by=self.leader, reason="moved")

    def reopen(self):
        reopen_case(self.case, by=self.leader)


@examples_of_the_day(suite=12, soak=800)
@given(st.lists(ACTS, min_size=8, max_size=18))
def _no_question_waits_on_nobody(acts):
    with transaction.atomic(), limits.cached():
        _play(acts)
        transaction.set_rollback(True)


def test_no_question_waits_on_nobody():
    _no_question_waits_on_nobody()
    print(f"KUI_SEED={SEED}", played)
    assert played["department"] and played["guide"] and played["nobody"]


def _play(acts):
    today = START
    with clock.travel(today):
        plan = Plan()
    for name, *more in [("ask", True), *acts]:
        if name == "days":
            today += timedelta(days=more[0])
            continue
        with clock.travel(today):
            try:
                with transaction.atomic():
                    getattr(plan, name if name != "return" else "return_")(*more)
            except REFUSED:
                played["refused"] += 1
            _everything_waits_on_somebody(plan, today)


def _everything_waits_on_somebody(plan, today):
    user = type(plan.user).objects.get(pk=plan.user.pk)
    theirs = set(waiting_rows(user).values_list("pk", flat=True))
    assert qualifications_waiting(user, today).count == len(theirs)
    about = About({case.pk: case for case in day.own_cases(plan.guide)}, plan.guide.unit, today, plan.guide)
    asked = ask_sources([Source(qualification_tasks, qualification_rows, told="qualification")], about)
    own = {task.ref for task in qualification_tasks(about, asked["qualification"])}
    rows = Qualification.objects.filter(plan__case=plan.case_id)
    says = {
        name: set(getattr(rows, name)(*args).values_list("pk", flat=True))
        for name, args in (
            ("carried", ()),
            ("standing", ()),
            ("live", ()),
            ("no_answer", (today,)),
            ("unchanged", ()),
        )
    }
    for row in rows.select_related("plan", "milestone"):
        assert (row.pk in says["carried"]) is row.is_carried
        assert (row.pk in says["standing"]) is row.is_standing
        assert (row.pk in says["live"]) is row.is_live
        assert (row.pk in says["no_answer"]) is row.has_no_answer(today)
        if row.sent_at:
            assert (row.pk in says["unchanged"]) is row.is_unchanged
        if row.is_carried:  # silence is never a yes
            assert row.decided_by_id == plan.user.pk and row.decided_at and row.state in CARRYING
        whom = _waits_on(row, theirs, own)
        played[whom] += 1


def _waits_on(row, theirs: set, own: set) -> str:
    if str(row.pk) in own:
        return "guide"
    if row.pk in theirs:
        return "department"
    closed = row.plan.closed_on is not None
    over = not row.is_standing and (row.seen_at or row.superseded_at)
    settled = row.is_carried or row.state == State.DECLINED
    assert over or closed or not row.is_live or (settled and row.seen_at), (row.state, row.deadline)
    return "nobody"
