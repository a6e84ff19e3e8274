"""Where an effort is on a day, said once, for one effort and for the database; and what waits for an answer.

A day counts in full: an effort is under way on its last planned day and ended on the day after. One whose end is
written down has ended on that very day.
"""

from datetime import date, datetime, timedelta

from django.db.models import F, Q

from plans.efforts.choices import Contribution, EffortState

# So long what was written down by mistake may be taken back.
TAKE_BACK_WINDOW = timedelta(hours=1)

# After “too early to say” it is asked again when so many days have passed.
JUDGE_AGAIN_DAYS = 91


def state_on(
    from_on: date, until_on: date | None, ended_on: date | None, broken_off: bool, on: date
) -> EffortState:
    """Where an effort with these days is on the day ``on``; the same as `state_q`."""
    if ended_on is not None and ended_on <= on:
        return EffortState.BROKEN_OFF if broken_off else EffortState.ENDED
    if from_on > on:
        return EffortState.PLANNED
    if ended_on is None and until_on is not None and until_on < on:
        return EffortState.ENDED
    return EffortState.UNDER_WAY


def state_q(state: str, on: date) -> Q:
    """The efforts that are in ``state`` on the day ``on``; the same as `state_on`."""
    said = Q(ended_on__isnull=False, ended_on__lte=on)
    not_said = Q(ended_on=None) | Q(ended_on__gt=on)
    passed = Q(ended_on=None, until_on__isnull=False, until_on__lt=on, from_on__lte=on)
    going = Q(ended_on__isnull=False) | Q(until_on=None) | Q(until_on__gte=on)
    return {
        EffortState.BROKEN_OFF: said & ~Q(break_reason=""),
        EffortState.ENDED: (said & Q(break_reason="")) | passed,
        EffortState.PLANNED: not_said & Q(from_on__gt=on),
        EffortState.UNDER_WAY: not_said & Q(from_on__lte=on) & going,
    }[EffortState(state)]


def asked_on(
    until_on: date | None, ended_on: date | None, contribution: str, judged_on: date | None
) -> date | None:
    """The day from which it is asked what an effort contributed; None while there is nothing to ask.

    That is the day after its last planned day, until the end is written down; and JUDGE_AGAIN_DAYS after it was too
    early to say.
    """
    if ended_on is None:
        return None if until_on is None else until_on + timedelta(days=1)
    if contribution == Contribution.TOO_EARLY and judged_on is not None:
        return judged_on + timedelta(days=JUDGE_AGAIN_DAYS)
    return None


def asked_q(on: date) -> Q:
    """The efforts of which it is asked on the day ``on``; the same as `asked_on` that has come."""
    unsaid = Q(ended_on=None, until_on__lt=on)
    too_early = Q(contribution=Contribution.TOO_EARLY, judged_on__lte=on - timedelta(days=JUDGE_AGAIN_DAYS))
    return unsaid | (Q(ended_on__isnull=False) & too_early)


def may_be_taken_back(recorded_at: datetime, now: datetime) -> bool:
    """Whether what was written down at ``recorded_at`` may still be taken back: for an hour."""
    return now - recorded_at < TAKE_BACK_WINDOW


def never_began_q() -> Q:
    """The efforts that were broken off before their first day: they are measured by nothing."""
    return Q(ended_on__isnull=False, ended_on__lt=F("from_on"))
