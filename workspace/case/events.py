"""What others than the journal tell about a case: the inquiry it came from, plans handed over, documents, breaches of
the duty, and its closing.
"""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import DateField, DateTimeField, F, QuerySet, TextField, UUIDField, Value
from django.db.models.functions import Cast

from cases.duty.clocks import born_after
from cases.models import Case, CloseReason, ClosingRequest, Document, DutyBreach
from core.querysets import built_once
from intake.models import Inquiry
from plans.models import Handover

HANDOVER, CLOSING, DOCUMENT, BREACH = "handover", "closing", "document", "breach"


class Event(NamedTuple):
    """A plan handed over (``code`` is the audience, ``words`` the partner); somebody who asked to close the case
    (``code`` is the reason, ``words`` why) with what the leader answered; a document (``words`` is its title, ``day``
    the one it was received on, ``ref`` its id); or that a breach of the duty was learned of.
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
    def label(self) -> str:
        """The audience, or the reason for closing, in words."""
        return str((Handover.Audience if self.kind == HANDOVER else CloseReason)(self.code).label)


def inquiries_of(case: Case, user) -> list[Inquiry]:
    """The inquiries about the young person that the reader may read, the first one first; one query."""
    return list(_inquiries().visible_to(user).filter(case=case))


@built_once
def _inquiries() -> QuerySet:
    told = ("received_on", "asked_by", "asked_by_name", "asked_by_contact", "reason")
    group = ("target_group__name_da", "target_group__name_en")
    rows = Inquiry.objects.select_related("target_group").only(*told, *group)
    return rows.order_by("received_on", "recorded_at")


def events_of(case: Case, today: date) -> list[Event]:
    """Everything of these kinds that the reader may know of, the newest first; one query.

    Breaches of the duty are told of while the young person has not outgrown it.
    """
    asked = _closings().filter(case=case)
    more = []
    if case.may.plan_read:
        more.append(_handovers().filter(plan__case=case))
    if case.may.document_read:
        more.append(_documents().filter(case=case).readable_by(case.may).standing())
    if case.person.birth_date > born_after(today):
        more.append(_breaches().filter(case=case))
    events = [Event._make(row) for row in asked.union(*more, all=True)]
    return sorted(events, key=lambda event: event.at, reverse=True)


def of_kind(events: list[Event], *kinds: str) -> list[Event]:
    """Those of these kinds."""
    return [event for event in events if event.kind in kinds]


@built_once
def _closings() -> QuerySet:
    return _as_events(
        ClosingRequest.objects.all(), CLOSING, "asked_at", code=F("reason"), words=F("note"), who=F("asked_by__name"),
        decision=F("decision"), answer=F("words"), decided_at=F("decided_at"), decided_by=F("decided_by__name"),
    )  # fmt: skip


@built_once
def _handovers() -> QuerySet:
    told = {"code": F("audience"), "words": F("partner__name"), "who": F("by__name")}
    return _as_events(Handover.objects.all(), HANDOVER, "created_at", **told)


@built_once
def _documents() -> QuerySet:
    told = {
        "code": F("kind"),
        "words": F("title"),
        "who": F("by__name"),
        "day": F("received_on"),
        "ref": F("pk"),
    }
    return _as_events(Document.objects.all(), DOCUMENT, "recorded_at", **told)


@built_once
def _breaches() -> QuerySet:
    return _as_events(DutyBreach.objects.all(), BREACH, "recorded_at")


# What stands in a column of which a kind tells nothing: of the column's type, which the database wants to know.
_NOTHING = {
    "day": Value(None, DateField()),
    "ref": Value(None, UUIDField()),
    "decided_at": Value(None, DateTimeField()),
    **dict.fromkeys(("code", "words", "who", "decision", "answer", "decided_by"), Value("", TextField())),
}


def _as_events(rows: QuerySet, kind: str, at: str, **told) -> QuerySet:
    """The rows with the columns of `Event`, in their order."""
    said = (Cast(told.get(name, _NOTHING[name]), _NOTHING[name].output_field) for name in Event._fields[2:])
    return rows.order_by().values_list(Value(kind), at, *said)


def awaited(events: list[Event]) -> Event | None:
    """The request to close the case that waits for the leader, or None."""
    return next((event for event in events if event.waits), None)
