"""App config of the trail."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Append-only trail."""

    name = "audit"
