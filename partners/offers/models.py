"""An offer of a partner: what it is, for whom, how many places, when it starts, and on which terms."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.ordering import Danish
from core.versions import Versioned
from partners.directory.models import Partner

YOUNGEST, OLDEST = 10, 30


class OfferQuerySet(models.QuerySet):
    """Adjectives of offers."""

    def open_to(self, unit):
        """What the unit's young people may be offered: of its own partners, and what others share."""
        rows = self.filter(is_active=True, partner__is_active=True, partner__merged_into=None)
        return rows.filter(Q(partner__unit=unit) | Q(is_shared=True))


class Offer(Versioned):
    """A class, a course or a company course with a number of places."""

    class Kind(models.TextChoices):
        """What it is."""

        CLASS = "class", _("Class")
        COURSE = "course", _("Course")
        COMPANY = "company", _("Company course")

    class LeadsTo(models.TextChoices):
        """Where it leads: the group of a plan's destination (`Destination.group`)."""

        EDUCATION = "education", _("Education")
        EMPLOYMENT = "employment", _("Work")

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="offers", editable=False)
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.COURSE)
    capacity = models.PositiveSmallIntegerField(
        _("places"), validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    youngest = models.PositiveSmallIntegerField(
        _("youngest"), validators=[MinValueValidator(YOUNGEST), MaxValueValidator(OLDEST)], default=15
    )
    oldest = models.PositiveSmallIntegerField(
        _("oldest"), validators=[MinValueValidator(YOUNGEST), MaxValueValidator(OLDEST)], default=25
    )
    leads_to = models.CharField(_("leads to"), max_length=10, choices=LeadsTo.choices, blank=True)
    requires = models.CharField(_("what it requires"), max_length=200, blank=True)
    terms = models.CharField(_("price and frames"), max_length=300, blank=True)
    is_shared = models.BooleanField(_("open to other units"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = [Danish("name"), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(oldest__gte=F("youngest"), youngest__gte=YOUNGEST, oldest__lte=OLDEST),
                name="offer_ages_in_order",
                violation_error_message=_("The oldest cannot be younger than the youngest."),
            ),
            models.CheckConstraint(condition=Q(capacity__range=(1, 500)), name="offer_has_places"),
        ]

    def __str__(self):
        return self.name


class OfferStart(models.Model):
    """A day on which an offer starts."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="starts")
    on = models.DateField()

    class Meta:
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["offer", "on"], name="offer_starts_once_a_day")]
