"""What a reader asks of the directory: search, filters, order. Nothing here knows of rights; start from `of_unit`."""

from django import forms
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import CharFilter, ChoiceFilter

from core import clock
from core.filters import ListFilterSet, Ordering, StandingFilter
from core.phones import phone_spellings
from core.text import fold
from partners.categories.models import PartnerCategory, Side
from partners.directory.finding import has_cvr, holds, loosely, partner_holds, words_of
from partners.directory.models import Contact, Partner

SEARCH = {
    "type": "search",
    "autocomplete": "off",
    "placeholder": gettext_lazy("Name, person, category, postcode, CVR or phone"),
}
HAS_CONTACT = [
    ("yes", gettext_lazy("Has somebody to call")),
    ("no", gettext_lazy("Has nobody to call")),
]
ACTIVE = [("no", gettext_lazy("No longer in use")), ("all", gettext_lazy("All"))]


def present_contacts(on) -> QuerySet[Contact]:
    """Contacts who are there on a date, both days of their period included."""
    return Contact.objects.filter(Q(until_on=None) | Q(until_on__gte=on), from_on__lte=on)


def nulls_last_both_ways(key: str, column: str, *then: str) -> dict[str, tuple]:
    """The orders by a column, upwards and downwards. What has no value comes last either way, on every engine."""
    return {
        key: (F(column).asc(nulls_last=True), *then),
        f"-{key}": (F(column).desc(nulls_last=True), *then),
    }


class PartnerFilterSet(ListFilterSet):
    """The directory, those in use by name until somebody chooses otherwise."""

    orders = {
        **nulls_last_both_ways("name", "sort_name", "pk"),
        **nulls_last_both_ways("category", "category__name_da", "sort_name", "pk"),
        **nulls_last_both_ways("evaluation", "next_evaluation_on", "sort_name", "pk"),
    }
    own_order = "name"
    folded = ("agreement", "contact", "active")

    q = CharFilter(
        label=gettext_lazy("Search"), max_length=80, widget=forms.TextInput(SEARCH), method="matching"
    )
    side = ChoiceFilter(
        label=gettext_lazy("Side"), empty_label=gettext_lazy("Internal and external"), choices=Side.choices
    )
    category = ChoiceFilter(label=gettext_lazy("Category"), empty_label=gettext_lazy("All categories"))
    agreement = ChoiceFilter(
        label=gettext_lazy("Agreement"),
        empty_label=gettext_lazy("With and without"),
        choices=Partner.Agreement.choices,
    )
    contact = ChoiceFilter(
        label=gettext_lazy("Contact"),
        empty_label=gettext_lazy("With and without"),
        choices=HAS_CONTACT,
        method="with_contact",
    )
    active = StandingFilter(
        label=gettext_lazy("In use"), empty_label=gettext_lazy("In use"), choices=ACTIVE, method="in_use"
    )
    sort = Ordering()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Fetched once: the control names them, and the search looks into their names.
        self.categories = list(PartnerCategory.objects.all())
        self.filters["category"].extra["choices"] = [(str(row.pk), str(row)) for row in self.categories]

    def in_use(self, partners, name, active):
        """Those in use, those that are not, or all."""
        return partners if active == "all" else partners.filter(is_active=active != "no")

    def with_contact(self, partners, name, contact):
        """Those with somebody to call today, or without."""
        present = Exists(present_contacts(clock.today()).filter(partner=OuterRef("pk")))
        return partners.filter(present if contact == "yes" else ~present)

    def matching(self, partners, name, asked):
        """Every word is in the partner's name, town or postcode, in a contact's name, or in the category's.

        A number is looked up as CVR number and phone number as well.
        """
        words = words_of(asked)
        # Nothing but signs is found nowhere.
        found = Q() if words else Q(pk__in=[])
        for word in words:
            names = ((row.pk, loosely(fold(f"{row.name_da} {row.name_en}"))) for row in self.categories)
            categories = [pk for pk, named in names if loosely(word) in named]
            contact = Contact.objects.filter(holds("search_name", word), partner=OuterRef("pk"))
            found &= partner_holds(word) | Q(category__in=categories) | Exists(contact)
        if numbers := phone_spellings(asked):
            by_phone = Contact.objects.filter(partner=OuterRef("pk"), phone__in=numbers)
            found |= Q(phone__in=numbers) | Exists(by_phone)
        found |= has_cvr(asked)
        return partners.filter(found)

    def words_of(self, name, value):
        """The words of a chip; a search says that it is one."""
        return _("Search: %(words)s") % {"words": value} if name == "q" else super().words_of(name, value)
