"""Answers about plans as adjectives."""

from django.db import models
from django.db.models import OuterRef, Subquery


class AgreementQuerySet(models.QuerySet):
    """Adjectives of answers."""

    def latest_of_each(self):
        """The answer that stands: the last one of each plan."""
        newest = self.model.objects.filter(plan=OuterRef("plan"))
        newest = newest.order_by("-asked_on", "-recorded_at", "-pk").values("pk")[:1]
        return self.filter(pk=Subquery(newest))

    def to_ask_again(self):
        """Anything but a yes; the same as `Agreement.is_to_ask_again`."""
        return self.exclude(answer=self.model.Answer.YES)
