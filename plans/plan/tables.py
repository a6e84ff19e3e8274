"""The table of destinations: an administrator says what counts, and from where that is known."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.roles import Role
from accounts.tables import Column, Table
from core.ordering import Danish
from plans.plan.forms import GROUPS, DestinationForm, PartTemplateForm
from plans.plan.models import Destination
from plans.plan.templates import PartTemplate

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
PART_TEMPLATES = Table(
    urls="plans:part_template",
    form=PartTemplateForm,
    title=_("Templates of goals and milestones"),
    lead=_(
        "What a guide may begin from when a plan gets a goal or a milestone. Everything can be changed there."
    ),
    first=_("Begins with"),
    new=_("New template"),
    added="part_template.added",
    edited="part_template.edited",
    rows=lambda user: PartTemplate.objects.order_by("-is_active", "kind", Danish("own_words"), "pk"),
    codes=False,
    roles=(Role.ADMIN, Role.LEADER),
    columns=(
        Column(label=_("Begins"), value=PartTemplate.get_kind_display),
        Column(label=_("In professional words"), value=lambda row: row.professional, css="small muted"),
        Column(label=_("Days"), value=lambda row: row.days or "", num=True),
    ),
)
part_template_list, part_template_add, part_template_edit = PART_TEMPLATES.views()
destination_list, destination_add, destination_edit = DESTINATIONS.views()
