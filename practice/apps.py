"""App config of practice."""

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    """The unit's own development."""

    name = "practice"
