"""Whatever happens in whatever order: no meeting, and no minutes, that are not finished wait on nobody."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import example, given
from hypothesis import strategies as st

from accounts.models import User
from accounts.users.actions import close_user
from cases.consents.actions import give_consent, withdraw_consent
from cases.models import Case, Consent
from core import clock, limits
from core.mail.models import OutboxMail
from core.versions import Conflict
from meetings.calendars.meetings_of import meetings_of
from meetings.invitations.actions import answer
from meetings.minutes import actions as minutes_actions
from meetings.minutes.rules import is_late
from meetings.models import Meeting, MeetingType, Minutes
from meetings.planning import actions
from meetings.planning.proposals import working_calendar
from overview.takeover import left
from overview.takeover.actions import follow_user
from plans.closing.actions import close_case, reopen_case
from portal.meetings.minutes import minutes_waiting, shared_minutes
from tests.helpers import factories
from tests.helpers.daily import SEED, examples_of_the_day
from tests.helpers.invitations import covered_contact
from workspace.day import day

pytestmark = pytest.mark.django_db

START = date(2026, 3, 26)  # Easter and the change of the clock lie in the days that are played
REFUSED = (ValidationError, Conflict, Meeting.DoesNotExist, Minutes.DoesNotExist)
WHO = st.integers(0, 3)


def _act(name, *more):
    return st.tuples(st.just(name), *more)


PLAN, HOLD = _act("plan", st.integers(0, 4), st.booleans()), _act("hold", st.integers(1, 15))
WRITE, SEND = _act("write", st.sampled_from("AB")), _act("send", st.integers(1, 6))
DAYS, COMMENT, APPROVE = _act("days", st.integers(1, 9)), _act("comment", WHO), _act("approve", WHO)
ACTS = st.sampled_from(
    [
        PLAN, HOLD, HOLD, HOLD, WRITE, WRITE, WRITE, SEND, SEND, SEND, DAYS, DAYS, COMMENT, COMMENT, APPROVE, APPROVE,
        APPROVE, _act("move", st.integers(0, 5)), _act("leave", st.integers(0, 1)), _act("give", st.booleans()),
        *(_act(name) for name in (
            "invite", "answer", "seen", "lock", "add", "cancel", "withdraw", "consent", "close", "reopen",
        )),
    ]
).flatmap(lambda act: act)  # fmt: skip
# How far the first meeting has come before anything may happen.
BEGUN = st.sampled_from([(), (HOLD, WRITE), (HOLD, WRITE), *[(HOLD, WRITE, SEND)] * 3]).flatmap(
    lambda acts: st.tuples(*acts)
)
played: Counter = Counter()


class Around:
    """A case, a colleague who takes part and leads some of its meetings, one who takes over, and a contact."""

    def __init__(self):
        unit = factories.UnitFactory()
        self.guide, self.colleague, self.stays = (factories.UserFactory(unit=unit) for _n in range(3))
        self.leader = factories.UserFactory(unit=unit, role="leader")
        self.admin = factories.UserFactory(unit=unit, role="admin")
        case = factories.make_case(
            self.guide, on=START - timedelta(days=30), birth_date=date(2000, 1, 1), first_name="Knrfornavn"
        )
        self.case_id = case.pk
        self.contact = covered_contact(case, signs_in=True)
        keys = ("youth", f"colleague-{self.guide.pk}", f"colleague-{self.colleague.pk}")
        self.keys = (*keys, f"contact-{self.contact.pk}")

    @property
    def case(self):
        return Case.objects.select_related("person", "guide", "unit").get(pk=self.case_id)

    @property
    def by(self):
        """Who works with the case now."""
        return self.case.guide or self.leader

    @property
    def meeting(self):
        found = Meeting.objects.filter(case=self.case_id).select_related("case__person", "case__unit", "type")
        found = found.order_by("-recorded_at", "-pk").first()
        if found is None:
            raise Meeting.DoesNotExist
        return found

    @property
    def minutes(self):
        return Minutes.objects.select_related("meeting__case__unit").get(meeting=self.meeting)

    def who(self, number):
        """One of those asked, and who writes for them: themselves, if they sign in."""
        meeting = self.meeting
        row = next((one for one in meeting.attendees.asked().named() if one.key == self.keys[number]), None)
        if row is None:
            raise Meeting.DoesNotExist
        user = row.user or (row.contact and row.contact.user) or self.by
        if not user.is_active or (row.contact and not shared_minutes(row.contact).filter(pk=row.pk).exists()):
            raise ValidationError("the page is not there")
        return row, user

    def plan(self, ahead, is_colleagues):
        form = MeetingType.objects.get(code="transition")
        at = clock.at(clock.today() + timedelta(days=ahead), 10)
        leads = User.objects.get(pk=self.colleague.pk) if is_colleagues else self.by
        gone = {f"colleague-{user.pk}" for user in User.objects.filter(is_active=False)}
        people = [key for key in self.keys if key not in gone]
        actions.plan_meeting(
            self.case,
            by=self.by,
            type=form,
            starts_at=at,
            people=people,
            led_by=leads if leads.is_active else self.by,
        )

    def invite(self):
        actions.invite(self.meeting, by=self.by)

    def answer(self):
        row, user = self.meeting.attendees.asked().get(contact=self.contact), self.contact.user
        answer(row, "no", by=user, how="signed in")

    def hold(self, mask):
        present = [key for number, key in enumerate(self.keys) if mask & (1 << number)]
        actions.hold(self.meeting, by=self.by, present=present)

    def write(self, words):
        meeting = self.meeting
        version = minutes_actions.minutes_of(meeting).version
        minutes_actions.write_minutes(
            meeting, by=self.by, expected_version=version, text=words, youth_text="Du prøver"
        )

    def send(self, days):
        until = clock.today() + timedelta(days=days)
        minutes_actions.send_minutes(self.minutes, by=self.by, comment_until=until)

    def comment(self, number):
        row, user = self.who(number)
        minutes_actions.comment(self.minutes, by=user, attendee=row, text="Datoen mangler")

    def approve(self, number):
        row, user = self.who(number)
        minutes_actions.approve(self.minutes, by=user, attendee=row)

    def seen(self):
        minutes_actions.mark_comments_seen(self.minutes, by=self.by)

    def lock(self):
        minutes_actions.lock_minutes(self.minutes, by=self.by)

    def add(self):
        minutes_actions.add_to_minutes(self.minutes, by=self.by, text="Siden da")

    def cancel(self):
        actions.cancel_meeting(self.meeting, by=self.by, why="Syg")

    def move(self, ahead):
        meeting = self.meeting
        at = clock.at(clock.today() + timedelta(days=ahead), 12)
        actions.move_meeting(
            meeting,
            by=self.by,
            starts_at=at,
            place="Rådhuset",
            why="Kan ikke",
            expected_version=meeting.version,
        )

    def leave(self, number):
        close_user(User.objects.get(pk=(self.guide, self.colleague)[number].pk), by=self.admin)

    def give(self, nobody):
        for who in left.who_left(self.case.unit_id, clock.today()):
            lines = left.lines_of(left.of_user(who, clock.today()), self.leader, 200)
            follow_user(who, lines, None if nobody else self.stays, by=self.leader, reason="Stoppet")

    def withdraw(self):
        for basis in Consent.objects.filter(case=self.case_id, withdrawn_at=None):
            withdraw_consent(basis, by=self.by)

    def consent(self):
        ends = clock.today() + timedelta(days=90)
        basis = {"topics": ["plan", "contact"], "purpose": "Praktik", "expires_on": ends}
        give_consent(Consent(case=self.case, partner=self.contact.partner, **basis), by=self.by)

    def close(self):
        close_case(self.case, by=self.leader, reason="moved")
        actions.cancel_those_of_closed_cases()

    def reopen(self):
        reopen_case(self.case, by=self.leader)


# The partner, the colleague, the guide who reads and closes, and who takes over: each has them to wait on once.
@example(
    (("hold", 15), ("write", "A"), ("send", 3)),
    [("approve", 3), ("comment", 2), ("seen",), ("days", 9), ("leave", 0)],
)
@examples_of_the_day(suite=10, soak=800)
@given(BEGUN, st.lists(ACTS, min_size=6, max_size=16))
def _nothing_waits_on_nobody(begun, acts):
    with transaction.atomic(), limits.cached():
        _play([*begun, *acts])
        transaction.set_rollback(True)


def test_nothing_waits_on_nobody():
    _nothing_waits_on_nobody()
    print(f"KUI_SEED={SEED}", played)
    assert played["with minutes"] * 3 >= played["sequences"]
    for reached in ("sent", "guide", "takeover", "colleague", "partner"):
        assert played[reached], reached


def _play(acts):
    today = START
    with clock.travel(today):
        around = Around()
    for name, *more in [("plan", 0, False), *acts]:
        if name == "days":
            today += timedelta(days=more[0])
        with clock.travel(clock.at(today, 9)):
            if name != "days":
                try:
                    with transaction.atomic():
                        getattr(around, name)(*more)
                    played[name] += 1
                except REFUSED:
                    played["refused"] += 1
            _everything_waits_on_somebody(around, today)
    played["sequences"] += 1
    played["with minutes"] += Minutes.objects.filter(meeting__case=around.case_id).exists()
    played["sent"] += Minutes.objects.shared().filter(meeting__case=around.case_id).exists()
    for mail in OutboxMail.objects.filter(still_wanted__contains="minutes.telling"):
        assert "Knrfornavn" not in f"{mail.subject} {mail.body}" and "Datoen" not in mail.body


def _pages(around, today) -> dict[tuple[str, str], list]:
    """Whose own lines there are, by kind and what they are about, over everybody of the unit who can act."""
    found: dict = {}
    for user in User.objects.filter(unit=around.case.unit_id, is_active=True, role__in=("guide", "leader")):
        for task in day.tasks_of(day.own_cases(user), user.unit, today, user)[0]:
            if day.is_of(task, user, today):
                found.setdefault((task.kind, task.ref), []).append(user)
    return found


def _in_takeover(around, today) -> set[str]:
    """Everything that stands under Hvem overtager?, and the case itself when nobody is its guide."""
    return {
        line.key
        for who in left.who_left(around.case.unit_id, today)
        for line in left.lines_of(left.of_user(who, today), around.leader, 200)
    }


def _everything_waits_on_somebody(around, today):
    case = around.case
    pages, given = _pages(around, today), _in_takeover(around, today)
    contact = type(around.contact).objects.select_related("partner", "user").get(pk=around.contact.pk)
    basis = Consent.objects.filter(Consent.in_force_q(today), case=case).exists()
    theirs = minutes_waiting(contact, [case.pk] if basis else [], today)
    partner = {row.meeting_id for row in theirs}
    if case.is_closed:
        assert not partner and not given and not any(kind.startswith("minutes") for kind, _ref in pages)
        return
    assert not (partner and not basis)
    # Without a guide who can act, the case itself is what somebody takes over, and everything of it with it.
    without = case.guide is None or f"guide-{case.pk}" in given
    assert without == (case.guide is None or not case.guide.may_carry)
    for meeting in Meeting.objects.filter(case=case).select_related("minutes", "led_by"):
        whom = _whom(around, meeting, pages, given, partner, today)
        assert whom is not None or without, (meeting.state, meeting.on, today)
        played[whom or "the case is given"] += 1
        _led_by_somebody(meeting, given, today)


def _led_by_somebody(meeting, given, today):
    minutes = getattr(meeting, "minutes", None)
    finished = meeting.is_cancelled or (minutes is not None and minutes.is_approved)
    if not finished and not meeting.led_by.is_active:
        assert {f"meeting-{meeting.pk}", f"minutes-{meeting.pk}"} & given, meeting.state
    if meeting.is_planned:
        for row in meeting.attendees.asked().filter(user__is_active=False):
            assert f"attendance-{row.pk}" in given


def _whom(around, meeting, pages, given, partner, today):
    """On whom the meeting waits; "" when it is finished, "its day" while its own day is to come, None for nobody."""
    ref = str(meeting.pk)
    minutes = getattr(meeting, "minutes", None)
    if meeting.is_cancelled or (minutes is not None and minutes.is_approved):
        assert not any(about == ref for _kind, about in pages)
        assert meeting.pk not in partner
        return ""
    if f"meeting-{ref}" in given or f"minutes-{ref}" in given:
        return "takeover"
    if meeting.is_planned:
        if meeting.on < today:
            return "guide" if ("meeting-passed", ref) in pages else None
        people = [user for user in (meeting.led_by, around.case.guide) if user and user.may_carry]
        return "its day" if any(meetings_of(user).filter(pk=meeting.pk).exists() for user in people) else None
    if minutes is None or minutes.is_draft:
        if is_late(meeting.on, today, working_calendar(today)):
            return "guide" if ("minutes", ref) in pages else None
        return "its day"
    if minutes.comments.filter(seen_at=None).exists():
        return "guide" if ("minutes-comment", ref) in pages else None
    if ("minutes-close", ref) in pages:
        return "guide"
    if minutes.comment_until < today or Minutes.objects.lockable(today).filter(pk=minutes.pk).exists():
        return None
    if meeting.pk in partner:
        return "partner"
    mine = [str(row.pk) for row in meeting.attendees.asked() if row.user_id]
    return "colleague" if any(("minutes-own", pk) in pages for pk in mine) else "its day"
