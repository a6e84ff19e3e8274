"""Pure rules about the statutory clocks."""

from datetime import date
from enum import Enum


class ClockState(Enum):
    """Where a statutory clock is on a day."""

    AWAITS = "awaits"  # it begins with something that has not happened yet
    RUNNING = "running"
    MET = "met"
    MISSED = "missed"
    STOPPED = "stopped"


def attempts_within(days: list[date], first: date, last: date | None) -> list[date]:
    """The days of ``days`` on which somebody was tried to be reached, from ``first`` up to ``last``, both included."""
    return [day for day in days if day >= first and (last is None or day <= last)]


def clock_state(on: date, *, due_on: date | None, met_on: date | None, stopped_on: date | None) -> ClockState:
    """Where a clock is at the end of the day ``on``; what happens later is not seen.

    What happened first decides: done by its last day it is met, stopped by its last day it is stopped, otherwise it
    is missed from the next day on, whatever happens afterwards. Done and stopped on the same day counts as done.
    """
    met = met_on if met_on is not None and met_on <= on else None
    stopped = stopped_on if stopped_on is not None and stopped_on <= on else None
    if due_on is None:
        return ClockState.STOPPED if stopped else ClockState.AWAITS
    if met and met <= due_on and (stopped is None or met <= stopped):
        return ClockState.MET
    if stopped and stopped <= due_on:
        return ClockState.STOPPED
    return ClockState.MISSED if on > due_on else ClockState.RUNNING
