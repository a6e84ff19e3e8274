"""App config of practice."""

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    """The unit's own development."""

    name = "practice"

    def ready(self):
        """The sweep of the vault leaves the files of articles."""
        from core import vault
        from practice.knowledge.models import names_of_files

        vault.HOLDERS.append(names_of_files)
