"""App config of cases."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Young people and their cases: guides, activity, notes, documents, consents, duty, and the one door to them."""

    name = "cases"

    def ready(self):
        """Register the jobs."""
        from cases.documents import scanning as scan  # noqa: F401 – registers its job
