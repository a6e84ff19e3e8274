"""What others than the journal tell about a case: the inquiry it came from, plans handed over, what the young person
answered about the plan, goals that moved, and its closing.
"""

from datetime import datetime
from typing import NamedTuple

from django.db.models import CharField, DateTimeField, F, TextField, Value
from django.db.models.functions import Cast

from cases.models import Case, CloseReason, ClosingRequest
from intake.models import Inquiry
from plans.models import Agreement, GoalMove, GoalStatus, Handover

EVENTS_SHOWN = 100


class Event(NamedTuple):
    """A plan handed over (``code`` is the audience, ``words`` the partner); the young person asked about it (the
    answer, and why); a goal that moved (where to, and which; ``answer`` is why); or somebody who asked to close the
    case (the reason, and why) with what the leader answered.
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
        """The audience, or the reason for closing, in words."""
        return str(_CODES[self.kind](self.code).label)


_CODES = {
    "handover": Handover.Audience,
    "closing": CloseReason,
    "asked": Agreement.Answer,
    "goal": GoalStatus,
}


def inquiries_of(case: Case, user) -> list[Inquiry]:
    """The inquiries about the young person that the reader may read, the first one first; one query."""
    rows = Inquiry.objects.visible_to(user).filter(case=case).select_related("target_group")
    return list(rows.order_by("received_on", "recorded_at"))


def events_of(case: Case) -> list[Event]:
    """Plans handed over, answers about them, goals moved, and requests to close the case, the newest first.

    One query for all of them.
    """
    none = Value("", CharField())
    handed = _as_event(
        Handover.objects.filter(plan__case=case),
        "handover", "created_at", F("audience"), F("partner__name"), F("by__name"),
        none, none, Value(None, DateTimeField()), none,
    )  # fmt: skip
    asked = _as_event(
        ClosingRequest.objects.filter(case=case),
        "closing", "asked_at", F("reason"), F("note"), F("asked_by__name"),
        F("decision"), F("words"), F("decided_at"), F("decided_by__name"),
    )  # fmt: skip
    agreed = _as_event(
        Agreement.objects.filter(plan__case=case),
        "asked", "recorded_at", F("answer"), F("because"), F("by__name"),
        none, none, Value(None, DateTimeField()), none,
    )  # fmt: skip
    moved = _as_event(
        GoalMove.objects.filter(goal__plan__case=case).exclude(old_status=""),
        "goal", "recorded_at", F("new_status"), F("goal__text"), F("by__name"),
        none, F("reason"), Value(None, DateTimeField()), none,
    )  # fmt: skip
    rows = handed.union(asked, agreed, moved, all=True) if case.may.plan_read else asked
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
