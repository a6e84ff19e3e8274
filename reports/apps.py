"""App config of reports."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Numbers: metrics, frozen reports, and what of them leaves the unit."""

    name = "reports"
