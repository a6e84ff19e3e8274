"""What a meeting is about, point by point, and what came of each."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.versions import Versioned

LONGEST = 240


class AgendaItemQuerySet(models.QuerySet):
    """Adjectives of points."""

    def shared(self):
        """What may be told outside the unit, as far as a basis covers it: not what came of a confidential point."""
        return self.filter(is_confidential=False)

    def waiting(self):
        """Put off to a later meeting, and taken up at none that stands; as `AgendaItem.is_parked` tells."""
        taken_up = self.model._base_manager.filter(carried_from=models.OuterRef("pk"))
        taken_up = taken_up.exclude(meeting__state="cancelled")
        return self.filter(~models.Exists(taken_up), is_parked=True)


class AgendaItem(Versioned):
    """A point of a meeting's agenda: what for, who begins, for how many minutes, and what came of it.

    ``source`` says where the point came from. What came of a confidential point stays in the unit.
    """

    class Purpose(models.TextChoices):
        """What it is there for."""

        INFORM = "inform", _("To tell")
        DISCUSS = "discuss", _("To talk over")
        DECIDE = "decide", _("To decide")

    class Source(models.TextChoices):
        """Where it came from."""

        OWN = "own", _("Ours")
        YOUTH = "youth", _("The young person’s own")
        PARTNER = "partner", _("A partner’s")
        MINUTES = "minutes", _("Minutes")
        PARKED = "parked", _("From last time")
        AGREEMENT = "agreement", _("Agreement")
        PLAN = "plan", _("The plan")
        THEME = "theme", _("Theme")

    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="agenda")
    title = models.CharField(_("point"), max_length=200)
    purpose = models.CharField(_("what for"), max_length=7, choices=Purpose.choices, default=Purpose.DISCUSS)
    who = models.CharField(_("who begins"), max_length=120, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=10, validators=[MaxValueValidator(LONGEST)]
    )
    position = models.PositiveIntegerField(default=0)
    source = models.CharField(max_length=9, choices=Source.choices, default=Source.OWN, editable=False)
    # The milestone that it is about, when the plan or an agreement brought it.
    milestone = models.ForeignKey(
        "plans.Milestone", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    # Who of those asked brought it before the meeting.
    brought_by = models.ForeignKey(
        "meetings.Attendee", models.SET_NULL, null=True, blank=True, related_name="points", editable=False
    )
    # The point of an earlier meeting that was put off to this one.
    carried_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="carried_to", editable=False
    )
    is_parked = models.BooleanField(default=False, editable=False)
    outcome = models.TextField(_("what came of it"), blank=True, max_length=10_000)
    is_confidential = models.BooleanField(_("keep it out of what is shared"), default=False)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False
    )

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__lte=LONGEST),
                name="agenda_point_ends",
                violation_error_message=_("A point lasts four hours at most."),
            ),
            models.UniqueConstraint(fields=["meeting", "milestone"], name="agenda_milestone_once"),
            models.UniqueConstraint(fields=["meeting", "carried_from"], name="agenda_point_carried_once"),
        ]

    def __str__(self):
        return self.title
