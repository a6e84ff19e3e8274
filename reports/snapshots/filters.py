"""What the archive of reports can be narrowed to, and its orders."""

from django.db.models import Q
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter

from core.filters import ListFilterSet, Ordering, StandingFilter
from core.ordering import Danish
from reports.snapshots.models import ReportSnapshot

Kind = ReportSnapshot.Kind
Span = ReportSnapshot.Span


# Whom else than the unit a leader's archive holds reports about.
OTHERS = {"forloeb": Kind.PROGRAMME, "partnerskaber": Kind.PARTNERSHIP}
ABOUT = [
    ("guider", _("The guides")),
    ("forloeb", _("The programmes")),
    ("partnerskaber", _("The partnerships")),
]


class ReportFilterSet(ListFilterSet):
    """Reports of a year, the newest first; for a leader the unit's, until the guides' are chosen."""

    orders = {
        "maaned": ("as_of", "-period", "subject_name", "pk"),
        "-maaned": ("-as_of", "period", "subject_name", "pk"),
    }
    own_order = "-maaned"

    ord = CharFilter(label=_("Words"), method="by_words")
    om = StandingFilter(label=_("About"), empty_label=_("The unit"), choices=ABOUT, method="about")
    hvem = ChoiceFilter("subject_id", label=_("Guide"), empty_label=_("All"))
    slags = ChoiceFilter("span", label=_("Period"), empty_label=_("All"), choices=Span.choices[:3])
    aar = ChoiceFilter("period", label=_("Year"), empty_label=_("All"), lookup_expr="year")
    sort = Ordering()

    def __init__(self, data, rows, *, request):
        super().__init__(data, rows, request=request)
        years = [str(day.year) for day in rows.order_by().dates("period", "year", order="DESC")]
        self.filters["aar"].extra["choices"] = [(year, year) for year in years]
        if request.user.is_leader:
            guides = rows.filter(kind=Kind.GUIDE).order_by(Danish("subject_name"), "subject_id")
            named = guides.values_list("subject_id", "subject_name").distinct()
            self.filters["hvem"].extra["choices"] = list(dict(named).items())
        else:
            # A guide reads their own, each of a month, and nothing else.
            del self.filters["om"], self.filters["hvem"], self.filters["slags"]

    def about(self, rows, name, whom):
        """The unit's own, the guides', or others'; those of one guide are a guide's."""
        if whom in OTHERS:
            return rows.filter(kind=OTHERS[whom])
        guides = whom == "guider" or self.asked.get("hvem")
        return rows.filter(kind=Kind.GUIDE if guides else Kind.UNIT)

    def by_words(self, rows, name, words):
        """Those that every word fits: a part of whom it is about, a month, a kind of period, or a year."""
        for word in words.casefold().split():
            rows = rows.filter(_fits(word))
        return rows


def _fits(word: str) -> Q:
    """The condition for a report to be found by a word."""
    found = Q(subject_name__icontains=word)
    months = [n for n, name in MONTHS.items() if len(word) >= 3 and str(name).casefold().startswith(word)]
    if months:
        found |= Q(span=Span.MONTH, period__month__in=months)
    found |= Q(span__in=[span for span, name in Span.choices if str(name).casefold() == word])
    if word.isascii() and word.isdecimal() and len(word) == 4:
        found |= Q(period__year=int(word))
    return found
