"""App config of the accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, roles, units and sign-in."""

    name = "accounts"

    def ready(self):
        """Connect the trail to sign-in, and let every process know the jobs of this app."""
        from accounts.signin import signals  # noqa: F401
        from accounts.staffimport import importer  # noqa: F401
