"""App config of the accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, roles, units and sign-in."""

    name = "accounts"
