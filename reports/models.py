"""Reports: the models of every room."""

from reports.questions.models import Question
from reports.snapshots.models import ReportSnapshot

__all__ = ["Question", "ReportSnapshot"]
