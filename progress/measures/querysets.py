"""The latest of each case, for lists and lines."""

from django.db import models
from django.db.models import OuterRef, Subquery


def latest_of_each(rows: models.QuerySet) -> models.QuerySet:
    """Of ``rows`` the last of each case."""
    newest = (
        rows.filter(case=OuterRef("case")).order_by("-measured_on", "-recorded_at", "-pk").values("pk")[:1]
    )
    return rows.filter(pk=Subquery(newest))
