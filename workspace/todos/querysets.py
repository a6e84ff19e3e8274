"""Tasks as adjectives."""

from datetime import date

from django.db import models
from django.db.models import Q


class TodoQuerySet(models.QuerySet):
    """Adjectives of tasks."""

    def open(self):
        """Neither done nor struck; the same as `Todo.is_open`."""
        return self.filter(done_at=None, struck_at=None)

    def seen_by(self, user, on: date):
        """Those that are the user's to see on that day; the same as `Todo.is_seen_by`.

        About no case: the owner's. About a case: its guide's, and whose who covers; and the deputy's, who wrote it.
        """
        covers = Q(case__cover=user, case__cover_from__lte=on, case__cover_until__gt=on)
        deputy = Q(owner=user, case__deputy=user)
        of_case = Q(case__guide=user) | covers | deputy
        return self.filter(Q(case=None, owner=user) | (of_case & Q(case__unit=user.unit_id)))
