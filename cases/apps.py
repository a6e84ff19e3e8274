"""App config of cases."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Young people and their cases: guides, activity, notes, documents, consents, duty, and the one door to them."""

    name = "cases"

    def ready(self):
        """Let accounts ask what is left without a guide when somebody's access is closed; register the jobs."""
        from accounts.users.actions import OFFBOARDING_CHECKS
        from cases.documents import scanning as scan  # noqa: F401 – registers its job
        from cases.guides.offboarding import open_cases

        OFFBOARDING_CHECKS.append(open_cases)
