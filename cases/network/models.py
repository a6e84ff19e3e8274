"""Partners and colleagues who take part around a young person."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.dated import Dated


class Participation(Dated):
    """A partner (and one of its people) carrying a part around the young person."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="participations")
    partner = models.ForeignKey("partners.Partner", models.PROTECT, related_name="participations")
    contact = models.ForeignKey(
        "partners.Contact", models.PROTECT, null=True, blank=True, related_name="participations"
    )
    role = models.CharField(_("part"), max_length=120, blank=True)

    class Meta(Dated.Meta):
        ordering = ["-from_on", "-pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["case", "partner"],
                condition=Q(until_on=None, superseded_at=None),
                name="partner_takes_part_once",
                violation_error_message=_("This partner already takes part."),
            ),
        ]


class ColleagueRole(Dated):
    """Somebody of the unit who takes part around the young person beside the guide: co-guide, job consultant, mentor.

    It says who is there, and opens nothing: who reads the case is decided by guide, deputy, purpose and name alone.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="colleague_roles")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="colleague_roles", verbose_name=_("colleague")
    )
    role = models.CharField(_("their part"), max_length=120)

    class Meta(Dated.Meta):
        ordering = ["-from_on", "-pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["case", "user"],
                condition=Q(until_on=None, superseded_at=None),
                name="colleague_takes_part_once",
                violation_error_message=_("This colleague already takes part."),
            ),
        ]
