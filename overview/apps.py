"""App config of the overview."""

from django.apps import AppConfig


class OverviewConfig(AppConfig):
    """The leader's pages over numbers and reports; it has no rows of its own."""

    name = "overview"
