"""App config of partners."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """The directory: partners, their contacts and agreements."""

    name = "partners"

    def ready(self):
        """Let every process know the jobs of this app."""
        from partners.imports import importer  # noqa: F401
