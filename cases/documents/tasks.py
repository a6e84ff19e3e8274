"""Celery tasks of documents: past the scanner, and the sweep of their files."""

from celery import shared_task

from cases.documents import scanning as scan


@shared_task
def order_scan() -> None:
    """See that documents that wait for the scanner get past it."""
    scan.order_scan()


@shared_task
def sweep_documents() -> None:
    """Look after the files of the documents."""
    scan.sweep()
