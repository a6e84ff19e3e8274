"""What an age at which something changes requires: rows with a day and a source, and what no fact can tell."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cases.people import rules
from core import clock


class TransitionRuleQuerySet(models.QuerySet):
    """Adjectives of requirements."""

    def holding(self, on: date):
        """Those that hold on the day ``on``."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=on), valid_from__lte=on)


class TransitionRule(models.Model):
    """Something that must be in place at an age, from the day ``valid_from`` up to, not including, ``valid_until``.

    Whether it is in place is computed from facts (`board.py`) where there are any; ``check`` says
    from which. Rows are added and ended, never rewritten.
    """

    class Check(models.TextChoices):
        """From which facts it is seen that the requirement is met."""

        MEETING = "meeting", _("A meeting in the half year before")
        ADULT_SIDE = "adult_side", _("Somebody from the adult side takes part")
        CONSENTS = "consents", _("Nobody is told anything on a parent's word after the age of 18")
        NEXT_STEP = "next_step", _("The plan has a step on the other side of the day")
        ACTIVITY = "activity", _("What the young person does is known and confirmed")
        CONFIRMED = "confirmed", _("Somebody confirms it: no fact tells")

    months = models.PositiveSmallIntegerField(
        _("age"), choices=[(months, label) for months, label in rules.TRANSITIONS.items()]
    )
    text_da = models.CharField(_("what is required, in Danish"), max_length=160)
    text_en = models.CharField(_("what is required, in English"), max_length=160)
    check_by = models.CharField(_("how it is seen"), max_length=10, choices=Check.choices)
    valid_from = models.DateField(_("holds from"))
    valid_until = models.DateField(_("holds until"), null=True, blank=True)
    source = models.CharField(_("where it is written"), max_length=400)
    position = models.PositiveSmallIntegerField(default=100)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = TransitionRuleQuerySet.as_manager()

    class Meta:
        ordering = ["months", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(source=""),
                name="transition_rule_has_a_source",
                violation_error_message=_("Say where it is written."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="transition_rule_runs_forward",
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self):
        return self.text_en if get_language() == "en" else self.text_da


class TransitionConfirmation(models.Model):
    """Somebody confirmed, on a day, what no fact tells about one young person. Taken back by superseding."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="transition_confirmations")
    rule = models.ForeignKey(TransitionRule, models.PROTECT, related_name="confirmations")
    on = models.DateField(_("on"))
    note = models.CharField(_("remark"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    superseded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "rule"], condition=Q(superseded_at=None), name="confirmed_once"
            )
        ]
