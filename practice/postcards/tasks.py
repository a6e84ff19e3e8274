"""Celery tasks of the unit's own development."""

from celery import shared_task

from core import clock
from practice.postcards import actions


@shared_task
def open_postcards() -> int:
    """Every morning: tell the writers whose postcards open today, or opened while nobody was awake."""
    return actions.notify_writers(on=clock.today())
