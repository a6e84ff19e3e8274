"""Ending sessions."""

from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser


def end_sessions(user: AbstractBaseUser, *, keep: str = "") -> int:
    """End the user's sessions on all devices but ``keep`` (a session key); returns how many."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    ended = UserSession.objects.filter(user=user).exclude(session_key=keep)
    count = 0
    for session in ended:
        store.delete(session.session_key)
        session.delete()
        count += 1
    return count
