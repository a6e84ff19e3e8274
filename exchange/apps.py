"""App config of exchange."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Cases to and from other municipalities, as sealed files."""

    name = "exchange"
