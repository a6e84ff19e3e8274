"""What others than the journal tell about a case: the inquiry it came from, who carried it, plans handed over, what the
young person answered about the plan, goals that moved, efforts, partners' reports, its closing and the summary given.
"""

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import CharField, DateTimeField, F, TextField, Value
from django.db.models.functions import Cast, Concat

from cases.models import Assignment, Case, CloseReason, ClosingRequest, ClosingSummary
from core import clock
from intake.models import Inquiry
from plans.models import (
    Agreement,
    Contribution,
    EffortEvent,
    GoalMove,
    GoalStatus,
    Handover,
    PromiseReport,
)
from plans.promises.rules import ReportKind

EVENTS_SHOWN = 100
CODES = {
    "handover": Handover.Audience,
    "summary": ClosingSummary.Audience,
    "assignment": Assignment.Kind,
    "closing": CloseReason,
    "effort": EffortEvent.Kind,
    "report": ReportKind,
    "asked": Agreement.Answer,
    "goal": GoalStatus,
}
# What of an effort's history is told among everything else; the rest stands on its own page.
_TOLD = (EffortEvent.Kind.ADDED, EffortEvent.Kind.ENDED, EffortEvent.Kind.BROKEN_OFF)


class Event(NamedTuple):
    """Something that happened; what its values are depends on ``kind``.

    A plan handed over or a summary made (``code`` is the audience, ``words`` the partner); who carries the case or
    stands in (``code`` is how, ``words`` the name, ``decided_at`` the day after the last); the young person asked about
    the plan (the answer, and why); a goal that moved (where to, and which; ``answer`` is why); what a partner reported
    (``code`` is what, and the day); an effort (what happened to it, its name, ``decision`` what it contributed,
    ``answer`` why it was broken off); or somebody who asked to close the case (``code`` is the reason, ``words`` why)
    with what the leader answered.
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
        """What ``code`` means, in words."""
        return str(CODES[self.kind](self.code.partition(" ")[0]).label)

    @property
    def contributed(self) -> str:
        """What an effort contributed, in words."""
        return str(Contribution(self.decision).label) if self.kind == "effort" and self.decision else ""


def inquiries_of(case: Case, user) -> list[Inquiry]:
    """The inquiries about the young person that the reader may read, the first one first; one query."""
    rows = Inquiry.objects.visible_to(user).filter(case=case).select_related("target_group")
    return list(rows.order_by("received_on", "recorded_at"))


def events_of(case: Case) -> list[Event]:
    """All of them, the newest first; one query."""
    none, never = Value("", CharField()), Value(None, DateTimeField())
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
    others = [given, carried, *(_of_the_plan(case, none, never) if case.may.plan_read else [])]
    return [Event._make(row) for row in asked.union(*others, all=True).order_by("-e_at")[:EVENTS_SHOWN]]


def _of_the_plan(case: Case, none: Value, never: Value) -> list:
    """What only those are told who may read the plan."""
    what_and_when = Concat(F("kind"), Value(" "), Cast("happened_on", TextField()), output_field=TextField())
    who = Concat(F("by__name"), Value(", "), F("partner__name"), output_field=TextField())
    return [
        _as_event(
            Handover.objects.filter(plan__case=case),
            "handover", "created_at", F("audience"), F("partner__name"), F("by__name"), none, none, never, none,
        ),
        _as_event(
            Agreement.objects.filter(plan__case=case),
            "asked", "recorded_at", F("answer"), F("because"), F("by__name"), none, none, never, none,
        ),
        _as_event(
            GoalMove.objects.filter(goal__plan__case=case).exclude(old_status=""),
            "goal", "recorded_at", F("new_status"), F("goal__text"), F("by__name"), none, F("reason"), never, none,
        ),
        _as_event(
            EffortEvent.objects.filter(effort__plan__case=case, effort__taken_back_at=None, kind__in=_TOLD),
            "effort", Cast("on", DateTimeField()), F("kind"), F("effort__name"), F("by__name"),
            F("contribution"), F("reason"), never, none,
        ),
        _as_event(
            PromiseReport.objects.filter(milestone__plan__case=case).exclude(kind=ReportKind.UNDER_WAY),
            "report", "at", what_and_when, F("words"), who, none, none, never, none,
        ),
    ]  # fmt: skip


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
