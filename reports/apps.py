"""App config of reports."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Numbers: metrics, the leader's overview and frozen reports."""

    name = "reports"
