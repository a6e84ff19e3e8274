"""Notes and mentions as adjectives."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q

from audit.models import AuditEvent
from cases.access.permissions import Relation


class NoteQuerySet(models.QuerySet):
    """Adjectives of notes."""

    def first_hand(self):
        """Notes that are no additions."""
        return self.filter(addition_to=None)

    def standing(self):
        """Not struck out by their writers."""
        return self.filter(struck_at=None)

    def known_on(self, moment: datetime):
        """What stood in the journal at ``moment``."""
        return self.filter(Q(struck_at=None) | Q(struck_at__gt=moment), recorded_at__lte=moment)

    def of_contact(self):
        """That tell of contact with the young person; a talk with a parent alone is none."""
        return self.filter(self.model.contact_q())

    def attempts(self):
        """That tell of trying to reach the young person without an answer."""
        return self.standing().filter(kind__in=self.model.ATTEMPT_KINDS)

    def talks(self):
        """Of contact with the young person, not struck out; the same as `Note.is_talk`."""
        return self.standing().of_contact()


class MentionQuerySet(models.QuerySet):
    """Adjectives of mentions."""

    def unsettled(self):
        """Whose colleague has not looked at the case since; the trail tells, and nobody ticks it off.

        The page that asks for a purpose is no look at the case.
        """
        looked = AuditEvent.objects.filter(
            case_id=OuterRef("case_id"),
            actor_id=OuterRef("user_id"),
            at__gt=OuterRef("made_at"),
            outcome="ok",
        )
        return self.filter(~Exists(looked.exclude(relation=Relation.COLLEAGUE)))
