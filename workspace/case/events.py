"""What others than the journal tell about a case: the inquiry it came from, who carried it, documents, breaches of the
duty, plans handed over, what the young person answered about the plan, goals that moved, efforts, what partners
reported, its closing, the summary given and that it was opened again; when it was measured last how it goes; who is
invited into Min plan; and that there is something more to ask for.
"""

from datetime import date, datetime
from functools import partial
from typing import NamedTuple
from uuid import UUID

from django.db.models import (
    DateField,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast, Concat

from accounts.access import may_work
from cases.duty.clocks import born_after
from cases.models import (
    Assignment,
    Case,
    CloseReason,
    ClosingRequest,
    ClosingSummary,
    Document,
    DutyBreach,
    StatusPeriod,
)
from core import clock
from core.kept import Given, GivenIds, GivenUser, kept
from intake.models import Inquiry
from participation.access.models import Entry
from plans.models import (
    Agreement,
    Contribution,
    EffortEvent,
    GoalMove,
    GoalStatus,
    Handover,
    PromiseReport,
    Qualification,
)
from plans.promises.rules import ReportKind
from programmes.members.models import Member
from workspace.progress import on_the_case as measured
from workspace.todos.models import Todo

CLOSING, DOCUMENT, BREACH, CARRIED, REPORT = "closing", "document", "breach", "assignment", "report"
HANDOVER, SUMMARY, ASKED, GOAL, EFFORT = "handover", "summary", "asked", "goal", "effort"
MOVED = "moved"
# Whom an invitation into Min plan stands for, and whom it lets in today: ``code`` is the young person or a parent.
INVITED, LET_IN = "invited", "let in"
# That there is one; what it says is asked for only then.
INQUIRY, TODO, MEMBER, QUALIFICATION = "inquiry", "todo", "member", "qualification"
# What ``code`` means, kind by kind.
CODES = {
    HANDOVER: Handover.Audience,
    SUMMARY: ClosingSummary.Audience,
    CARRIED: Assignment.Kind,
    CLOSING: CloseReason,
    EFFORT: EffortEvent.Kind,
    REPORT: ReportKind,
    ASKED: Agreement.Answer,
    GOAL: GoalStatus,
}
# What of an effort's history is told among everything else; the rest stands on its own page.
_TOLD = (EffortEvent.Kind.ADDED, EffortEvent.Kind.ENDED, EffortEvent.Kind.BROKEN_OFF)
# An end that was taken back later; it could not end again before.
_UNDONE = EffortEvent.objects.filter(
    effort=OuterRef("effort"), kind=EffortEvent.Kind.TAKEN_BACK, pk__gt=OuterRef("pk")
)


class Event(NamedTuple):
    """Something that happened; what its values are depends on ``kind``.

    A plan handed over or a summary made (``code`` is the audience, ``words`` the partner); who carries the case or
    stands in (``code`` is how, ``words`` the name, ``decided_at`` the day after the last); the young person asked about
    the plan (the answer, and why); a goal that moved (where to, and which; ``answer`` is why); what a partner reported
    (``code`` is what, ``day`` when it happened); an effort (what happened to it, its name, ``decision`` what it
    contributed, ``answer`` why it was broken off); somebody who asked to close the case (``code`` is the reason,
    ``words`` why) with what the leader answered; a status of the case (``code``) and a remark, with ``answer`` why a
    case that is closed is; a document (``words`` is its title, ``day`` the one it was received on, ``ref`` its id);
    that a breach of the duty was learned of; or the last ``day`` of a kind of measure.
    """

    kind: str
    at: datetime
    day: date | None
    ref: UUID | None
    code: str
    words: str
    who: str
    decision: str
    answer: str
    decided_at: datetime | None
    decided_by: str

    @property
    def waits(self) -> bool:
        """Whether it is a request that the leader has not decided."""
        return self.kind == CLOSING and not self.decision

    @property
    def on(self) -> date:
        """The day it stands on."""
        return self.day or clock.local_date(self.at)

    @property
    def label(self) -> str:
        """What ``code`` means, in words."""
        return str(CODES[self.kind](self.code).label)

    @property
    def contributed(self) -> str:
        """What an effort contributed, in words."""
        return str(Contribution(self.decision).label) if self.kind == EFFORT and self.decision else ""


def inquiries_of(case: Case, user, events: list[Event]) -> list[Inquiry]:
    """The inquiries about the young person that the reader may read, the first one first; one query, if any."""
    if not of_kind(events, INQUIRY) or not may_work(user):
        return []
    return _inquiries(user.role).ask(case=case.pk, user=user.pk, unit=user.unit_id)


@kept
def _inquiries(role: str) -> QuerySet:
    told = ("received_on", "asked_by", "asked_by_name", "asked_by_contact", "reason")
    group = ("target_group__name_da", "target_group__name_en")
    rows = Inquiry.objects.visible_to(GivenUser(role)).filter(case=Given("case", UUIDField))
    rows = rows.select_related("target_group").only(*told, *group)
    return rows.order_by("received_on", "recorded_at")


def events_of(case: Case, today: date) -> list[Event]:
    """Everything of these kinds that the reader may know of, the newest first; one query.

    Breaches of the duty are told of while the young person has not outgrown it.
    """
    kinds = [
        CLOSING,
        SUMMARY,
        CARRIED,
        MOVED,
        *measured.KINDS,
        INVITED,
        LET_IN,
        INQUIRY,
        MEMBER,
        QUALIFICATION,
    ]
    kinds += OF_THE_PLAN if case.may.plan_read else ()
    kinds += [TODO] if case.may.case_edit else []
    kinds += [BREACH] if case.person.birth_date > born_after(today) else []
    kinds += [DOCUMENT] if case.may.document_read else []
    asked = _together(tuple(kinds), case.may.document_confidential, today)
    events = [Event._make(row) for row in asked.ask(cases=[case.pk])]
    return sorted(events, key=lambda event: event.at, reverse=True)


def of_kind(events: list[Event], *kinds: str) -> list[Event]:
    """Those of these kinds."""
    return [event for event in events if event.kind in kinds]


# What stands in a column of which a kind tells nothing: of the column's type, which the database wants to know.
_NOTHING = {
    "day": Value(None, DateField()),
    "ref": Value(None, UUIDField()),
    "decided_at": Value(None, DateTimeField()),
    **dict.fromkeys(("code", "words", "who", "decision", "answer", "decided_by"), Value("", TextField())),
}


def _as_events(rows: QuerySet, kind: str, at: str | Cast, **told) -> QuerySet:
    """The rows with the columns of `Event`, in their order."""
    said = (Cast(told.get(name, _NOTHING[name]), _NOTHING[name].output_field) for name in Event._fields[2:])
    return rows.order_by().values_list(Value(kind), at, *said)


def _closings() -> QuerySet:
    return _as_events(
        ClosingRequest.objects.all(), CLOSING, "asked_at", code=F("reason"), words=F("note"), who=F("asked_by__name"),
        decision=F("decision"), answer=F("words"), decided_at=F("decided_at"), decided_by=F("decided_by__name"),
    )  # fmt: skip


def _summaries() -> QuerySet:
    told = {"code": F("audience"), "who": F("by__name")}
    return _as_events(ClosingSummary.objects.all(), SUMMARY, "created_at", **told)


def _assignments() -> QuerySet:
    told = {"day": F("from_on"), "code": F("kind"), "words": F("user__name"), "who": F("recorded_by__name")}
    at = Cast("from_on", DateTimeField())
    return _as_events(Assignment.objects.current(), CARRIED, at, decided_at=F("until_on"), **told)


def _moves() -> QuerySet:
    told = {"day": F("from_on"), "code": F("status"), "words": F("note"), "who": F("recorded_by__name")}
    rows = StatusPeriod.objects.afresh("case", "status")
    return _as_events(rows, MOVED, "recorded_at", answer=F("case__close_reason"), **told)


def _documents() -> QuerySet:
    told = {"code": F("kind"), "words": F("title"), "who": F("by__name")}
    return _as_events(
        Document.objects.all(), DOCUMENT, "recorded_at", day=F("received_on"), ref=F("pk"), **told
    )


def _breaches() -> QuerySet:
    return _as_events(DutyBreach.objects.all(), BREACH, "recorded_at")


def _handovers() -> QuerySet:
    told = {"code": F("audience"), "words": F("partner__name"), "who": F("by__name")}
    return _as_events(Handover.objects.all(), HANDOVER, "created_at", **told)


def _agreements() -> QuerySet:
    told = {"code": F("answer"), "words": F("because"), "who": F("by__name")}
    return _as_events(Agreement.objects.all(), ASKED, "recorded_at", **told)


def _goals() -> QuerySet:
    told = {"code": F("new_status"), "words": F("goal__text"), "who": F("by__name"), "answer": F("reason")}
    return _as_events(GoalMove.objects.exclude(old_status=""), GOAL, "recorded_at", **told)


def _efforts() -> QuerySet:
    rows = EffortEvent.objects.filter(effort__taken_back_at=None, kind__in=_TOLD)
    rows = rows.filter(Q(kind=EffortEvent.Kind.ADDED) | ~Exists(_UNDONE))
    told = {"day": F("on"), "code": F("kind"), "words": F("effort__name"), "who": F("by__name")}
    told |= {"decision": F("contribution"), "answer": F("reason")}
    return _as_events(rows, EFFORT, Cast("on", DateTimeField()), **told)


def _reports() -> QuerySet:
    rows = PromiseReport.objects.exclude(kind=ReportKind.UNDER_WAY)
    who = Concat(F("by__name"), Value(", "), F("partner__name"), output_field=TextField())
    told = {"day": F("happened_on"), "code": F("kind"), "words": F("words"), "who": who}
    return _as_events(rows, REPORT, "at", **told)


def _measured(kind: str) -> QuerySet:
    return _as_events(measured.days_of(kind), kind, Cast("on", DateTimeField()), day=F("on"))


# The way from a row of each kind to its case, and the rows.
_KINDS = {
    CLOSING: ("case", _closings),
    SUMMARY: ("case", _summaries),
    CARRIED: ("case", _assignments),
    MOVED: ("case", _moves),
    DOCUMENT: ("case", _documents),
    BREACH: ("case", _breaches),
    HANDOVER: ("plan__case", _handovers),
    ASKED: ("plan__case", _agreements),
    GOAL: ("goal__plan__case", _goals),
    EFFORT: ("effort__plan__case", _efforts),
    REPORT: ("milestone__plan__case", _reports),
    INQUIRY: ("case", lambda: _as_events(Inquiry.objects.all(), INQUIRY, "recorded_at")),
    TODO: ("case", lambda: _as_events(Todo.objects.open(), TODO, "recorded_at")),
    MEMBER: ("case", lambda: _as_events(Member.objects.standing(), MEMBER, "recorded_at")),
    QUALIFICATION: (
        "plan__case",
        lambda: _as_events(Qualification.objects.standing(), QUALIFICATION, "asked_at"),
    ),
    INVITED: ("case", lambda: _as_events(Entry.objects.standing(), INVITED, "invited_at", code=F("kind"))),
    **{kind: ("case", partial(_measured, kind)) for kind in measured.KINDS},
}
OF_THE_PLAN = (HANDOVER, ASKED, GOAL, EFFORT, REPORT)


@kept
def _together(kinds: tuple[str, ...], confidential: bool, on: date) -> QuerySet:
    """The rows of these kinds, of the cases asked about; documents that stand, confidential ones for who may."""
    first, *more = (_rows(kind, confidential, on) for kind in kinds)
    return first.union(*more, all=True)


def _rows(kind: str, confidential: bool, on: date) -> QuerySet:
    if kind == LET_IN:
        path, rows = "case", _as_events(Entry.objects.live(on), LET_IN, "invited_at", code=F("kind"))
    else:
        path, made = _KINDS[kind]
        rows = made()
    rows = rows.filter(**{f"{path}__among": GivenIds("cases")})
    if kind != DOCUMENT:
        return rows
    return (rows if confidential else rows.filter(confidential=False)).standing()


def awaited(events: list[Event]) -> Event | None:
    """The request to close the case that waits for the leader, or None."""
    return next((event for event in events if event.waits), None)
