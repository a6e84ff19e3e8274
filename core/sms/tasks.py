"""Celery tasks of text messages."""

from celery import shared_task

from core.sms import outbox


@shared_task
def send_queued_sms() -> None:
    """Send the text messages that are due."""
    outbox.send_due()
