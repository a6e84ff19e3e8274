"""App config of the core."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """No domain word in it."""

    name = "core"
