"""Milestones as adjectives."""

from datetime import date

from django.db import models

from plans.milestones.choices import OPEN_STATUSES
from plans.milestones.rules import overdue_q


class MilestoneQuerySet(models.QuerySet):
    """Adjectives of milestones."""

    def open(self):
        """Neither reached nor left behind."""
        return self.filter(status__in=OPEN_STATUSES)

    def overdue(self, on: date):
        """Open, and the day has passed; the same as `Milestone.is_overdue`."""
        return self.filter(overdue_q(on))

    def due(self, on: date):
        """Open, with a day that has come or passed."""
        return self.open().filter(due_on__lte=on)
