"""App config of the core."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """No rule of the domain in it."""

    name = "core"
