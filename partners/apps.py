"""App config of partners."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """The directory: partners, their contacts and agreements."""

    name = "partners"
