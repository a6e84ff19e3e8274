"""The table of destinations: an administrator says what counts, and from where that is known."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.tables import Column, Table
from plans.plan.forms import GROUPS, DestinationForm
from plans.plan.models import Destination

TONES = {Destination.Counts.YES: ("ok", "check"), Destination.Counts.NO: None}


def _lasts(row: Destination) -> str:
    days = row.sustained_days
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days} if days else ""


DESTINATIONS = Table(
    urls="plans:destination",
    form=DestinationForm,
    title=_("Destinations"),
    lead=_(
        "What a plan may lead to, and what the municipality counts as a positive destination. There is no national "
        "definition: write down who decided it."
    ),
    first=_("Destination"),
    new=_("New destination"),
    added="destination.added",
    edited="destination.edited",
    rows=lambda user: Destination.objects.order_by("-is_active", "position", "code"),
    codes=False,
    columns=(
        Column(label=_("Group"), value=lambda row: GROUPS.get(row.group, row.group)),
        Column(
            label=_("Counts as"),
            value=Destination.get_counts_as_positive_display,
            chip=lambda row: TONES.get(row.counts_as_positive, ("info", "")),
        ),
        Column(label=_("Must last"), value=_lasts, num=True),
        Column(label=_("Source"), value=lambda row: row.source),
    ),
)
destination_list, destination_add, destination_edit = DESTINATIONS.views()
