"""Milestones as adjectives."""

from datetime import date

from django.db import models

from plans.milestones.choices import DUE_STATUSES, OPEN_STATUSES
from plans.milestones.rules import overdue_q, to_ask_again_q


class MilestoneQuerySet(models.QuerySet):
    """Adjectives of milestones."""

    def open(self):
        """Neither reached nor left behind."""
        return self.filter(status__in=OPEN_STATUSES)

    def overdue(self, on: date):
        """To be done, and the day has passed; the same as `Milestone.is_overdue`."""
        return self.filter(overdue_q(on))

    def due(self, on: date):
        """To be done, with a day that has come or passed. What cannot be done yet waits for no day."""
        return self.filter(status__in=DUE_STATUSES, due_on__lte=on)

    def to_ask_again(self, on: date):
        """Cannot be done yet, and not asked about for CANNOT_YET_DAYS; the same as `Milestone.is_to_ask_again`."""
        return self.filter(to_ask_again_q(on))
