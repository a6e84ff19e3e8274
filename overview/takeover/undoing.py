"""A hand-over as the trail keeps it, what of it has moved on since, and taking the rest back within the hour.

No rows of its own: each line is known by its key, by what it was before, and by the version that the act left it with.
Whatever has happened to a line since is somebody's doing, and stays.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import User
from audit.models import AuditEvent
from cases.models import Assignment, Case, ColleagueRole, NamedAccess, Participation
from core import clock
from intake.models import Statement
from meetings.models import Attendee, Meeting
from overview.takeover.left import Kind, Line
from partners.models import Contact, Partner
from plans.models import Effort, Milestone
from practice.models import Article, Rhythm, Step
from workspace.todos.models import Todo
from workspace.transfer.actions import TRANSFER_UNDO_WINDOW
from workspace.transfer.models import Transfer

OF_USER, OF_PARTNER, UNDONE = "takeover.user", "takeover.partner", "takeover.undone"

# What the lines of a kind are rows of.
MODELS = {
    Kind.GUIDE: Case,
    Kind.DEPUTY: Case,
    Kind.COVER: Case,
    Kind.COLLEAGUE: ColleagueRole,
    Kind.NAMED: NamedAccess,
    Kind.MEETING: Meeting,
    Kind.MINUTES: Meeting,
    Kind.ATTENDANCE: Attendee,
    Kind.TODO: Todo,
    Kind.ARTICLE: Article,
    Kind.RHYTHM: Rhythm,
    Kind.STEP: Step,
    Kind.PROMISE: Milestone,
    Kind.EFFORT: Effort,
    Kind.PART: Participation,
    Kind.STATEMENT: Statement,
}
VERSIONED = (
    Kind.MEETING, Kind.MINUTES, Kind.ATTENDANCE, Kind.TODO, Kind.ARTICLE, Kind.RHYTHM, Kind.STEP, Kind.PROMISE,
    Kind.EFFORT,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    """One line of a hand-over: what it is, of which case, and what it takes to give it back."""

    kind: Kind
    pk: str
    case_id: str | None
    # The row whose version tells whether something has happened since: of an attendance it is the meeting's.
    row_id: str
    version: int | None = None
    # Whose it was, where the row says it no more: a contact of a promise, a partner of a part.
    was: int | None = None

    @property
    def key(self) -> str:
        """As `Line.key`."""
        return f"{self.kind}-{self.pk}"


@dataclass(slots=True)
class Act:
    """A hand-over while it is made."""

    since: datetime
    given: list[Given]
    named: list = field(default_factory=list)
    transfers: list[Transfer] = field(default_factory=list)

    def ended(self) -> dict:
        """What the trail keeps of it, with the versions that it left."""
        versions = versions_of(self.given)
        return {
            "since": self.since,
            "named": self.named,
            "transfers": [row.pk for row in self.transfers],
            "given": [[g.kind, g.pk, g.case_id, g.row_id, versions.get(g.key), g.was] for g in self.given],
        }


@dataclass(frozen=True, slots=True)
class Done:
    """A hand-over that was made: who gave whose lines to whom."""

    event: AuditEvent
    who: User | Partner
    to: User | Contact | None
    given: list[Given]

    @property
    def since(self) -> datetime:
        """When it began; it ended with its row."""
        return datetime.fromisoformat(self.event.changes["since"])


def begin(who, lines: Sequence[Line]) -> Act:
    """What is given, as it is before."""
    return Act(clock.now(), [_given(line) for line in lines])


def _given(line: Line) -> Given:
    row, was = line.row, None
    if line.kind in (Kind.PROMISE, Kind.EFFORT):
        was = row.contact_id
    elif line.kind == Kind.PART:
        was = row.partner_id
    row_id = row.meeting_id if line.kind == Kind.ATTENDANCE else row.pk
    return Given(line.kind, str(row.pk), line.case and str(line.case.pk), str(row_id), None, was)


def versions_of(given: Iterable[Given]) -> dict[str, int]:
    """The present version of each line that has one, by its key; a query for each kind of rows there is."""
    ids: dict[type, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in given:
        if one.kind in VERSIONED:
            model = Meeting if one.kind == Kind.ATTENDANCE else MODELS[one.kind]
            ids[model][one.row_id].append(one.key)
    found = {}
    for model, keys in ids.items():
        for pk, version in model.objects.filter(pk__in=keys).values_list("pk", "version"):
            found |= dict.fromkeys(keys[str(pk)], version)
    return found


def load(event: AuditEvent) -> Done:
    """The hand-over that a row of the trail tells of."""
    model, given = (User, Partner)[event.action == OF_PARTNER], event.changes["given"]
    to = event.changes["to"][1]
    successors = User.objects if model is User else Contact.objects.select_related("partner", "user")
    rows = [Given(Kind(kind), *rest) for kind, *rest in given]
    return Done(event, model.objects.get(pk=event.object_id), to and successors.get(pk=to), rows)


def undone(event: AuditEvent) -> AuditEvent | None:
    """The row that says it was taken back, with what was left."""
    about = {"object_type": "audit.auditevent", "object_id": str(event.pk)}
    return AuditEvent.objects.filter(action=UNDONE, **about).first()


def may_undo(event: AuditEvent, user) -> bool:
    """Whether ``user`` may still take it back: who made it, for an hour, as of any hand-over."""
    in_time = clock.now() < event.at + TRANSFER_UNDO_WINDOW
    return user.is_leader and event.actor_id == user.pk and in_time and undone(event) is None


def moved_on(done: Done) -> set[str]:
    """The keys of the lines to which something has happened since, and of cases that are closed; a few queries."""
    versions, closed, dated = versions_of(done.given), _closed(done.given), _written_since(done)
    gone = _no_longer(done)
    return {
        one.key
        for one in done.given
        if one.case_id in closed
        or one.key in gone
        or (one.kind, one.case_id) in dated
        or (one.kind in VERSIONED and versions.get(one.key) != one.version)
    }


def _closed(given: list[Given]) -> set[str]:
    rows = Case.objects.filter(pk__in={one.case_id for one in given if one.case_id})
    return {str(pk) for pk in rows.exclude(closed_on=None).values_list("pk", flat=True)}


def dated_rows(done: Done, kind: Kind) -> QuerySet | None:
    """The dated rows that a line of the kind is made of; None for a kind that has none."""
    if kind in (Kind.GUIDE, Kind.DEPUTY, Kind.COVER):
        return Assignment.objects.filter(kind=kind.value)
    if kind == Kind.COLLEAGUE:
        return ColleagueRole.objects.filter(user__in=[one.pk for one in (done.who, done.to) if one])
    if kind == Kind.PART:
        partners = {done.who.pk, done.to.partner_id if done.to else done.who.pk}
        return Participation.objects.filter(partner__in=partners)
    return None


def _written_since(done: Done) -> set[tuple[Kind, str]]:
    """The kinds and cases whose dated rows somebody has written since."""
    cases, found, at = defaultdict(set), set(), done.event.at
    for one in done.given:
        cases[one.kind].add(one.case_id)
    for kind, ids in cases.items():
        rows = dated_rows(done, kind)
        if rows is not None:
            since = Q(recorded_at__gt=at) | Q(superseded_at__gt=at)
            found |= {
                (kind, str(pk)) for pk in rows.filter(since, case__in=ids).values_list("case", flat=True)
            }
    return found


def _no_longer(done: Done) -> set[str]:
    """Of what has neither a version nor dated rows, and of answers, what cannot go back."""
    asked = {one.pk for one in done.given if one.kind == Kind.STATEMENT}
    waiting = Statement.objects.awaited().filter(pk__in=asked, partner=None).values_list("pk", flat=True)
    gone = {f"{Kind.STATEMENT}-{pk}" for pk in asked - {str(pk) for pk in waiting}}
    meetings = {one.row_id: one.key for one in done.given if one.kind == Kind.ATTENDANCE}
    if meetings and done.to:
        said = Attendee.objects.asked().filter(meeting__in=meetings, user=done.to.pk).exclude(answer="")
        gone |= {meetings[str(pk)] for pk in said.values_list("meeting", flat=True)}
    named = {one.case_id for one in done.given if one.kind == Kind.NAMED}
    shielded = Case.objects.filter(pk__in=named, shielded=True).values_list("pk", flat=True)
    open_again = named - {str(pk) for pk in shielded}
    return gone | {one.key for one in done.given if one.kind == Kind.NAMED and one.case_id in open_again}


def rows_of(done: Done, keys: Iterable[str]) -> dict[Kind, QuerySet]:
    """The rows of these lines, by kind, as far as they are still there."""
    ids = defaultdict(list)
    for one in done.given:
        if one.key in keys:
            ids[one.kind].append(one.pk)
    return {kind: MODELS[kind].objects.filter(pk__in=pks) for kind, pks in ids.items()}
