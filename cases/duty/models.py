"""The duty of 15–17-year-olds: when we learned that a plan is not followed, why a limit was missed, and exemptions."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.duty.querysets import BreachQuerySet
from core import clock
from core.dated import Dated


class DutyBreach(models.Model):
    """We learned on the day ``learned_on`` that a young person under the duty does not follow the plan.

    Two statutory clocks begin with it: contact, and a new activity after the contact. Whether they run, were met or
    missed is never written here but computed from talks and activities (`cases.duty`). Corrected by superseding.
    """

    class How(models.TextChoices):
        """From where we learned it."""

        ACTIVITY = "activity", _("We wrote that the young person is in nothing")
        SCHOOL = "school", _("The school or institution told us")
        DATABASE = "database", _("From the youth database")
        FAMILY = "family", _("The family told us")
        YOUNG_PERSON = "young_person", _("The young person told us")
        PARTNER = "partner", _("A partner or colleague told us")
        OTHER = "other", _("In another way")

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="breaches")
    learned_on = models.DateField(_("learned on"))
    how = models.CharField(_("how we learned it"), max_length=12, choices=How.choices)
    note = models.CharField(_("remark"), max_length=400, blank=True)
    # The young person follows the plan again, though no new activity was written.
    followed_on = models.DateField(_("follows the plan again from"), null=True, blank=True)
    # Why the row was a mistake; empty for one that holds.
    mistake = models.CharField(_("why it was a mistake"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    superseded_at = models.DateTimeField(null=True, editable=False)

    objects = BreachQuerySet.as_manager()

    class Meta:
        ordering = ["-learned_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "learned_on"],
                condition=Q(superseded_at=None, mistake=""),
                name="one_breach_a_day",
                violation_error_message=_("It is written already that we learned it that day."),
            )
        ]
        indexes = [models.Index(fields=["learned_on"], condition=Q(superseded_at=None), name="breach_day")]


class BreachReason(models.Model):
    """Why a limit was missed, in the guide's words. A later reason takes the earlier one's place; both are kept."""

    class Which(models.TextChoices):
        """Which of the two limits."""

        CONTACT = "contact", _("Contact")
        ACTIVITY = "activity", _("New activity")

    class Why(models.TextChoices):
        """The kind of reason, for the unit's figures."""

        IN_VAIN = "in_vain", _("We tried and did not get hold of anybody")
        ILL = "ill", _("The young person was ill or away")
        DECLINED = "declined", _("The young person or the family did not want to")
        NO_PLACE = "no_place", _("No suitable place was free")
        OURS = "ours", _("Illness, holidays or too much to do in the unit")
        LATE = "late", _("The message reached us late")
        OTHER = "other", _("Something else")

    breach = models.ForeignKey(DutyBreach, models.PROTECT, related_name="reasons")
    which = models.CharField(max_length=8, choices=Which.choices)
    why = models.CharField(_("why"), max_length=8, choices=Why.choices)
    text = models.CharField(_("in your own words"), max_length=400, blank=True)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    superseded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["breach", "which"], condition=Q(superseded_at=None), name="one_reason_per_limit"
            )
        ]


class DutyExemption(Dated):
    """The municipality has exempted a young person from the duty for a time (LBK 953/2024 § 2 a)."""

    class Reason(models.TextChoices):
        """What the law knows as a reason."""

        DISABILITY = "disability", _("Disability")
        ILLNESS = "illness", _("Illness")
        SOCIAL = "social", _("Serious social problems")

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="exemptions")
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    # The unit has no authority: somebody else made the decision, after the custody holder was heard.
    decided_by = models.CharField(_("who decided it"), max_length=120)
    custody_heard_on = models.DateField(_("custody holder heard on"))
    note = models.CharField(_("remark"), max_length=400, blank=True)

    class Meta(Dated.Meta):
        ordering = ["-from_on", "-pk"]
        constraints = [*Dated.Meta.constraints]


class DutyDecision(models.Model):
    """The authority's decision on whether the duty is met, or on ungeydelse (LBK 953/2024 § 2 a). Nothing is deleted.

    The unit decides nothing itself: it writes down what the authority decided, and that the young person and the
    custody holder were told beforehand, which the law demands.
    """

    class Kind(models.TextChoices):
        """What was decided."""

        MET = "met", _("The duty is met")
        NOT_MET = "not_met", _("The duty is not met")
        NO_ALLOWANCE = "no_pay", _("Youth allowance is not paid")
        ALLOWANCE = "pay", _("Youth allowance is paid again")

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="duty_decisions")
    kind = models.CharField(_("what was decided"), max_length=8, choices=Kind.choices)
    decided_on = models.DateField(_("decided on"))
    decided_by = models.CharField(_("who decided it"), max_length=120)
    told_on = models.DateField(_("young person and custody holder told beforehand on"))
    note = models.CharField(_("remark"), max_length=400, blank=True)
    # Why the row was a mistake; empty for one that holds.
    mistake = models.CharField(_("why it was a mistake"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    class Meta:
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(told_on__lte=F("decided_on")),
                name="told_before_the_duty_is_decided",
                violation_error_message=_("They are told before the decision, or on the same day."),
            )
        ]
