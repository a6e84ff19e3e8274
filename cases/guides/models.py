"""What helps a leader choose a guide: how heavy a case is, what a guide knows about, and who works with intake."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.reference_rows import ReferenceRow
from core.dated import Dated
from core.ordering import Danish
from core.versions import Versioned


class CaseWeight(Dated):
    """How much of a guide a case takes, 1 to 3, as somebody judged it.

    Without one the weight follows from the facts.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="weights")
    weight = models.PositiveSmallIntegerField(
        _("weight"), validators=[MinValueValidator(1), MaxValueValidator(3)]
    )
    reason = models.CharField(_("why"), max_length=200)

    class Meta(Dated.Meta):
        ordering = ["-from_on", "-pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=3), name="case_weight_1_to_3"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(until_on=None, superseded_at=None), name="one_present_weight"
            ),
        ]


class Knowledge(ReferenceRow):
    """A field that guides know more or less about, so that a young person can meet one who does."""

    class Meta:
        ordering = ["position", Danish("name_da"), "code"]


class GuideKnowledge(Dated):
    """A field that a guide knows about, from a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="knowledge")
    knowledge = models.ForeignKey(Knowledge, models.PROTECT, related_name="guides")

    class Meta(Dated.Meta):
        ordering = ["knowledge__position", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["user", "knowledge"],
                condition=Q(until_on=None, superseded_at=None),
                name="guide_knows_once",
            ),
        ]


class GuideProfile(Versioned):
    """Whether a guide works with intake, and so may read the unit's inquiries. Without a row they do."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="guide_profile")
    works_with_intake = models.BooleanField(_("works with inquiries"), default=True)
