"""Tasks as adjectives."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from accounts.models import carries_q


class TodoQuerySet(models.QuerySet):
    """Adjectives of tasks."""

    def open(self):
        """Neither done nor struck; the same as `Todo.is_open`."""
        return self.filter(done_at=None, struck_at=None)

    def seen_by(self, user, on: date):
        """Those that are the user's to see on that day.

        About no case: the owner's. About a case: of its guide, and of who covers, unless its owner is the deputy, whose
        own it stays while they can act.
        """
        covers = Q(case__cover=user, case__cover_from__lte=on, case__cover_until__gt=on)
        with_case = Q(case__deputy=None) | ~Q(owner=F("case__deputy")) | ~carries_q("owner__")
        deputys = Q(owner=user, case__deputy=user) & carries_q("owner__")
        of_case = (Q(case__guide=user) | covers) & with_case | deputys
        return self.filter(Q(case=None, owner=user) | (of_case & Q(case__unit=user.unit_id)))
