"""Celery tasks of the core: each wakes one function up."""

from datetime import timedelta

from celery import shared_task

from core import clock, jobs, outbox


@shared_task
def run_job(job_id: str) -> None:
    """Do one job, if nobody else has it."""
    jobs.run(job_id)


@shared_task
def run_forgotten_jobs() -> None:
    """Find jobs that nobody works on, and leave a heartbeat."""
    from core.models import Heartbeat

    Heartbeat.objects.update_or_create(name="worker", defaults={"at": clock.now()})
    jobs.run_forgotten()


@shared_task
def send_queued_mail() -> None:
    """Send the mails that are due."""
    outbox.send_due()


@shared_task
def tidy_up() -> None:
    """Remove sent forms' keys, ended sessions and uploaded lists that nobody imported."""
    from django.contrib.sessions.models import Session

    from core.models import ImportFile, SubmitKey

    SubmitKey.objects.filter(at__lt=clock.now() - timedelta(days=7)).delete()
    Session.objects.filter(expire_date__lt=clock.now()).delete()
    ImportFile.objects.forgotten().delete()
