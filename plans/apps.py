"""App config of plans."""

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


class PlansConfig(AppConfig):
    """The one coordinated plan: dream, destination, goals, milestones and hand-over."""

    name = "plans"

    def ready(self):
        """Let every process know the jobs of this app: a worker finds a handler only when its module is loaded.

        And let the triggers of the search stand after every migration.
        """
        from plans import imports  # noqa: F401
        from plans.fulltext import triggers

        def take_away(sender, using, plan, **kwargs):
            """SQLite makes tables anew in migrations, and the triggers would be in its way."""
            if plan and connections[using].vendor == "sqlite":
                triggers.remove(connections[using])

        def put_up(sender, using, **kwargs):
            triggers.install(connections[using])

        pre_migrate.connect(take_away, sender=self, weak=False, dispatch_uid="fulltext")
        post_migrate.connect(put_up, sender=self, weak=False, dispatch_uid="fulltext")
