"""Efforts as adjectives."""

from datetime import date

from django.db import models

from plans.efforts.choices import EffortState
from plans.efforts.rules import asked_q, state_q


class EffortQuerySet(models.QuerySet):
    """Adjectives of efforts."""

    def standing(self):
        """Not taken back as a mistake."""
        return self.filter(taken_back_at=None)

    def planned(self, on: date):
        """Not begun yet."""
        return self.filter(state_q(EffortState.PLANNED, on))

    def under_way(self, on: date):
        """Begun, and not over."""
        return self.filter(state_q(EffortState.UNDER_WAY, on))

    def ended(self, on: date):
        """Over as planned, whether or not somebody has said so."""
        return self.filter(state_q(EffortState.ENDED, on))

    def broken_off(self, on: date):
        """Over before its time."""
        return self.filter(state_q(EffortState.BROKEN_OFF, on))

    def asked(self, on: date):
        """Over, and nobody has said what it contributed, or it was too early to say; the same as `Effort.is_asked`."""
        return self.filter(asked_q(on))
