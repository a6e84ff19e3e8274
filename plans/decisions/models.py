"""Formal decisions (afgørelser) that an authority has made, kept apart from the plan: a plan decides nothing."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import clock


class FormalDecision(models.Model):
    """A decision by which somebody is granted or refused something: by whom, on which rule, when, and how to complain.

    It is made and sent elsewhere, with the reasons that forvaltningsloven §§ 22–26 ask for; the plan tells that it is
    there. One that was written down by mistake is marked so, and stays.
    """

    class Outcome(models.TextChoices):
        """What was decided."""

        GRANTED = "granted", _("Granted")
        PARTLY = "partly", _("Granted in part")
        REFUSED = "refused", _("Refused")
        OTHER = "other", _("Something else")

    plan = models.ForeignKey("plans.Plan", models.PROTECT, related_name="decisions")
    partner = models.ForeignKey(
        "partners.Partner",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="formal_decisions",
        verbose_name=_("department"),
    )
    by_whom = models.CharField(_("who decided"), max_length=200)
    paragraph = models.CharField(_("on which rule"), max_length=200)
    decided_on = models.DateField(_("decided on"))
    outcome = models.CharField(_("decision"), max_length=8, choices=Outcome.choices)
    what = models.CharField(_("about what"), max_length=300)
    appeal_until = models.DateField(_("complaint at the latest on"), null=True, blank=True)
    appeal_words = models.CharField(_("how one complains"), max_length=300, blank=True)
    qualification = models.ForeignKey(
        "plans.Qualification",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        editable=False,
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    mistaken_at = models.DateTimeField(null=True, editable=False)
    mistaken_why = models.CharField(_("what was wrong"), max_length=200, blank=True)

    class Meta:
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(appeal_until=None) | Q(appeal_until__gte=F("decided_on")),
                name="appeal_ends_after_the_decision",
                violation_error_message=_("The last day to complain is before the decision."),
            ),
            models.CheckConstraint(
                condition=Q(mistaken_at=None) | ~Q(mistaken_why=""),
                name="mistaken_decision_says_why",
                violation_error_message=_("Say what was wrong."),
            ),
        ]

    def __str__(self):
        return self.what

    @property
    def may_complain(self) -> bool:
        """Whether the last day to complain has not passed."""
        return self.appeal_until is not None and clock.today() <= self.appeal_until
