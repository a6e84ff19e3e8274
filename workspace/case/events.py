"""What others than the journal tell about a case: the inquiry it came from, plans handed over, and its closing."""

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import CharField, DateTimeField, F, TextField, Value
from django.db.models.functions import Cast, Concat

from cases.models import Case, CloseReason, ClosingRequest
from core import clock
from intake.models import Inquiry
from plans.models import Handover, PromiseReport
from plans.promises.rules import ReportKind

EVENTS_SHOWN = 100


class Event(NamedTuple):
    """A plan handed over (``code`` is the audience, ``words`` the partner), what a partner reported (``code`` is what,
    and the day), or somebody who asked to close the case (``code`` is the reason, ``words`` why) with the answer.
    """

    kind: str
    at: datetime
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
        return self.kind == "closing" and not self.decision

    @property
    def day(self) -> date:
        """The day it stands on: what a partner reported, on the day on which it happened."""
        told = self.code.partition(" ")[2] if self.kind == "report" else ""
        return date.fromisoformat(told) if told else clock.local_date(self.at)

    @property
    def label(self) -> str:
        """The audience, what was reported, or the reason for closing, in words."""
        if self.kind == "report":
            return str(ReportKind(self.code.partition(" ")[0]).label)
        return str((Handover.Audience if self.kind == "handover" else CloseReason)(self.code).label)


def inquiries_of(case: Case, user) -> list[Inquiry]:
    """The inquiries about the young person that the reader may read, the first one first; one query."""
    rows = Inquiry.objects.visible_to(user).filter(case=case).select_related("target_group")
    return list(rows.order_by("received_on", "recorded_at"))


def events_of(case: Case) -> list[Event]:
    """Plans handed over, what partners reported, and requests to close the case, the newest first; one query."""
    none, never = Value("", CharField()), Cast(Value(None), DateTimeField())  # a bare null would be text of three
    handed = _as_event(
        Handover.objects.filter(plan__case=case),
        "handover", "created_at", F("audience"), F("partner__name"), F("by__name"),
        none, none, never, none,
    )  # fmt: skip
    asked = _as_event(
        ClosingRequest.objects.filter(case=case),
        "closing", "asked_at", F("reason"), F("note"), F("asked_by__name"),
        F("decision"), F("words"), F("decided_at"), F("decided_by__name"),
    )  # fmt: skip
    told = Concat(F("kind"), Value(" "), Cast("happened_on", TextField()), output_field=TextField())
    who = Concat(F("by__name"), Value(", "), F("partner__name"), output_field=TextField())
    reported = _as_event(
        PromiseReport.objects.filter(milestone__plan__case=case).exclude(kind=ReportKind.UNDER_WAY),
        "report", "at", told, F("words"), who, none, none, never, none,
    )  # fmt: skip
    rows = handed.union(reported, asked, all=True) if case.may.plan_read else asked
    return [Event._make(row) for row in rows.order_by("-e_at")[:EVENTS_SHOWN]]


def _as_event(rows, kind, at, *said):
    """The rows under the names that both have in common."""
    names = ["e_code", "e_words", "e_who", "e_decision", "e_answer", "e_decided_at", "e_decided_by"]
    texts = {
        name: Cast(value, TextField())
        for name, value in zip(names, said, strict=True)
        if name != "e_decided_at"
    }
    rows = rows.order_by().annotate(
        e_kind=Value(kind, TextField()), e_at=F(at), e_decided_at=said[5], **texts
    )
    return rows.values_list("e_kind", "e_at", *names)


def awaited(events: list[Event]) -> Event | None:
    """The request to close the case that waits for the leader, or None."""
    return next((event for event in events if event.waits), None)
