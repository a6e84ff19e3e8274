"""App config of portal."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Pages for those from outside: the partner's workplace, and the young person's Min plan."""

    name = "portal"

    def ready(self):
        """Let a partner's card say how quickly it answers."""
        from partners.directory.actions import CARD_FACTS
        from portal.promises.response import response_words

        CARD_FACTS.append(response_words)
