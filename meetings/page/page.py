"""What the page of a meeting shows: its agenda, who is asked, the minutes, and the plan beside them."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import DateTimeField, QuerySet, UUIDField

from core import clock
from core.kept import Given, kept
from meetings.agenda.actions import last_held
from meetings.agenda.models import AgendaItem
from meetings.invitations.models import Notice
from meetings.minutes.actions import minutes_of
from meetings.minutes.models import Approval, Minutes
from meetings.minutes.telling import Reader, readers_of
from meetings.planning.models import Attendee, Meeting, MeetingMove
from meetings.planning.rules import Form, Proposal, next_by_rhythm
from plans.milestones.choices import OPEN_STATUSES
from plans.models import Milestone, Plan
from plans.plan.reading import open_plan_of

MILESTONES_SHOWN = 8
CONTACT = ("contact__partner", "contact__user")


@dataclass
class MeetingPage:
    """One meeting with everything its page draws."""

    meeting: Meeting
    today: date
    agenda: list[AgendaItem]
    attendees: list[Attendee]
    moves: list
    minutes: Minutes
    before: Meeting | None
    plan: Plan | None
    milestones: list[Milestone]
    # Of a meeting that was held, the first one after it that stands.
    after: Meeting | None = None
    # Whether somebody was called in to what has come: a meeting may be held that never was more than a draft.
    is_called: bool = False
    approvals: dict[int, Approval] = field(default_factory=dict)
    comments: list = field(default_factory=list)
    additions: list = field(default_factory=list)
    readers: list[Reader] = field(default_factory=list)

    @property
    def minutes_planned(self) -> int:
        """How long the points take together; those put off take no time."""
        return sum(item.minutes for item in self.agenda if not item.is_parked)

    @property
    def overrun(self) -> int:
        """By how many minutes the points are too many for the meeting; 0 when they fit."""
        return max(self.minutes_planned - self.meeting.lasts_minutes, 0)

    @property
    def present(self) -> list[tuple[Attendee, Approval | None]]:
        """Those who were there, each with their approval of the minutes as they stand."""
        return [(row, self.approvals.get(row.pk)) for row in self.attendees if row.attended]

    @property
    def said(self) -> list[tuple[Reader, Approval | None]]:
        """Whom the minutes concern, how each is told, and each one's approval of them as they stand."""
        return [(reader, self.approvals.get(reader.attendee.pk)) for reader in self.readers]

    @property
    def unread(self) -> int:
        """How many comments nobody of the unit has read."""
        return sum(row.seen_at is None for row in self.comments)

    @property
    def may_lock(self) -> bool:
        """Whether the minutes can be closed: all have approved, or somebody has and the day for comments went by."""
        if not self.minutes.is_sent or not self.approvals:
            return False
        return len(self.approvals) >= len(self.present) or self.today > self.minutes.comment_until

    @property
    def has_come(self) -> bool:
        """Whether the day of the meeting has come."""
        return self.meeting.on <= self.today

    @property
    def has_begun(self) -> bool:
        """Whether it is too late to call people in."""
        return self.meeting.starts_at <= clock.now()

    @property
    def next_due(self) -> Proposal | None:
        """The meeting that follows this one by rhythm; None once a later one is planned or held."""
        if self.after is not None:
            return None
        kind = self.meeting.type
        return next_by_rhythm(
            Form(kind.pk, rhythm_months=kind.rhythm_months, then=kind.then_id), self.meeting.on
        )

    @property
    def step(self) -> int:
        """Which of the four steps the meeting is at: prepare, invite, hold, close (1 to 4); 5 when it is closed."""
        if self.meeting.is_held:
            return 5 if self.minutes.is_approved else 4 if self.minutes.is_shared else 3
        begins = self.has_come if self.meeting.is_invited else self.has_begun
        return 3 if begins else 2 if self.agenda else 1


@kept
def _attendees() -> QuerySet[Attendee]:
    rows = Attendee.objects.asked().filter(meeting=Given("meeting", UUIDField))
    return rows.select_related("guardian", "user", *CONTACT)


@kept
def _moves() -> QuerySet[MeetingMove]:
    return MeetingMove.objects.filter(meeting=Given("meeting", UUIDField)).select_related("by")


@kept
def _open_milestones() -> QuerySet[Milestone]:
    rows = Milestone.objects.filter(plan=Given("plan", UUIDField), status__in=OPEN_STATUSES)
    return rows.select_related("contact__partner")


def load(meeting: Meeting) -> MeetingPage:
    """Everything the page draws, in a bounded number of queries."""
    agenda = list(meeting.agenda.prefetch_related("decisions__milestone__contact__partner"))
    attendees = _attendees().ask(meeting=meeting.pk)
    for row in attendees:
        row.meeting = meeting
    minutes, plan = minutes_of(meeting), open_plan_of(meeting.case)
    page = MeetingPage(
        meeting=meeting,
        today=clock.today(),
        agenda=agenda,
        attendees=attendees,
        moves=_moves().ask(meeting=meeting.pk),
        minutes=minutes,
        before=last_held(meeting),
        plan=plan,
        milestones=_milestones(plan),
        after=_next_after(meeting) if meeting.is_held else None,
    )
    page.is_called = page.step > 2 and (meeting.is_invited or _was_called(attendees))
    if minutes.is_shared:
        rows = minutes.approvals.filter(of_version=minutes.version).select_related("by")
        page.approvals = {row.attendee_id: row for row in rows}
        people = ("attendee__guardian", "attendee__user", "attendee__contact__partner")
        page.comments = list(minutes.comments.select_related(*people))
        for row in page.comments:
            row.attendee.meeting = meeting
        page.readers = readers_of(minutes, attendees, page.today)
        page.additions = list(minutes.additions.select_related("by"))
    return page


def _was_called(attendees: list[Attendee]) -> bool:
    """Whether anybody who was at it was written to, or answered."""
    return any(row.answer for row in attendees) or Notice.objects.filter(attendee__in=attendees).exists()


def _next_after(meeting: Meeting) -> Meeting | None:
    """The first meeting after this one that stands, whatever its form."""
    later = {"case": meeting.case_id, "starts_at": meeting.starts_at}
    return next(iter(_later().ask(**later)), None)


@kept
def _later() -> QuerySet[Meeting]:
    later = {"case": Given("case", UUIDField), "starts_at__gt": Given("starts_at", DateTimeField)}
    return Meeting.objects.standing().filter(**later).select_related("type").order_by("starts_at", "pk")[:1]


def _milestones(plan: Plan | None) -> list[Milestone]:
    """The plan's next steps, soonest first."""
    if plan is None:
        return []
    rows = _open_milestones().ask(plan=plan.pk)
    for row in rows:
        row.plan = plan
    return sorted(rows, key=lambda row: (row.due_on is None, row.due_on or date.max, row.position))[
        :MILESTONES_SHOWN
    ]
