"""The tables of kinds of effort and of the laws behind them: an administrator edits them."""

from django.utils.translation import gettext_lazy as _

from accounts.tables import Column, Table
from core.ordering import Danish
from plans.efforts.forms import EffortKindForm, EffortLawForm
from plans.efforts.models import EffortKind, EffortLaw

_TELLS_OF = Column(
    label=_("Tells of"),
    value=lambda row: row.get_tells_of_display() if row.tells_of else "",
    chip=lambda row: ("info", "lock") if row.tells_of else None,
)


KINDS = Table(
    urls="plans:effort_kind",
    form=EffortKindForm,
    title=_("Kinds of effort"),
    lead=_("What a plan's efforts are called. A kind out of use stays on the efforts that have it."),
    first=_("Kind"),
    new=_("New kind of effort"),
    added="effort_kind.added",
    edited="effort_kind.edited",
    rows=lambda user: EffortKind.objects.order_by("-is_active", "position", Danish("name_da"), "pk"),
    columns=(_TELLS_OF,),
)
effort_kind_list, effort_kind_add, effort_kind_edit = KINDS.views()


LAWS = Table(
    urls="plans:effort_law",
    form=EffortLawForm,
    title=_("Laws behind efforts"),
    lead=_(
        "The law that an effort is given by. Check each against the law in force, and write where you have it from."
    ),
    first=_("Law"),
    new=_("New law"),
    added="effort_law.added",
    edited="effort_law.edited",
    rows=lambda user: EffortLaw.objects.order_by("-is_active", "position", Danish("name_da"), "pk"),
    columns=(Column(label=_("Source"), value=lambda row: row.source, css="small muted"), _TELLS_OF),
)
effort_law_list, effort_law_add, effort_law_edit = LAWS.views()
