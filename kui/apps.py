"""App config of the composition root."""

from importlib import import_module

from django.apps import AppConfig


class KuiConfig(AppConfig):
    """Registers the start-up checks and the tasks."""

    name = "kui"

    def ready(self):
        """Import the checks, so that Django runs them, and the tasks, so that every process knows them by name."""
        from kui import checks  # noqa: F401
        from kui.celery import TASK_ROOMS

        for room in TASK_ROOMS:
            import_module(f"{room}.tasks")
