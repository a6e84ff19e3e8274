"""App config of workspace."""

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


class WorkspaceConfig(AppConfig):
    """Staff's daily pages over cases and plans."""

    name = "workspace"

    def ready(self):
        """Let a struck course call its meeting off, and the triggers of the search stand after every migration."""
        from practice.competences.actions import WHEN_STRUCK
        from workspace.colleagues.calling import call_off
        from workspace.search import triggers

        WHEN_STRUCK.append(call_off)

        def take_away(sender, using, plan, **kwargs):
            """SQLite makes tables anew in migrations, and the triggers would be in its way."""
            if plan and connections[using].vendor == "sqlite":
                triggers.remove(connections[using])

        def put_up(sender, using, **kwargs):
            triggers.install(connections[using])

        pre_migrate.connect(take_away, sender=self, weak=False, dispatch_uid="fulltext")
        post_migrate.connect(put_up, sender=self, weak=False, dispatch_uid="fulltext")
