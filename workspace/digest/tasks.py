"""The Celery task of Monday's mail."""

from celery import shared_task

from workspace.digest import digest


@shared_task
def send_digests() -> int:
    """On Monday morning: queue everybody's mail of the week that is not queued yet."""
    return digest.send_due()
