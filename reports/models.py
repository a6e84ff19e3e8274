"""Reports: the models of every room."""

from reports.snapshots.models import ReportSnapshot

__all__ = ["ReportSnapshot"]
