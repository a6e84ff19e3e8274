"""Take in many young people at once: the same rows as the ordinary actions write, in a handful of statements.

A test opens the same cases one by one and in bulk and compares every row, so the two cannot drift apart."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from audit import trail
from audit.models import AuditEvent
from cases.activity.rules import BUSY_KINDS
from cases.casefile import kle
from cases.duty.actions import breaches_for_imported
from cases.models import (
    Activity,
    ActivityPeriod,
    Assignment,
    Case,
    DutyBreach,
    Note,
    Status,
    StatusPeriod,
    YoungPerson,
)
from core import clock

BATCH = 500  # rows a statement: SQLite and PostgreSQL both take that many of our widest row


@dataclass
class Newcomer:
    """A young person to open a case about, and what is known from the first day.

    `activity` empty: nobody has said anything. `note` empty: no note. `more` is for whoever made the newcomer."""

    person: YoungPerson
    opened_on: date
    guide: Any = None
    written_guide: str = ""
    reason: str = ""
    activity: str = ""
    activity_on: date | None = None
    hours_per_week: int | None = None
    note: str = ""
    more: dict = field(default_factory=dict)


@transaction.atomic
def open_cases(newcomers: Sequence[Newcomer], *, by) -> list[Case]:
    """Open a case about each newcomer, in order.

    Raises IntegrityError, and writes nothing, when one is already known.
    """
    moment = clock.now()
    recorded = {"recorded_by": by, "recorded_at": moment}
    for newcomer in newcomers:
        newcomer.person.derive()
    YoungPerson.objects.bulk_create([newcomer.person for newcomer in newcomers], batch_size=BATCH)
    cases = [_case(newcomer, moment) for newcomer in newcomers]
    Case.objects.bulk_create(cases, batch_size=BATCH)
    pairs = list(zip(newcomers, cases, strict=True))
    events = [
        trail.event(
            "case.opened",
            by=by,
            case_id=case.pk,
            obj=case,
            changes={"opened_on": [None, case.opened_on], "guide": [None, case.guide]},
        )
        for case in cases
    ]
    Assignment.objects.bulk_create(
        [
            Assignment(case=case, user=case.guide, from_on=case.opened_on, **recorded)
            for case in cases
            if case.guide
        ],
        batch_size=BATCH,
    )
    StatusPeriod.objects.bulk_create(
        [StatusPeriod(case=case, status=case.status, from_on=case.opened_on, **recorded) for case in cases],
        batch_size=BATCH,
    )
    events += _write_activities(pairs, by=by, recorded=recorded)
    events += _write_breaches(cases, by=by, recorded=recorded)
    events += _write_notes(pairs, by=by, moment=moment)
    AuditEvent.objects.bulk_create(events, batch_size=BATCH)
    return cases


def _case(newcomer: Newcomer, moment) -> Case:
    known = newcomer.activity and newcomer.activity != Activity.UNKNOWN
    return Case(
        person=newcomer.person,
        unit=newcomer.person.unit,
        opened_on=newcomer.opened_on,
        reason=newcomer.reason,
        kle_number=kle.propose(newcomer.person.birth_date, newcomer.opened_on),
        written_guide=newcomer.written_guide,
        status=Status.RUNNING if newcomer.guide else Status.WAITING,
        guide=newcomer.guide,
        status_since=newcomer.opened_on,
        activity=newcomer.activity or Activity.UNKNOWN,
        activity_under_plan=bool(newcomer.activity in BUSY_KINDS),
        activity_confirmed_on=newcomer.activity_on if known else None,
        recorded_at=moment,
    )


def _write_activities(pairs, *, by, recorded) -> list[AuditEvent]:
    active = [(newcomer, case) for newcomer, case in pairs if newcomer.activity]
    ActivityPeriod.objects.bulk_create(
        [
            ActivityPeriod(
                case=case,
                activity=newcomer.activity,
                hours_per_week=newcomer.hours_per_week,
                from_on=newcomer.activity_on,
                confirmed_on=newcomer.activity_on,
                confirmed_by=by,
                **recorded,
            )
            for newcomer, case in active
        ],
        batch_size=BATCH,
    )
    return [
        trail.event(
            "case.activity_set",
            by=by,
            case_id=case.pk,
            obj=case,
            changes={"activity": [Activity.UNKNOWN, newcomer.activity]},
        )
        for newcomer, case in active
    ]


def _write_breaches(cases, *, by, recorded) -> list[AuditEvent]:
    """Who comes in under the duty and in nothing: the limits run from today."""
    breaches = DutyBreach.objects.bulk_create(
        breaches_for_imported(cases, by=by, recorded=recorded), batch_size=BATCH
    )
    return [
        trail.event(
            "duty.breach",
            by=by,
            case_id=breach.case_id,
            obj=breach,
            changes={"learned_on": [None, breach.learned_on], "how": [None, breach.how]},
        )
        for breach in breaches
    ]


def _write_notes(pairs, *, by, moment) -> list[AuditEvent]:
    notes = [
        Note(
            case=case,
            by=by,
            text=newcomer.note,
            kind=Note.Kind.IMPORT,
            happened_on=clock.local_date(moment),
            recorded_at=moment,
        )
        for newcomer, case in pairs
        if newcomer.note
    ]
    Note.objects.bulk_create(notes, batch_size=BATCH)
    return [trail.event("note.added", by=by, case_id=note.case_id, obj=note) for note in notes]
