"""A young person in a programme: of its target group from a day on, and the stays they took part in."""

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.dated import Dated
from programmes.ledger.models import Programme
from programmes.members.choices import Exit, NotBegun, Step


class MemberQuerySet(models.QuerySet):
    """Adjectives of those who belong to a programme."""

    def standing(self):
        """All but those added by mistake and taken back."""
        return self.filter(taken_back_at=None)


class Member(models.Model):
    """A young person who was found to belong to a programme's target group, whether they took part or not."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="members", verbose_name=_("programme")
    )
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="programmes")
    found_on = models.DateField(_("of the target group since"))
    # Why somebody of another age belongs to it all the same.
    outside_reason = models.CharField(_("why, though the age is another"), max_length=200, blank=True)
    not_begun = models.CharField(
        _("why they do not take part"), max_length=12, choices=NotBegun.choices, blank=True
    )
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True, editable=False)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["found_on", "recorded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "case"],
                condition=Q(taken_back_at=None),
                name="member_once_in_programme",
                violation_error_message=_("The young person is in that programme already."),
            )
        ]

    @property
    def standing_stays(self) -> list["Stay"]:
        """What we hold true of their stays, by the first day; asks nothing when the stays were fetched."""
        rows = [row for row in self.stays.all() if row.superseded_at is None]
        return sorted(rows, key=lambda row: row.from_on)

    @property
    def latest(self) -> "Stay | None":
        """The latest stay."""
        return (self.standing_stays or [None])[-1]


class Stay(Dated):
    """A time that somebody took part: from a day up to, not including, ``until_on``.

    Every change is a row of its own that says what was done and why; the one before it stays as what we knew.
    """

    member = models.ForeignKey(Member, models.PROTECT, related_name="stays")
    # The last day as planned; moved when it is extended.
    planned_until = models.DateField(_("last day, as planned"), null=True, blank=True)
    step = models.CharField(max_length=11, choices=Step.choices)
    reason = models.CharField(_("why"), max_length=200, blank=True)
    exit = models.CharField(_("why they left"), max_length=11, choices=Exit.choices, blank=True)

    class Meta(Dated.Meta):
        ordering = ["recorded_at", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(superseded_at=None, until_on=None),
                name="stay_one_open",
                violation_error_message=_("They take part already."),
            ),
            models.CheckConstraint(
                condition=Q(until_on=None, exit="") | (Q(until_on__isnull=False) & ~Q(exit="")),
                name="stay_ends_with_reason",
                violation_error_message=_("Say why they left."),
            ),
        ]
        indexes = [models.Index(fields=["member", "from_on"])]

    @property
    def is_open(self) -> bool:
        """Whether no last day is written down."""
        return self.until_on is None

    @property
    def last_on(self) -> date | None:
        """The last day, that is."""
        return self.until_on and self.until_on - timedelta(days=1)
