"""Efforts: what is offered a young person on the way, by whom, how they are met there, and what it contributed."""

import uuid
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.reference_rows import ReferenceRow
from core import clock
from core.versions import Versioned
from plans.efforts.choices import Approach, Contribution, Demands, EffortState, Place
from plans.efforts.querysets import EffortQuerySet
from plans.efforts.rules import asked_on, state_on
from plans.efforts.scales import Scale, scales_of
from plans.plan.carried import Carried
from plans.plan.choices import TookPart
from plans.plan.topics import PART_CHOICES, TellsOfTopics, proposed_by


class EffortKind(ReferenceRow):
    """A kind of effort: an offer, a course, an internship, treatment, a mentor …"""

    # What it is likely to tell of a young person that they have it: proposed on every effort of the kind.
    tells_of = models.CharField(_("what it tells of"), max_length=12, choices=PART_CHOICES, blank=True)


class EffortLaw(ReferenceRow):
    """The law that an effort is given by, with where that is known from."""

    source = models.CharField(_("source"), max_length=200, blank=True)
    tells_of = models.CharField(_("what it tells of"), max_length=12, choices=PART_CHOICES, blank=True)


class Effort(Carried, Versioned, TellsOfTopics):
    """Something that is done for a young person over a time, and what it contributed to the destination.

    Where it is (planned, under way, ended, broken off) follows from its days. Its end is written down with what it
    contributed, by the same yardstick for all.
    """

    class Responsible(models.TextChoices):
        """Who is responsible for it."""

        GUIDE = "guide", _("The guide")
        PARTNER = "partner", _("A partner")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey("plans.Plan", models.PROTECT, related_name="efforts")
    name = models.CharField(_("effort"), max_length=120)
    kind = models.ForeignKey(EffortKind, models.PROTECT, related_name="efforts", verbose_name=_("kind"))
    law = models.ForeignKey(
        EffortLaw, models.PROTECT, null=True, blank=True, related_name="efforts", verbose_name=_("law")
    )
    responsible = models.CharField(
        _("who is responsible"), max_length=8, choices=Responsible.choices, default=Responsible.PARTNER
    )
    contact = models.ForeignKey(
        "partners.Contact",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="efforts",
        verbose_name=_("contact at the partner"),
    )
    # KL, kædeansvar (2024): methods are stated openly, from challenging to caring, from demands to needs.
    approach = models.PositiveSmallIntegerField(
        _("the approach"), choices=Approach.choices, null=True, blank=True
    )
    demands = models.PositiveSmallIntegerField(
        _("on whose terms"), choices=Demands.choices, null=True, blank=True
    )
    place = models.CharField(_("where"), max_length=8, choices=Place.choices, default=Place.ON_SITE)
    from_on = models.DateField(_("first day"))
    until_on = models.DateField(_("last day, as planned"), null=True, blank=True)
    hours_per_week = models.PositiveSmallIntegerField(
        _("hours a week"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(80)]
    )
    milestones = models.ManyToManyField(
        "plans.Milestone", blank=True, related_name="efforts", verbose_name=_("the milestones it serves")
    )
    ended_on = models.DateField(_("last day"), null=True, blank=True)
    break_reason = models.CharField(_("why was it broken off?"), max_length=200, blank=True)
    contribution = models.CharField(
        _("what it contributed"), max_length=13, choices=Contribution.choices, blank=True
    )
    contribution_words = models.CharField(_("how do you see that?"), max_length=500, blank=True)
    youth_words = models.CharField(_("what the young person says"), max_length=500, blank=True)
    # The day on which it was said what it contributed.
    judged_on = models.DateField(null=True, blank=True, editable=False)
    # Written down by mistake, and taken back within the hour: it counts as nothing and is shown nowhere.
    taken_back_at = models.DateTimeField(null=True, blank=True, editable=False)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)

    objects = EffortQuerySet.as_manager()

    class Meta:
        ordering = ["from_on", "recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(responsible="partner") & Q(contact__isnull=False))
                | (Q(responsible="guide") & Q(contact=None)),
                name="effort_partner_is_named",
                violation_error_message=_("Name the contact at the partner who is responsible."),
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="effort_runs_forward",
                violation_error_message=_("It ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("from_on")) | ~Q(break_reason=""),
                name="effort_ended_after_it_began",
                violation_error_message=_("It ended before it began."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, contribution="", break_reason="")
                | (Q(ended_on__isnull=False) & (~Q(contribution="") | Q(ended_on__lt=F("from_on")))),
                name="effort_ended_has_contribution",
                violation_error_message=_("Say what it contributed."),
            ),
            models.CheckConstraint(
                condition=(Q(approach=None) | Q(approach__range=(1, 5)))
                & (Q(demands=None) | Q(demands__range=(1, 5)))
                & (Q(hours_per_week=None) | Q(hours_per_week__range=(1, 80))),
                name="effort_scales_and_hours",
            ),
        ]
        indexes = [
            models.Index(fields=["plan", "from_on"]),
            models.Index(fields=["until_on"], condition=Q(ended_on=None), name="effort_unsaid"),
            models.Index(fields=["ended_on"]),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """What the constraints say, in words and without asking the database. Raises ValidationError."""
        if (self.responsible == self.Responsible.PARTNER) != (self.contact_id is not None):
            raise ValidationError({"contact": _("Name the contact at the partner who is responsible.")})
        if self.from_on and self.until_on and self.until_on < self.from_on:
            raise ValidationError({"until_on": _("It ends before it begins.")})

    @property
    def proposed(self) -> frozenset[str]:
        """What its name, kind, law and the partner who gives it are likely to tell of."""
        partner = self.contact.partner if self.contact_id else None
        kind, law = self.kind if self.kind_id else None, self.law
        words = f"{self.name}\n{partner.name if partner else ''}\n{kind.name_da if kind else ''}"
        told = {row.tells_of for row in (kind, law) if row is not None and row.tells_of}
        return proposed_by(words, category=partner.category.code if partner else "") | told

    @property
    def broken_off(self) -> bool:
        """Whether it was ended before its time."""
        return bool(self.break_reason)

    @property
    def never_began(self) -> bool:
        """Whether it was broken off before its first day; the same as `rules.never_began_q`."""
        return self.ended_on is not None and self.ended_on < self.from_on

    def state_on(self, on: date) -> EffortState:
        """Where it is on the day ``on``; the same as the queryset's adjectives."""
        return state_on(self.from_on, self.until_on, self.ended_on, self.broken_off, on)

    @property
    def state(self) -> EffortState:
        """Where it is today."""
        return self.state_on(clock.today())

    @property
    def asked_on(self) -> date | None:
        """The day from which it is asked what it contributed."""
        return asked_on(self.until_on, self.ended_on, self.contribution, self.judged_on)

    def is_asked(self, on: date | None = None) -> bool:
        """Whether it is asked what it contributed; the same as the queryset's `asked`."""
        return self.asked_on is not None and self.asked_on <= (on or clock.today())

    @property
    def last_on(self) -> date | None:
        """The last day that is known: the real one, else the planned one."""
        return self.ended_on or self.until_on

    @property
    def scales(self) -> tuple[Scale, ...]:
        """The approach on two scales, those that are said."""
        return scales_of(self.approach, self.demands)


class EffortEvent(models.Model):
    """What happened to an effort, when, by whom and why. Rows are only ever added."""

    class Kind(models.TextChoices):
        """What happened."""

        ADDED = "added", _("Effort added")
        EDITED = "edited", _("Effort changed")
        ENDED = "ended", _("Effort ended")
        BROKEN_OFF = "broken_off", _("Effort broken off")
        JUDGED = "judged", _("Said what it contributed")
        TAKEN_BACK = "taken_back", _("Taken back")

    effort = models.ForeignKey(Effort, models.PROTECT, related_name="history")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    on = models.DateField()
    contribution = models.CharField(max_length=13, choices=Contribution.choices, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    # How the young person said their words anew, where those changed.
    took_part = models.CharField(max_length=7, choices=TookPart.choices, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        indexes = [models.Index(fields=["effort", "recorded_at"])]
