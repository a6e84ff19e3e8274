"""Signing in: as the form does, or at once."""

from django.test import Client

PASSWORD = "et-langt-kodeord"


LOGIN = "/konto/log-ind/"


def sign_in(client, email, password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": email, "password": password}, **extra)


def signed_in(user) -> Client:
    """A client of its own, in which ``user`` is signed in already."""
    client = Client()
    client.force_login(user)
    return client
