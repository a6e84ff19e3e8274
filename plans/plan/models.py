"""The one coordinated plan: where it leads, its goals, and destinations reached."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.bilingual import Bilingual
from core.ordering import Danish
from core.versions import Versioned
from plans.plan.choices import GOAL_MOVE_WORDS, GOAL_MOVES, STANDING_GOALS, WITH_THEM, GoalStatus, TookPart
from plans.plan.praise import praise_for_goal
from plans.plan.tags import Tagged
from plans.plan.topics import TellsOfTopics, proposed_by


class Destination(Bilingual, Versioned):
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
        ordering = ["position", Danish("name_da"), "code"]

    @property
    def is_wished_for(self) -> bool:
        """Whether reaching it is something to congratulate on: it counts, or leads there. Prison does not."""
        return self.counts_as_positive != self.Counts.NO


class Plan(Versioned, TellsOfTopics):
    """A young person's plan. One is open per case; it may start with one small step and no destination yet.

    Its topics are those of dream, destination and small step; goals and milestones have their own.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="plans")
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

    @property
    def proposed(self) -> frozenset[str]:
        """What dream, destination and small step are likely to tell of."""
        destination = self.destination.name_da if self.destination else ""
        return proposed_by("\n".join([self.dream, destination, self.destination_note, self.small_step]))


class Goal(Versioned, Tagged, TellsOfTopics):
    """What some of the milestones are for, in two voices: now, later, reached, or removed for a reason."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="goals")
    text = models.CharField(_("goal"), max_length=200)
    professional = models.CharField(_("in professional words"), max_length=300, blank=True, default="")
    status = models.CharField(
        _("status"), max_length=8, choices=GoalStatus.choices, default=GoalStatus.NOW, editable=False
    )
    reached_on = models.DateField(_("reached on"), null=True, blank=True, editable=False)
    removed_because = models.CharField(
        _("why it was removed"), max_length=200, blank=True, default="", editable=False
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(status="reached") & Q(reached_on__isnull=False))
                | (~Q(status="reached") & Q(reached_on=None)),
                name="goal_reached_has_a_day",
            ),
            models.CheckConstraint(
                condition=(Q(status="removed") & ~Q(removed_because=""))
                | (~Q(status="removed") & Q(removed_because="")),
                name="goal_removed_has_a_reason",
                violation_error_message=_("Say why the goal is removed."),
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def proposed(self) -> frozenset[str]:
        """What its words, and those of the milestones that are for it, are likely to tell of."""
        steps = () if self._state.adding else self.milestones.all()
        words = f"{self.text}\n{self.professional}"
        return proposed_by(words).union(*({*step.topics} | step.unconfirmed for step in steps))

    @property
    def praise(self) -> str:
        """A line of praise once it is reached; empty until then."""
        return praise_for_goal(self.pk) if self.status == GoalStatus.REACHED else ""

    @property
    def is_standing(self) -> bool:
        """Whether it is worked for now, or later."""
        return self.status in STANDING_GOALS

    @property
    def is_removed(self) -> bool:
        """Whether it is no part of the plan any more."""
        return self.status == GoalStatus.REMOVED

    @property
    def moves(self) -> list[GoalStatus]:
        """Where it may be moved from here."""
        return [GoalStatus(status) for status in GOAL_MOVES[self.status]]

    @property
    def buttons(self) -> list[tuple[str, object]]:
        """``(status, words)`` of each move from here, in the order of the table."""
        return [(str(status), GOAL_MOVE_WORDS[self.status, status]) for status in self.moves]


class GoalMove(models.Model):
    """A goal came into the plan or moved: from where, when, by whom and why. Rows are only ever added."""

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="history")
    old_status = models.CharField(max_length=8, choices=GoalStatus.choices, blank=True)
    new_status = models.CharField(max_length=8, choices=GoalStatus.choices)
    on = models.DateField()
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(new_status="removed") | ~Q(reason=""), name="goal_move_away_has_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["goal", "on"])]


class PlanChange(models.Model):
    """Words of the plan changed, and whether the young person took part. Rows are only ever added.

    Neither ``goal`` nor ``milestone`` is the head of the plan: dream, destination and small step. ``fields`` names what
    changed of the part, never what stood or stands there; of rows from before it was kept it is empty.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="word_changes")
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, related_name="+")
    milestone = models.ForeignKey("plans.Milestone", models.PROTECT, null=True, related_name="+")
    took_part = models.CharField(
        _("the young person took part"), max_length=8, choices=TookPart.choices, default=TookPart.UNKNOWN
    )
    fields = models.JSONField(default=list, blank=True, editable=False)
    # The part was written into the plan, and not changed.
    is_new = models.BooleanField(default=False, editable=False)
    # The words were the young person's own, and these stood there before.
    own_words = models.BooleanField(default=False)
    before = models.TextField(blank=True, default="")
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(goal=None) | Q(milestone=None), name="plan_change_is_of_one_part"
            ),
            models.CheckConstraint(
                condition=Q(own_words=False, before="") | Q(own_words=True, took_part__in=WITH_THEM),
                name="own_words_change_with_them",
                violation_error_message=_("The young person's own words change only together with them."),
            ),
        ]
        indexes = [models.Index(fields=["plan", "recorded_at"])]


class Outcome(models.Model):
    """A destination that was reached, and whether it lasted."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="outcomes")
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
