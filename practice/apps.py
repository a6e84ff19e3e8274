"""App config of practice."""

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    """The unit's own development."""

    name = "practice"

    def ready(self):
        """Let accounts ask what of somebody's list is open before their access is closed; the sweep of the vault leaves
        the files of articles.
        """
        from accounts.users.actions import OFFBOARDING_CHECKS
        from core import vault
        from practice.knowledge.models import names_of_files
        from practice.onboarding.offboarding import open_points

        OFFBOARDING_CHECKS.append(open_points)
        vault.HOLDERS.append(names_of_files)
