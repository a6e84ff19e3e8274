"""Celery tasks of the core: tidying up."""

from datetime import timedelta

from celery import shared_task
from django.contrib.sessions.models import Session

from core import clock
from core.idempotency import SubmitKey
from core.importing.files import ImportFile


@shared_task
def tidy_up() -> None:
    """Remove sent forms' keys, ended sessions and uploaded lists that nobody imported."""
    SubmitKey.objects.filter(at__lt=clock.now() - timedelta(days=7)).delete()
    Session.objects.filter(expire_date__lt=clock.now()).delete()
    ImportFile.objects.forgotten().delete()
