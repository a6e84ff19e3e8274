"""Celery tasks of jobs: each wakes one function up."""

from celery import shared_task

from core import clock
from core.jobs import queue as jobs
from core.jobs.models import Heartbeat


@shared_task
def run_job(job_id: str) -> None:
    """Do one job, if nobody else has it."""
    jobs.run(job_id)


@shared_task
def requeue_stale_jobs() -> None:
    """Find jobs that nobody works on, and leave a heartbeat."""
    Heartbeat.objects.update_or_create(name="worker", defaults={"at": clock.now()})
    jobs.requeue_stale()
