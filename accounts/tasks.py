"""Tidying that nobody waits for."""

from celery import shared_task

from accounts import throttle


@shared_task
def tidy_up() -> None:
    """Remove counters whose window is over, and rows of sessions that have ended."""
    from allauth.usersessions.models import UserSession
    from django.contrib.sessions.models import Session

    throttle.sweep()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
