"""App config of participation."""

from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    """What the young person says and decides: who may enter Min plan, and how."""

    name = "participation"

    def ready(self):
        """Let the case's log speak of what happens here."""
        from cases.access import log
        from participation.access.words import WORDS

        log.WORDS.update(WORDS)
