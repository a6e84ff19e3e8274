"""Celery tasks of mail."""

from celery import shared_task

from core.mail import outbox


@shared_task
def send_queued_mail() -> None:
    """Send the mails that are due."""
    outbox.send_due()
