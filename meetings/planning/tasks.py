"""Celery tasks of planning."""

from celery import shared_task

from meetings.planning import actions


@shared_task
def cancel_those_of_closed_cases() -> int:
    """Every hour: whoever was invited to a meeting about a case that is closed is told that it is cancelled."""
    return actions.cancel_those_of_closed_cases()
