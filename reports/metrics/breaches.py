"""The statutory clocks of 15–17-year-olds as rows that numbers count: each breach, and how its clocks stood on a day.

Working days cannot be counted in SQL, so the clocks are computed in Python (`cases.duty`, one query for all) and handed
back to the database as columns. A unit has tens of breaches a year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Case as CaseWhen
from django.db.models import F, QuerySet, Value, When

from cases.duty import clocks as duty
from cases.duty.rules import ClockState
from cases.models import Case, DutyBreach
from core.kept import GivenIds, kept
from core.querysets import built_once
from reports.metrics.point_in_time import PointInTime
from reports.metrics.querysets import guide_and_status


def _in_month(clock: duty.Clock, when: PointInTime) -> str:
    """``running`` on the day, ``met`` or ``missed`` in the month up to the day, or nothing."""
    if clock.is_running:
        return "running"
    if clock.state == ClockState.MET and when.period.first <= clock.met_on <= when.on:
        return "met"
    if clock.is_missed and when.period.first <= clock.missed_on <= when.on:
        return "missed"
    return ""


def _column(groups: dict[str, list[int]]) -> CaseWhen:
    whens = [When(pk__in=keys, then=Value(word)) for word, keys in sorted(groups.items()) if word]
    return CaseWhen(*whens, default=Value(""))


def learned_by(cases: QuerySet[Case], when: PointInTime) -> QuerySet[DutyBreach]:
    """What we had learned by the day, mistakes apart, with its facts."""
    if when.known is None:
        rows = duty.current_with_facts()
    else:
        rows = DutyBreach.objects.known_on(when.known).with_facts(when.known)
    return rows.filter(case__in=cases, learned_on__lte=when.on, mistake="")


def clock_states(breach: DutyBreach, born: date, when: PointInTime) -> tuple[str, str, bool]:
    """How both clocks stood, and whether one was over with nothing done."""
    contact, activity = pair = duty.clocks_of(breach, born=born, on=when.on)
    late = any(clock.is_open and clock.is_missed for clock in pair)
    return _in_month(contact, when), _in_month(activity, when), late


def breaches_at(cases: QuerySet[Case], when: PointInTime) -> QuerySet[DutyBreach]:
    """What we had learned by the day, with ``at_contact``, ``at_activity`` and ``at_late`` as they stood."""
    rows = learned_by(cases, when)
    contact, activity, late = defaultdict(list), defaultdict(list), []
    for breach in rows.select_related("case__person"):
        of_contact, of_activity, is_late = clock_states(breach, breach.case.person.birth_date, when)
        contact[of_contact].append(breach.pk)
        activity[of_activity].append(breach.pk)
        if is_late:
            late.append(breach.pk)
    return rows.annotate(
        at_case=F("case_id"),
        at_contact=_column(contact),
        at_activity=_column(activity),
        at_late=CaseWhen(When(pk__in=late, then=Value(True)), default=Value(False)),
        **guide_and_status(when, "case__pk", acting=True),
    )


def breach_rows(cases: QuerySet[Case] | Collection[UUID], when: PointInTime) -> list[tuple]:
    """Today's breaches as numbers count them: the columns of `breaches_at`, in one query."""
    if isinstance(cases, QuerySet):
        breaches = _breaches_today(when).filter(case__in=cases)
    else:
        breaches = _breaches_among(when).ask(cases=cases)
    return [
        (b.pk, b.case_id, b.at_guide, *clock_states(b, b.at_born, when), b.contact_why, b.activity_why)
        for b in breaches
    ]


@kept
def _breaches_among(when: PointInTime) -> QuerySet[DutyBreach]:
    return _breaches_today(when).filter(case__among=GivenIds("cases"))


@built_once
def _breaches_today(when: PointInTime) -> QuerySet[DutyBreach]:
    """What we hold to be true now, with who has the case and when the young person was born."""
    rows = duty.current_with_facts().filter(learned_on__lte=when.on, mistake="")
    rows = rows.only("case_id", "learned_on", "mistake", "followed_on")
    acting = guide_and_status(when, "case__pk", acting=True)["at_guide"]
    return rows.annotate(at_born=F("case__person__birth_date"), at_guide=acting)


def both_clocks(row: DutyBreach, when: PointInTime) -> tuple[duty.Clock, duty.Clock]:
    """Both clocks of a row of `breaches_at`, for the list behind a number."""
    case = row.case
    return duty.clocks_of(row, born=case.person.birth_date, on=when.on)
