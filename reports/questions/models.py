"""Questions that somebody saved, to be asked again on another day."""

import uuid
from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from core import clock
from core.ordering import Danish


class Span(models.TextChoices):
    """Over what a question counts."""

    DAY = "dag", _("on a day")
    MONTH = "maaned", _("in a month")
    YEAR = "aar", _("in twelve months")


class QuestionQuerySet(models.QuerySet):
    """Adjectives of questions."""

    def visible_to(self, user):
        """One's own, and those that are shared in one's unit."""
        return self.filter(Q(owner=user) | Q(shared=True), unit_id=user.unit_id)


class Question(models.Model):
    """A question by what it asks, never by its answer: who asks it gets what they may count. Without a day it is asked
    of today, or of the latest months that are over.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="questions")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    title = models.CharField(_("what the question is called"), max_length=100)
    metric = models.SlugField(max_length=40)
    split = models.CharField(max_length=20, blank=True)
    only = models.CharField(max_length=80, blank=True)
    span = models.CharField(max_length=6, choices=Span.choices, default=Span.DAY)
    on = models.DateField(null=True)
    known_on = models.DateField(null=True)
    shared = models.BooleanField(_("shared with the unit"), default=False)
    created_at = models.DateTimeField(default=clock.now)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = [Danish("title"), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "title"],
                name="question_is_called_once",
                violation_error_message=_("You have a question of that name. Choose another."),
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """The question, asked now."""
        asked = {"tael": self.metric, "fordelt": self.split, "kun": self.only, "tid": self.span}
        asked |= {"pr": self.on or "", "kendt": self.known_on or ""}
        return f"{reverse('reports:question')}?{urlencode({name: value for name, value in asked.items() if value})}"
