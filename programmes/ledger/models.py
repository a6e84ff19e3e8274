"""A programme: for whom, when, with which targets, by whom. What was promised at the start is never overwritten."""

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from core import clock
from core.dated import Dated
from core.fields import FIRST_DAY, LAST_DAY
from core.ordering import Danish
from core.versions import Versioned
from programmes.ledger.rules import is_fixed

YOUNGEST, OLDEST = 10, 30


class Aim(models.TextChoices):
    """What a target counts: the groups of destinations that one can be set for."""

    EDUCATION = "education", _("Education")
    EMPLOYMENT = "employment", _("Work")
    PREPARATORY = "preparatory", _("Preparatory")


class ProgrammeQuerySet(models.QuerySet):
    """Adjectives of programmes."""

    def of_unit(self, unit):
        """Run by this unit."""
        return self.filter(unit=unit)


class Programme(Versioned):
    """A programme for a target group that is fixed when it starts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="programmes", editable=False)
    name = models.CharField(_("name"), max_length=80)
    target_group = models.CharField(_("who it is for"), max_length=400)
    problems = models.CharField(_("what they struggle with"), max_length=400, blank=True)
    youngest = models.PositiveSmallIntegerField(
        _("youngest"), validators=[MinValueValidator(YOUNGEST), MaxValueValidator(OLDEST)]
    )
    oldest = models.PositiveSmallIntegerField(
        _("oldest"), validators=[MinValueValidator(YOUNGEST), MaxValueValidator(OLDEST)]
    )
    from_on = models.DateField(_("first day"))
    until_on = models.DateField(_("last day, as planned"))
    recorded_at = models.DateTimeField(default=clock.now, editable=False)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["-from_on", Danish("name"), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_on__gte=FIRST_DAY, until_on__lte=LAST_DAY, until_on__gte=F("from_on")),
                name="programme_runs_forward",
                violation_error_message=_("It ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(oldest__gte=F("youngest"), youngest__gte=YOUNGEST, oldest__lte=OLDEST),
                name="programme_ages_in_order",
                violation_error_message=_("The oldest cannot be younger than the youngest."),
            ),
            models.UniqueConstraint(
                fields=["unit", "name"],
                name="programme_name_in_unit",
                violation_error_message=_("There is a programme of that name already."),
            ),
        ]

    def __str__(self):
        return self.name

    def takes_in(self, on: date) -> bool:
        """Whether young people may still be added on the day ``on``."""
        return self.until_on >= on

    @property
    def is_fixed(self) -> bool:
        """Whether the target group is fixed by now."""
        return is_fixed(self.from_on, clock.today(), self.recorded_at, clock.now())


class Target(models.Model):
    """How many are to reach one kind of destination. The first is the original; a later one revises it, with why."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="targets")
    aim = models.CharField(_("what it counts"), max_length=20, choices=Aim.choices)
    number = models.PositiveSmallIntegerField(_("how many"))
    revision = models.PositiveSmallIntegerField(default=0, editable=False)
    set_on = models.DateField(_("from the day"))
    reason = models.CharField(_("why it is revised"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["aim", "revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "aim", "revision"],
                name="target_revised_once_at_a_time",
                violation_error_message=_("Somebody has revised the target meanwhile. Look at it again."),
            ),
            models.CheckConstraint(
                condition=Q(revision=0) | ~Q(reason=""),
                name="target_revised_with_reason",
                violation_error_message=_("Say why the target is revised."),
            ),
        ]


class Staff(Dated):
    """Who works in a programme, in which part and team, how much of their time, from when until when."""

    class Part(models.TextChoices):
        """What they do there."""

        JOB_CONSULTANT = "job", _("Job consultant")
        COMPANY_CONSULTANT = "company", _("Company consultant")
        GUIDE = "guide", _("Youth guide")
        UU = "uu", _("Youth guidance (UU)")
        CITIZEN_SERVICE = "citizen", _("Citizen service")
        FAMILY = "family", _("Family department")
        OTHER = "other", _("Other")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="staff")
    part = models.CharField(_("part"), max_length=8, choices=Part.choices)
    team = models.CharField(_("youth team"), max_length=60, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("user"),
    )
    name = models.CharField(_("name, when it is nobody of the unit"), max_length=100, blank=True)
    share = models.PositiveSmallIntegerField(
        _("share of full time, in per cent"),
        default=100,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )

    class Meta(Dated.Meta):
        ordering = ["team", "part", "from_on", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(user=None) ^ Q(name=""),
                name="staff_is_user_or_name",
                violation_error_message=_("Choose a user, or write a name: one of the two."),
            ),
            models.CheckConstraint(condition=Q(share__range=(1, 100)), name="staff_share_in_per_cent"),
        ]

    def __str__(self):
        return self.user.name if self.user else self.name

    @property
    def last_on(self) -> date | None:
        """The last day, when it is written down."""
        return self.until_on and self.until_on - timedelta(days=1)
