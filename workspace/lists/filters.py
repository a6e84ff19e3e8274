"""What a list of cases can be narrowed to, and its orders. Saved views and bookmarks hold these keys and values."""

from dateutil.relativedelta import relativedelta
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, ModelChoiceFilter

from accounts.models import User
from cases.models import Activity, Status
from core import clock, text
from core.filters import ListFilterSet, Ordering, StandingFilter

WHO = [
    ("uden-guide", _("Without a guide")),
    ("over-frist", _("Milestone overdue")),
    ("ikke-bekraeftet", _("Not confirmed lately")),
    ("ingen-kontakt", _("No contact lately")),
    ("gaaet-i-staa", _("Stalled")),
    ("modstridende", _("Contradictory")),
    ("fylder-18", _("Turn 18 within half a year")),
    ("15-17", _("15–17 years")),
    ("over-18", _("18 and over")),
    ("skaermet", _("Shielded")),
]


def guides_of(request):
    """Those of the unit who carry a case, or have."""
    return User.objects.filter(unit_id=request.user.unit_id, guided_cases__isnull=False).distinct()


class CaseFilterSet(ListFilterSet):
    """One's own young people, by name until somebody chooses otherwise."""

    # None is computed: each is a stored column, and the pairs with id have an index.
    orders = {
        "navn": ("person__sort_name", "id"),
        "-navn": ("-person__sort_name", "-id"),
        "alder": ("-person__birth_date", "id"),
        "-alder": ("person__birth_date", "-id"),
        "frist": (F("earliest_open_due").asc(nulls_last=True), "id"),
        "-frist": (F("earliest_open_due").desc(nulls_last=True), "-id"),
        "kontakt": (F("last_contact_on").asc(nulls_first=True), "id"),
        "-kontakt": (F("last_contact_on").desc(nulls_last=True), "-id"),
        "aabnet": ("opened_on", "id"),
        "-aabnet": ("-opened_on", "-id"),
    }
    own_order = "navn"

    q = CharFilter(label=_("Name"), max_length=60, method="named")
    vis = ChoiceFilter(label=_("Who"), empty_label=_("All"), choices=WHO, method="who")
    nu = ChoiceFilter("activity", label=_("Doing now"), empty_label=_("All"), choices=Activity.choices)
    status = StandingFilter(
        label=_("Status"), empty_label=_("All open"), choices=Status.choices, method="of_status"
    )
    sort = Ordering()

    def named(self, rows, name, words):
        """Whose name holds the words, however they are spelled."""
        return rows.matching_name(text.fold(words))

    def of_status(self, rows, name, status):
        """Those of a status; of none, the open cases."""
        if status == Status.CLOSED:
            return rows.filter(closed_on__isnull=False)
        return rows.open().filter(status=status) if status else rows.open()

    def who(self, rows, name, who):
        """Those of whom it holds: a key of WHO."""
        today, unit = clock.today(), self.request.user.unit
        born = lambda years, months=0: today - relativedelta(years=years, months=months)  # noqa: E731
        match who:
            case "uden-guide":
                return rows.without_acting_guide()
            case "over-frist":
                return rows.overdue(today)
            case "ikke-bekraeftet":
                return rows.unconfirmed(today, unit.activity_fresh_days)
            case "ingen-kontakt":
                return rows.without_contact(today, unit.contact_days)
            case "gaaet-i-staa":
                return rows.stalled(today)
            case "modstridende":
                return rows.exclude(activity_clash="")
            case "fylder-18":
                return rows.filter(person__birth_date__gt=born(18), person__birth_date__lte=born(17, 6))
            case "15-17":
                return rows.filter(person__birth_date__gt=born(18), person__birth_date__lte=born(15))
            case "over-18":
                return rows.filter(person__birth_date__lte=born(18))
            case "skaermet":
                return rows.filter(shielded=True)


class UnitCaseFilterSet(CaseFilterSet):
    """The unit's young people, most overdue first until somebody chooses otherwise."""

    own_order = "frist"

    guide = ModelChoiceFilter(label=_("Guide"), empty_label=_("All"), queryset=guides_of)
