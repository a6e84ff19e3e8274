"""App config of plans."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """The one coordinated plan: dream, destination, goals, milestones and hand-over."""

    name = "plans"
