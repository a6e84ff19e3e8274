"""Steps toward the destination, who carries them, and how they moved."""

import uuid
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.versions import Versioned
from plans.milestones.choices import DUE_STATUSES, MOVE_WORDS, MOVES, OPEN_STATUSES, MilestoneStatus
from plans.milestones.querysets import MilestoneQuerySet
from plans.milestones.rules import is_overdue, is_to_ask_again
from plans.plan.carried import Carried
from plans.plan.praise import praise_for
from plans.plan.tags import Tagged
from plans.plan.topics import TellsOfTopics, proposed_by


class Milestone(Carried, Versioned, Tagged, TellsOfTopics):
    """A step toward the destination, in two voices: what I want, and what the professionals call it."""

    class Responsible(models.TextChoices):
        """Who does it."""

        YOUTH = "youth", _("The young person")
        GUIDE = "guide", _("The guide")
        PARTNER = "partner", _("A partner")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey("plans.Plan", models.PROTECT, related_name="milestones")
    goal = models.ForeignKey(
        "plans.Goal", models.PROTECT, null=True, blank=True, related_name="milestones", verbose_name=_("goal")
    )
    own_words = models.CharField(_("this is what I want"), max_length=200)
    professional = models.CharField(_("in professional words"), max_length=300, blank=True)
    responsible = models.CharField(
        _("who does it"), max_length=8, choices=Responsible.choices, default=Responsible.YOUTH
    )
    contact = models.ForeignKey(
        "partners.Contact",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="milestones",
        verbose_name=_("contact at the partner"),
    )
    start_on = models.DateField(_("starts"), null=True, blank=True)
    due_on = models.DateField(_("done by"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=MilestoneStatus.choices, default=MilestoneStatus.PLANNED
    )
    reached_on = models.DateField(_("reached on"), null=True, blank=True)
    dropped_on = models.DateField(_("left behind on"), null=True, blank=True)
    # The day on which it was last said that it cannot be done yet, and why: its own day stands, and does not count.
    cannot_on = models.DateField(null=True, blank=True, editable=False)
    cannot_because = models.CharField(
        _("why it cannot be done yet"), max_length=200, blank=True, default="", editable=False
    )
    position = models.PositiveIntegerField(default=0)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["position", "recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(responsible="partner") & Q(contact__isnull=False))
                | (~Q(responsible="partner") & Q(contact=None)),
                name="milestone_partner_is_named",
                violation_error_message=_("Name the contact at the partner who does it."),
            ),
            models.CheckConstraint(
                condition=(Q(status="reached") & Q(reached_on__isnull=False))
                | (~Q(status="reached") & Q(reached_on=None)),
                name="milestone_reached_has_a_day",
            ),
            models.CheckConstraint(
                condition=(Q(status="dropped") & Q(dropped_on__isnull=False))
                | (~Q(status="dropped") & Q(dropped_on=None)),
                name="milestone_dropped_has_a_day",
            ),
            models.CheckConstraint(
                condition=(Q(status="cannot_yet") & Q(cannot_on__isnull=False) & ~Q(cannot_because=""))
                | (~Q(status="cannot_yet") & Q(cannot_on=None) & Q(cannot_because="")),
                name="milestone_cannot_has_a_reason",
                violation_error_message=_("Say why it cannot be done yet."),
            ),
            models.CheckConstraint(
                condition=Q(start_on=None) | Q(due_on=None) | Q(due_on__gte=models.F("start_on")),
                name="milestone_runs_forward",
                violation_error_message=_("It is to be done before it starts."),
            ),
        ]
        indexes = [
            models.Index(fields=["plan", "position"]),
            models.Index(
                fields=["due_on"], condition=Q(status__in=["planned", "under_way"]), name="milestone_open_due"
            ),
        ]

    def __str__(self):
        return self.own_words

    def clean(self):
        """What the constraints say, in words and without asking the database. Raises ValidationError."""
        if (self.responsible == self.Responsible.PARTNER) != (self.contact_id is not None):
            raise ValidationError({"contact": _("Name the contact at the partner who does it.")})
        if self.start_on and self.due_on and self.due_on < self.start_on:
            raise ValidationError({"due_on": _("It is to be done before it starts.")})

    @property
    def proposed(self) -> frozenset[str]:
        """What its words in both voices, why it cannot be done yet, and who does it, are likely to tell of."""
        partner = self.contact.partner if self.contact else None
        said = (
            self.own_words,
            self.professional,
            self.cannot_because,
            partner.name if partner else "",
        )
        words = "\n".join(said)
        return proposed_by(words, category=partner.category.code if partner else "")

    @property
    def is_open(self) -> bool:
        """Neither reached nor left behind."""
        return self.status in OPEN_STATUSES

    def is_overdue(self, on: date | None = None) -> bool:
        """To be done, and the day has passed; the same as the queryset's `overdue`."""
        return is_overdue(self.status, self.due_on, on or clock.today())

    @property
    def is_at_rest(self) -> bool:
        """Whether its day makes nothing late: it is reached, left behind, or cannot be done yet."""
        return self.status not in DUE_STATUSES

    def is_to_ask_again(self, on: date | None = None) -> bool:
        """Cannot be done yet, and not asked about for CANNOT_YET_DAYS; the same as the queryset's `to_ask_again`."""
        return is_to_ask_again(self.status, self.cannot_on, on or clock.today())

    @property
    def praise(self) -> str:
        """A line of praise for what the young person has reached; empty until then, and for what others did."""
        theirs = self.responsible == self.Responsible.YOUTH
        return praise_for(self.pk) if theirs and self.status == MilestoneStatus.REACHED else ""

    @property
    def moves(self) -> list[MilestoneStatus]:
        """Where it may be moved from here; buttons and form choices come from this table."""
        return [MilestoneStatus(status) for status in MOVES[self.status]]

    @property
    def buttons(self) -> list[tuple[str, object]]:
        """``(status, words)`` of each move from here, in the order of the table."""
        return [(str(status), MOVE_WORDS[self.status, status]) for status in self.moves]


class MilestoneMove(models.Model):
    """A milestone moved or was postponed: what, from when, by whom and why. Rows are only ever added."""

    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="history")
    old_status = models.CharField(max_length=10, choices=MilestoneStatus.choices, blank=True)
    new_status = models.CharField(max_length=10, choices=MilestoneStatus.choices)
    old_due_on = models.DateField(null=True)
    new_due_on = models.DateField(null=True)
    on = models.DateField()
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["milestone", "on"])]

    @property
    def is_postponement(self) -> bool:
        """Whether it gave the milestone another day, where it stood."""
        return self.old_status == self.new_status and self.old_due_on != self.new_due_on

    @property
    def is_said_again(self) -> bool:
        """Whether it said once more that the milestone cannot be done yet."""
        return self.old_status == self.new_status and self.old_due_on == self.new_due_on
