"""What the archive of reports can be narrowed to, and its orders."""

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from core.filters import ListFilterSet, Ordering, StandingFilter
from reports.snapshots.models import ReportSnapshot

Kind = ReportSnapshot.Kind


class ReportFilterSet(ListFilterSet):
    """Reports of a year, the newest first; for a leader the unit's, until the guides' are chosen."""

    orders = {
        "maaned": ("period", "subject_name", "pk"),
        "-maaned": ("-period", "subject_name", "pk"),
    }
    own_order = "-maaned"

    aar = ChoiceFilter("period", label=_("Year"), empty_label=_("All"), lookup_expr="year")
    om = StandingFilter(
        label=_("About"), empty_label=_("The unit"), choices=[("guider", _("The guides"))], method="about"
    )
    sort = Ordering()

    def __init__(self, data, rows, *, request):
        super().__init__(data, rows, request=request)
        years = [str(day.year) for day in rows.order_by().dates("period", "year", order="DESC")]
        self.filters["aar"].extra["choices"] = [(year, year) for year in years]
        if not request.user.is_leader:
            # A guide reads their own and nothing else.
            del self.filters["om"]

    def about(self, rows, name, whom):
        """The unit's own, or the guides'."""
        return rows.filter(kind=Kind.GUIDE if whom == "guider" else Kind.UNIT)
