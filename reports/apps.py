"""App config of reports."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Numbers: metrics, the leader's overview and frozen reports."""

    name = "reports"

    def ready(self):
        """Import the tasks, so that web processes know the kinds of job they order."""
        from reports import tasks  # noqa: F401
