"""App config of progress."""

from django.apps import AppConfig


class ProgressConfig(AppConfig):
    """How a young person moves: measures over time. No decision reads them."""

    name = "progress"
