"""App config of the accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, roles, units and sign-in."""

    name = "accounts"

    def ready(self):
        """Connect the trail to sign-in."""
        from accounts import signals  # noqa: F401
