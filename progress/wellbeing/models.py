"""Wellbeing by WHO-5, and the human follow-up that every low answer has."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from progress.measures.models import Measure
from progress.wellbeing import rules

ITEM_NAMES = tuple(f"item_{n}" for n in range(1, rules.ITEMS + 1))


class FollowUpQuerySet(models.QuerySet):
    """Adjectives of follow-ups."""

    def waiting(self):
        """Nobody has followed up yet; the same as `WellbeingFollowUp.waits`."""
        return self.filter(done_at=None)

    def late(self, on: date):
        """Waiting although a working day has gone by; the same as `WellbeingFollowUp.is_late`."""
        return self.waiting().filter(follow_up_by__lte=on)


class WellbeingFollowUp(models.Model):
    """Somebody is to call: an answer was low. It is there as soon as the answer is, and goes with the case.

    Nobody's name stands in it, since whose it is follows from the case on the day: who covers, else the guide, else
    the unit's leader (`owner`). It ends in one way only: somebody writes down what was done.
    """

    class How(models.TextChoices):
        """What was done."""

        CALLED = "called", _("Talked on the phone")
        MET = "met", _("Met")
        HANDED_ON = "handed_on", _("Handed on to somebody who has taken over")

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="wellbeing_follow_ups")
    asked_on = models.DateField(editable=False)
    # The working day after the answer; from then on the leader is told too.
    follow_up_by = models.DateField(editable=False)
    done_at = models.DateTimeField(null=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    how = models.CharField(_("what was done"), max_length=9, choices=How.choices, blank=True)
    words = models.TextField(_("in your own words"), max_length=1000, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["asked_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None, how="", words="")
                | (Q(done_at__isnull=False, done_by__isnull=False) & ~Q(how="") & ~Q(words="")),
                name="wellbeing_follow_up_done_has_whom_how_words",
                violation_error_message=_("Write what was done."),
            ),
        ]
        indexes = [
            models.Index(fields=["case"], condition=Q(done_at=None), name="wellbeing_follow_up_waiting")
        ]

    @property
    def waits(self) -> bool:
        """Whether nobody has followed up yet; the same as the queryset's `waiting`."""
        return self.done_at is None

    def is_late(self, on: date) -> bool:
        """Whether the leader is told; the same as the queryset's `late`."""
        return self.waits and rules.is_late(self.follow_up_by, on)

    def owner(self, on: date):
        """Who is to call on that day: who covers, else the guide; the unit's first leader while nobody can act."""
        return self.case.acting_guide(on) or User.objects.leaders(self.case.unit_id).first()


class WellbeingAnswer(Measure):
    """One answering of WHO-5. ``form`` is the version of the wording; the number is reckoned then, and never again."""

    form = models.CharField(max_length=20, editable=False)
    item_1 = models.PositiveSmallIntegerField(null=True, blank=True)
    item_2 = models.PositiveSmallIntegerField(null=True, blank=True)
    item_3 = models.PositiveSmallIntegerField(null=True, blank=True)
    item_4 = models.PositiveSmallIntegerField(null=True, blank=True)
    item_5 = models.PositiveSmallIntegerField(null=True, blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    follow_up = models.OneToOneField(
        WellbeingFollowUp, models.PROTECT, null=True, blank=True, related_name="answer", editable=False
    )

    class Meta(Measure.Meta):
        constraints = [
            *Measure.Meta.constraints,
            models.CheckConstraint(
                condition=Q(declined=True, score=None, **dict.fromkeys(ITEM_NAMES))
                | Q(
                    declined=False,
                    score__isnull=False,
                    score=(F("item_1") + F("item_2") + F("item_3") + F("item_4") + F("item_5"))
                    * rules.WEIGHT,
                    **{f"{name}__isnull": False for name in ITEM_NAMES},
                    **{f"{name}__lte": rules.MOST for name in ITEM_NAMES},
                ),
                name="wellbeing_score_is_of_its_answers",
            ),
            models.CheckConstraint(
                condition=Q(score=None)
                | Q(score__gte=rules.LOW_BELOW)
                | Q(score__lt=rules.LOW_BELOW, follow_up__isnull=False),
                name="wellbeing_low_has_a_follow_up",
            ),
            models.CheckConstraint(condition=Q(voice="youth"), name="wellbeing_is_their_own_voice"),
        ]
        indexes = [models.Index(fields=["case", "-measured_on"])]

    def __str__(self):
        return f"WHO-5 {self.measured_on}"

    @property
    def items(self) -> list[int | None]:
        """The five answers."""
        return [getattr(self, name) for name in ITEM_NAMES]
