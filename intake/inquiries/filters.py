"""Where an inquiry may stand, and those of a list that stand so."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from core import clock
from core.filters import ListFilterSet, StandingFilter
from intake.inquiries.models import Decision, Outcome, Statement

UNDECIDED = _("Wait for a decision")
STANDINGS = [
    ("over", _("Have waited too long")),
    ("udtalelser", _("Wait for a statement")),
    ("svaret", _("Statements are in")),
    ("udsat", _("Put off")),
    ("optaget", _("Taken in")),
    ("andet", _("Guided elsewhere")),
    ("alle", _("All")),
]


class InquiryFilterSet(ListFilterSet):
    """Inquiries by where they stand; until somebody chooses, those that wait for a decision, the longest first."""

    vis = StandingFilter(label=_("Stands"), empty_label=UNDECIDED, choices=STANDINGS, method="standing")

    def standing(self, rows, name, standing):
        """Those that stand so, in their order."""
        rows = rows.order_by("-received_on" if standing == "alle" else "received_on", "pk")
        asked = Statement.objects.filter(inquiry=OuterRef("pk"), withdrawn_at=None)
        decided = Decision.objects.in_force().filter(inquiry=OuterRef("pk"))
        today = clock.today()
        match standing:
            case "alle":
                return rows
            case "udsat":
                return rows.put_off(today)
            case "optaget":
                return rows.filter(Exists(decided.filter(outcome__in=(Outcome.TAKEN_IN, Outcome.KNOWN))))
            case "andet":
                return rows.filter(Exists(decided.filter(outcome=Outcome.ELSEWHERE)))
            case "over":
                return rows.over(today)
        rows = rows.undecided(today)
        match standing:
            case "udtalelser":
                return rows.filter(Exists(asked.filter(answered_at=None)))
            case "svaret":
                return rows.filter(Exists(asked), ~Exists(asked.filter(answered_at=None)))
        return rows
