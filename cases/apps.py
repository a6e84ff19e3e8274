"""App config of cases."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Young people and their cases: intake, assignment, activity, notes, consent and the one door to them."""

    name = "cases"

    def ready(self):
        """Let accounts ask what is left without a guide when somebody's access is closed; register the jobs."""
        from accounts.actions import LEFT_HANGING
        from cases.documents import scanning as scan  # noqa: F401 – registers its job
        from cases.guides.offboarding import open_cases

        LEFT_HANGING.append(open_cases)
