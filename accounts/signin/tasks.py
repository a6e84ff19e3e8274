"""Tidying that nobody waits for."""

from allauth.usersessions.models import UserSession
from celery import shared_task
from django.contrib.sessions.models import Session

from accounts.signin import throttle


@shared_task
def tidy_up() -> None:
    """Remove counters whose window is over, and rows of sessions that have ended."""
    throttle.delete_expired()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
