"""Signing in as the form does."""

PASSWORD = "et-langt-kodeord"


LOGIN = "/konto/log-ind/"


def sign_in(client, email, password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": email, "password": password}, **extra)
