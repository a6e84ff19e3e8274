"""App config of the composition root."""

from django.apps import AppConfig


class KuiConfig(AppConfig):
    """Registers the start-up checks."""

    name = "kui"

    def ready(self):
        """Import the checks, so that Django runs them."""
        from kui import checks  # noqa: F401
