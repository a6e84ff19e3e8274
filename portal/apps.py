"""App config of portal."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Pages for those from outside: the partner's workplace."""

    name = "portal"
