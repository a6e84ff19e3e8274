"""Celery tasks of clarification: each wakes one function up."""

from celery import shared_task

from plans.qualification import reminders


@shared_task
def remind_departments() -> int:
    """On working mornings: remind departments, and tell both leaders where nobody has answered."""
    return reminders.remind_due()
