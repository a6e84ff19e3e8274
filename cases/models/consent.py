"""On which basis something may be told to a partner."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from core import clock
from partners.models import Partner


class Topic(models.TextChoices):
    """What a disclosure may cover."""

    CONTACT = "contact", _("Name and contact details")
    PLAN = "plan", _("The plan: dream, goals and milestones")
    ACTIVITY = "activity", _("School, education and work")
    HEALTH = "health", _("Health and wellbeing")
    FAMILY = "family", _("Family and home")


class Consent(models.Model):
    """What may be told to whom, on which basis, until when. Asked of the database at every disclosure.

    Basis other than consent is a first-class choice: between parts of the municipality another rule often applies
    (forvaltningsloven §§ 28–31).
    """

    class Basis(models.TextChoices):
        """On what ground the unit may tell."""

        CONSENT = "consent", _("Consent")
        LAW = "law", _("A statutory rule")
        DUTY = "duty", _("A duty to report")

    class Form(models.TextChoices):
        """How it was given."""

        WRITTEN = "written", _("In writing")
        ORAL = "oral", _("Orally")

    case = models.ForeignKey(Case, models.PROTECT, related_name="consents")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="consents", verbose_name=_("partner"))
    basis = models.CharField(_("basis"), max_length=8, choices=Basis.choices, default=Basis.CONSENT)
    topics = models.JSONField(_("what it covers"), default=list)
    purpose = models.CharField(_("purpose"), max_length=200)
    given_by = models.CharField(_("given by"), max_length=120, blank=True)
    form = models.CharField(_("form"), max_length=8, choices=Form.choices, default=Form.WRITTEN)
    from_on = models.DateField(_("from"), default=clock.today)
    # The last day on which it holds.
    expires_on = models.DateField(_("expires on"))
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    class Meta:
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("from_on")),
                name="consent_runs_forward",
                violation_error_message=_("It expires before it begins."),
            )
        ]

    @staticmethod
    def in_force_q(on) -> Q:
        """The condition for being in force on the day ``on``."""
        return Q(withdrawn_at=None, from_on__lte=on, expires_on__gte=on)

    def in_force(self, on=None) -> bool:
        """Whether it may be relied on today, or on ``on``."""
        on = on or clock.today()
        return self.withdrawn_at is None and self.from_on <= on <= self.expires_on
