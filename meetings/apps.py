"""App config of meetings."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Meetings around a young person."""

    name = "meetings"
