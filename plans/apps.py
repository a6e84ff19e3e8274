"""App config of plans."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """The one coordinated plan: dream, destination, goals, milestones and hand-over."""

    name = "plans"

    def ready(self):
        """Let every process know the jobs of this app: a worker finds a handler only when its module is loaded."""
        from plans import imports  # noqa: F401
