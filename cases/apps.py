"""App config of cases."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Young people and their cases: intake, assignment, activity, notes, consent and the one door to them."""

    name = "cases"
