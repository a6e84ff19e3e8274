"""The table of reasons for declining: everybody's and each kind's. Departments keep their own in the portal."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from accounts.tables import Column, Table
from core.ordering import Danish
from plans.qualification.forms import DeclineReasonForm
from plans.qualification.models import DeclineReason


class ReasonTable(Table):
    """The table without the departments' own rows, which are nobody else's to change."""

    def edit(self, request, **where):
        """Change a row; 404 for a department's own."""
        get_object_or_404(DeclineReason, pk=where["reason_id"], partner=None)
        return super().edit(request, **where)


def _rows(user):
    rows = DeclineReason.objects.filter(partner=None).select_related("category")
    return rows.order_by("-is_active", Danish("category__name_da"), "needs_words", "position", "pk")


def _whose(row: DeclineReason):
    return row.category or _("Everybody")


REASONS = ReasonTable(
    urls="plans:decline_reason",
    form=DeclineReasonForm,
    title=_("Reasons for declining"),
    lead=_(
        "What a department may choose from when it says no. A missing reason makes people choose a wrong one: each "
        "department may keep reasons of its own, and is then shown those in place of these."
    ),
    first=_("Reason"),
    new=_("New reason"),
    added="decline_reason.added",
    edited="decline_reason.edited",
    rows=_rows,
    codes=False,
    columns=(
        Column(label=_("Whose"), value=_whose),
        Column(label=_("Asks for words"), value=lambda row: _("Yes") if row.needs_words else _("No")),
    ),
)
decline_reason_list, decline_reason_add, decline_reason_edit = REASONS.views()
