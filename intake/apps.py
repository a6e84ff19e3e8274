"""App config of intake."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """How a young person comes to the unit: inquiries, statements, decisions, and lists taken in."""

    name = "intake"

    def ready(self):
        """Let every process know the jobs: a worker finds a handler only when its module is loaded."""
        from intake.caseload import importer  # noqa: F401
