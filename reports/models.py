"""Reports: the models of every room."""

from reports.others.models import SharedFile, Story
from reports.snapshots.models import ReportSnapshot

__all__ = ["ReportSnapshot", "SharedFile", "Story"]
