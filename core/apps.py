"""App config of the core."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class CoreConfig(AppConfig):
    """No rule of the domain in it."""

    name = "core"

    def ready(self):
        """Lists are in Danish order on SQLite, too."""
        from core.ordering import lend_to_sqlite

        connection_created.connect(lend_to_sqlite, dispatch_uid="danish order")
