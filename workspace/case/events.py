"""What others than the journal tell about a case: the inquiry it came from, who carried it, plans handed over, its
closing and the summary that was given.
"""

from datetime import datetime
from typing import NamedTuple

from django.db.models import CharField, DateTimeField, F, TextField, Value
from django.db.models.functions import Cast

from cases.models import Assignment, Case, CloseReason, ClosingRequest, ClosingSummary
from intake.models import Inquiry
from plans.models import Handover

EVENTS_SHOWN = 100
CODES = {
    "handover": Handover.Audience,
    "summary": ClosingSummary.Audience,
    "assignment": Assignment.Kind,
    "closing": CloseReason,
}


class Event(NamedTuple):
    """A plan handed over or a summary made (``code`` is the audience, ``words`` the partner); somebody who carries the
    case or stands in (``code`` is how, ``words`` the name, ``decided_at`` the day after the last); or somebody who
    asked to close it (``code`` is the reason, ``words`` why) with what the leader answered.
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
    def label(self) -> str:
        """The audience, how they carry it, or the reason for closing, in words."""
        return str(CODES[self.kind](self.code).label)


def inquiries_of(case: Case, user) -> list[Inquiry]:
    """The inquiries about the young person that the reader may read, the first one first; one query."""
    rows = Inquiry.objects.visible_to(user).filter(case=case).select_related("target_group")
    return list(rows.order_by("received_on", "recorded_at"))


def events_of(case: Case) -> list[Event]:
    """Who carried it, plans handed over, requests to close it and summaries, the newest first; one query for all."""
    none, never = Value("", CharField()), Value(None, DateTimeField())
    handed = _as_event(
        Handover.objects.filter(plan__case=case),
        "handover", "created_at", F("audience"), F("partner__name"), F("by__name"), none, none, never, none,
    )  # fmt: skip
    asked = _as_event(
        ClosingRequest.objects.filter(case=case),
        "closing", "asked_at", F("reason"), F("note"), F("asked_by__name"),
        F("decision"), F("words"), F("decided_at"), F("decided_by__name"),
    )  # fmt: skip
    given = _as_event(
        ClosingSummary.objects.filter(case=case),
        "summary", "created_at", F("audience"), none, F("by__name"), none, none, never, none,
    )  # fmt: skip
    carried = _as_event(
        Assignment.objects.current().filter(case=case),
        "assignment", Cast("from_on", DateTimeField()), F("kind"), F("user__name"), F("recorded_by__name"),
        none, none, Cast("until_on", DateTimeField()), none,
    )  # fmt: skip
    others = [given, carried, *([handed] if case.may.plan_read else [])]
    rows = asked.union(*others, all=True).order_by("-e_at")
    return [Event._make(row) for row in rows[:EVENTS_SHOWN]]


def _as_event(rows, kind, at, *said):
    """The rows under the names that both have in common."""
    names = ["e_code", "e_words", "e_who", "e_decision", "e_answer", "e_decided_at", "e_decided_by"]
    texts = {
        name: Cast(value, TextField())
        for name, value in zip(names, said, strict=True)
        if name != "e_decided_at"
    }
    rows = rows.order_by().annotate(
        e_kind=Value(kind, TextField()),
        e_at=F(at) if isinstance(at, str) else at,
        e_decided_at=said[5],
        **texts,
    )
    return rows.values_list("e_kind", "e_at", *names)


def awaited(events: list[Event]) -> Event | None:
    """The request to close the case that waits for the leader, or None."""
    return next((event for event in events if event.waits), None)
