"""App config of programmes."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """The ledger of programmes, and places on what partners offer."""

    name = "programmes"
