"""Composition root: settings, URLs, celery, checks, health and the demo. Nobody imports it."""

from kui.celery import app as celery_app

__all__ = ["celery_app"]
