"""App config of participation."""

from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    """What the young person says and decides: who may enter Min plan, and how."""

    name = "participation"
