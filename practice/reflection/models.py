"""Occasions of reflection, their stations and questions, and what was written there.

An occasion keeps who wrote, or it does not; which, is chosen before the first word is written and never changed.
Without names nothing of the writer is stored: no author, no day, no key of the form, no draft, no row of the trail. The
id is drawn at random and every list is in its order, so that the order tells nothing.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from core import clock
from core.crypto import EncryptedTextField
from practice.reflection.rules import MOST_PEOPLE, may_be_read, takes_answers


class OccasionQuerySet(models.QuerySet):
    """Adjectives of occasions."""

    def of_unit(self, unit):
        """Held in this unit."""
        return self.filter(unit=unit)

    def open(self, on):
        """Those that take answers on a Copenhagen date; the same as `Occasion.is_open`."""
        return self.filter(closed_on=None, from_on__lte=on, until_on__gte=on)


class Occasion(models.Model):
    """A theme day or a period that the unit reflects on."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="occasions")
    title = models.CharField(_("title"), max_length=100)
    from_on = models.DateField(_("first day"))
    until_on = models.DateField(_("last day"))
    closed_on = models.DateField(null=True, blank=True, editable=False)
    with_names = models.BooleanField(_("who wrote is kept"), default=False)
    for_guests = models.BooleanField(_("guests may write too"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = OccasionQuerySet.as_manager()

    class Meta:
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=models.F("from_on")),
                name="occasion_ends_after_it_begins",
                violation_error_message=_("The last day lies before the first."),
            )
        ]

    def __str__(self):
        return self.title

    def is_open(self, on) -> bool:
        """Whether it takes answers on the date; the same as the queryset's `open`."""
        return takes_answers(self.from_on, self.until_on, self.closed_on, on)

    def is_readable(self, on) -> bool:
        """Whether what was written may be read on the date."""
        return may_be_read(self.with_names, self.until_on, self.closed_on, on)

    def may_be_kept_by(self, user) -> bool:
        """Whether somebody may close it and take an answer away: whoever opened it, and who leads the unit."""
        return user.is_leader or user.pk == self.by_id


class Station(models.Model):
    """A place with questions, on a wall or a table. ``token`` is what its QR code leads to; it cannot be guessed."""

    occasion = models.ForeignKey(Occasion, models.PROTECT, related_name="stations")
    name = models.CharField(_("station"), max_length=60)
    position = models.PositiveSmallIntegerField()
    token = models.CharField(max_length=24, unique=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["occasion", "name"], name="station_once_at_an_occasion")
        ]

    def __str__(self):
        return self.name


class Prompt(models.Model):
    """A question as a station asks it. Its words never change."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="prompts")
    text = models.CharField(_("question"), max_length=200)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["station__position", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["station", "text"], name="prompt_once_at_a_station")]

    def __str__(self):
        return self.text


class Reflection(models.Model):
    """What was written to a question, by so many people together.

    ``by`` and ``written_on`` are kept with names only; a guest has neither. ``once`` knows a sheet that is sent twice:
    keyed, and of a number that the sheet drew by itself, it tells nothing of who sent it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    prompt = models.ForeignKey(Prompt, models.PROTECT, related_name="reflections")
    text = EncryptedTextField(_("text"))
    people = models.PositiveSmallIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    written_on = models.DateField(null=True, editable=False)
    once = models.CharField(max_length=64, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["prompt", "once"], name="reflection_is_kept_once"),
            models.CheckConstraint(
                condition=Q(people__gte=1, people__lte=MOST_PEOPLE), name="reflection_by_somebody"
            ),
            models.CheckConstraint(
                condition=Q(by=None, written_on=None) | Q(by__isnull=False, written_on__isnull=False),
                name="reflection_without_a_name_has_no_day",
            ),
        ]

    def __str__(self):
        return str(self.pk)


class ReflectionDraft(models.Model):
    """What somebody is still writing at an occasion that keeps names; without names no draft is kept."""

    prompt = models.ForeignKey(Prompt, models.CASCADE, related_name="drafts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    revision = models.PositiveIntegerField(default=1)
    text = EncryptedTextField()
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["prompt", "user", "key"], name="reflection_draft_per_window")
        ]
