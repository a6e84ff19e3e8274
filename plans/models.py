"""The one coordinated plan: where it leads, the steps on the way, who carries them, and what was handed over."""

import uuid
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Topic
from core import clock
from core.crypto import EncryptedBinaryField
from core.versions import Versioned
from partners.models import Contact, Partner
from plans.fulltext.index import SearchEntry  # noqa: F401 – a model of this app


class Destination(Versioned):
    """A destination, and whether the unit counts it as positive: local policy, since no national definition exists."""

    class Counts(models.TextChoices):
        """Whether reaching it counts."""

        YES = "yes", _("Positive destination")
        INTERIM = "interim", _("A step on the way")
        LOCAL = "local", _("By local decision")
        NO = "no", _("Does not count")

    code = models.SlugField(unique=True)
    group = models.CharField(_("group"), max_length=20)
    name_da = models.CharField(_("Danish name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120)
    counts_as_positive = models.CharField(
        _("counts as"), max_length=8, choices=Counts.choices, default=Counts.NO
    )
    sustained_days = models.PositiveSmallIntegerField(_("days it must last"), default=91)
    source = models.CharField(_("source"), max_length=200, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self):
        return self.name_en if get_language() == "en" else self.name_da


class Plan(Versioned):
    """A young person's plan. One is open per case; it may start with one small step and no destination yet."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="plans")
    opened_on = models.DateField(default=clock.today)
    closed_on = models.DateField(null=True, blank=True)
    dream = models.TextField(_("my good life"), blank=True)
    destination = models.ForeignKey(
        Destination,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="plans",
        verbose_name=_("destination"),
    )
    destination_note = models.CharField(_("more about the destination"), max_length=200, blank=True)
    small_step = models.CharField(_("one small step"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(closed_on=None),
                name="one_open_plan_per_case",
                violation_error_message=_("The young person already has a plan."),
            )
        ]

    def __str__(self):
        return str(self.case)


class Goal(Versioned):
    """What some of the milestones are for."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="goals")
    text = models.CharField(_("goal"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    is_dropped = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self):
        return self.text


class MilestoneStatus(models.TextChoices):
    """Where a milestone is."""

    PLANNED = "planned", _("Planned")
    UNDER_WAY = "under_way", _("Under way")
    REACHED = "reached", _("Reached")
    DROPPED = "dropped", _("Left behind")


MOVES: dict[str, tuple[str, ...]] = {
    MilestoneStatus.PLANNED: (MilestoneStatus.UNDER_WAY, MilestoneStatus.REACHED, MilestoneStatus.DROPPED),
    MilestoneStatus.UNDER_WAY: (MilestoneStatus.REACHED, MilestoneStatus.PLANNED, MilestoneStatus.DROPPED),
    MilestoneStatus.REACHED: (MilestoneStatus.UNDER_WAY, MilestoneStatus.PLANNED),
    MilestoneStatus.DROPPED: (MilestoneStatus.PLANNED, MilestoneStatus.UNDER_WAY),
}
OPEN_STATUSES = (MilestoneStatus.PLANNED, MilestoneStatus.UNDER_WAY)


# What a button of each move says: from where, to where.
MOVE_WORDS = {
    (MilestoneStatus.PLANNED, MilestoneStatus.UNDER_WAY): _("Begin"),
    (MilestoneStatus.PLANNED, MilestoneStatus.REACHED): _("Reached"),
    (MilestoneStatus.PLANNED, MilestoneStatus.DROPPED): _("Leave behind"),
    (MilestoneStatus.UNDER_WAY, MilestoneStatus.REACHED): _("Reached"),
    (MilestoneStatus.UNDER_WAY, MilestoneStatus.PLANNED): _("Not begun after all"),
    (MilestoneStatus.UNDER_WAY, MilestoneStatus.DROPPED): _("Leave behind"),
    (MilestoneStatus.REACHED, MilestoneStatus.UNDER_WAY): _("Not reached after all"),
    (MilestoneStatus.REACHED, MilestoneStatus.PLANNED): _("Plan it again"),
    (MilestoneStatus.DROPPED, MilestoneStatus.PLANNED): _("Take it up again"),
    (MilestoneStatus.DROPPED, MilestoneStatus.UNDER_WAY): _("Continue with it"),
}


class MilestoneQuerySet(models.QuerySet):
    """Adjectives of milestones."""

    def open(self):
        """Neither reached nor left behind."""
        return self.filter(status__in=OPEN_STATUSES)

    def overdue(self, on: date):
        """Open, and the day has passed; the same as `Milestone.is_overdue`."""
        return self.open().filter(due_on__lt=on)

    def due(self, on: date):
        """Open, with a day that has come or passed."""
        return self.open().filter(due_on__lte=on)


class Milestone(Versioned):
    """A step toward the destination, in two voices: what I want, and what the professionals call it."""

    class Responsible(models.TextChoices):
        """Who does it."""

        YOUTH = "youth", _("The young person")
        GUIDE = "guide", _("The guide")
        PARTNER = "partner", _("A partner")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="milestones")
    goal = models.ForeignKey(
        Goal, models.PROTECT, null=True, blank=True, related_name="milestones", verbose_name=_("goal")
    )
    own_words = models.CharField(_("this is what I want"), max_length=200)
    professional = models.CharField(_("in professional words"), max_length=300, blank=True)
    # The three strategic goals of the core task: tags, never folders.
    outlook = models.BooleanField(_("outlook"), default=False)
    insight = models.BooleanField(_("insight"), default=False)
    competence = models.BooleanField(_("competences"), default=False)
    responsible = models.CharField(
        _("who does it"), max_length=8, choices=Responsible.choices, default=Responsible.YOUTH
    )
    contact = models.ForeignKey(
        Contact,
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
    def is_open(self) -> bool:
        """Neither reached nor left behind."""
        return self.status in OPEN_STATUSES

    def is_overdue(self, on: date | None = None) -> bool:
        """Open, and the day has passed; the same as the queryset's `overdue`."""
        return self.is_open and self.due_on is not None and self.due_on < (on or clock.today())

    @property
    def moves(self) -> list[MilestoneStatus]:
        """Where it may be moved from here; buttons and form choices come from this table."""
        return [MilestoneStatus(status) for status in MOVES[self.status]]

    @property
    def buttons(self) -> list[tuple[str, object]]:
        """``(status, words)`` of each move from here, in the order of the table."""
        return [(str(status), MOVE_WORDS[self.status, status]) for status in self.moves]

    @property
    def tags(self) -> list:
        """The strategic goals it is tagged with, in words."""
        named = (("outlook", _("Outlook")), ("insight", _("Insight")), ("competence", _("Competences")))
        return [label for name, label in named if getattr(self, name)]

    @property
    def carrier(self) -> str:
        """Who does it, by name where it is a partner's person."""
        if self.responsible == self.Responsible.PARTNER and self.contact:
            return f"{self.contact.name}, {self.contact.partner.name}"
        return self.get_responsible_display()

    def move_to(self, status: str, *, by, on: date | None = None, reason="") -> None:
        """Move it, as MOVES allows; see `plans.actions.move_milestone`."""
        from plans.actions import move_milestone

        move_milestone(self, status, by=by, on=on, reason=reason)


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


class Outcome(models.Model):
    """A destination that was reached, and whether it lasted."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="outcomes")
    destination = models.ForeignKey(
        Destination, models.PROTECT, related_name="outcomes", verbose_name=_("destination")
    )
    started_on = models.DateField(_("started on"), default=clock.today)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    evidence = models.CharField(_("how we know"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )

    class Meta:
        ordering = ["-started_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=models.F("started_on")),
                name="outcome_runs_forward",
                violation_error_message=_("It ended before it started."),
            )
        ]
        indexes = [models.Index(fields=["started_on"])]


class Handover(models.Model):
    """What was handed over, kept as the very bytes: later downloads stream them again."""

    class Audience(models.TextChoices):
        """For whom it was made; the audience decides the fields."""

        YOUTH = "youth", _("The young person")
        CUSTODY = "custody", _("Custody holders")
        PARTNER = "partner", _("A partner")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="handovers")
    audience = models.CharField(max_length=8, choices=Audience.choices)
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="handovers")
    language = models.CharField(max_length=2, default="da")
    pdf = EncryptedBinaryField()
    sha256 = models.CharField(max_length=64)
    left_out = models.JSONField(default=list)
    # What it tells, as topics of a consent: a partner fetches it for as long as all of them are covered.
    topics = models.JSONField(default=list)
    plan_version = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Why a partner got it although the case is shielded or the address protected, without what says of whom: the leader reads it.
    told_reason = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(told_reason="") | Q(audience="partner"), name="handover_reason_is_for_a_partner"
            ),
            models.CheckConstraint(
                condition=(Q(audience="partner") & Q(partner__isnull=False))
                | (~Q(audience="partner") & Q(partner=None)),
                name="handover_to_a_named_partner",
            ),
        ]

    # What copies told that were made before it was written down.
    TOLD_BEFORE = frozenset({Topic.PLAN, Topic.CONTACT})

    @property
    def told(self) -> frozenset[str]:
        """The topics that a partner's copy tells."""
        return frozenset(self.topics) or self.TOLD_BEFORE


# Models of the family `plans.bundle`, which Django finds here.
from plans.bundle import models as bundle_models  # noqa: E402, F401
