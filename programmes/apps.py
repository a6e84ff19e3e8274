"""App config of programmes."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """The ledger of programmes, and places on what partners offer."""

    name = "programmes"

    def ready(self):
        """Tell the log of a case what these acts are called."""
        from cases.access import log
        from programmes.log_words import WORDS

        log.WORDS.update(WORDS)
