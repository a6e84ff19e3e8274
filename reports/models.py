"""Reports: the models of every room."""

from reports.questions.models import Question
from reports.release.extracts import Extract
from reports.release.models import Release
from reports.schedules.models import Schedule, Subscription
from reports.sharing.models import SharedFile, Story
from reports.snapshots.models import ReportSnapshot

__all__ = [
    "Extract",
    "Question",
    "Release",
    "ReportSnapshot",
    "Schedule",
    "SharedFile",
    "Story",
    "Subscription",
]
