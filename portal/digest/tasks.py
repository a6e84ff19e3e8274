"""Celery tasks of the partners' mail: each wakes one function up."""

from celery import shared_task

from portal.digest import digest


@shared_task
def send_partner_digests() -> int:
    """On Monday morning: queue the mail of the week for everybody at a partner for whom something waits."""
    return digest.send_due()
