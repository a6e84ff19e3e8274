"""App config of the trail."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from core import clock


class AuditConfig(AppConfig):
    """Append-only trail."""

    name = "audit"

    def ready(self):
        """Let SQLite ask whether a test or the demo stands at another moment (migration 0003)."""
        connection_created.connect(tell_of_travels, dispatch_uid="audit")


def tell_of_travels(sender, connection, **kwargs):
    """A trigger asks; a connection without the answer cannot write to the trail at all."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("kui_travels", 0, clock.is_travelling)
