"""What a reader asks of the directory: search, filters, order. Nothing here knows of rights; start from `of_unit`."""

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.text import fold
from partners.models import Contact, Partner, PartnerCategory, Side
from partners.rules import phone_digits

SORTS = {
    "name": ("sort_name", "pk"),
    "category": ("category__name_da", "sort_name", "pk"),
    "evaluation": ("next_evaluation_on", "sort_name", "pk"),
}
ACTIVE = {"": gettext_lazy("In use"), "no": gettext_lazy("No longer in use"), "all": gettext_lazy("All")}
HAS_CONTACT = {"yes": gettext_lazy("Has somebody to call"), "no": gettext_lazy("Has nobody to call")}


def present_contacts(on) -> QuerySet[Contact]:
    """Contacts who are there on a date, both days of their period included."""
    return Contact.objects.filter(Q(until_on=None) | Q(until_on__gte=on), from_on__lte=on)


@dataclass
class Asked:
    """The filters of one request, cleaned: unknown values count as not asked."""

    q: str
    side: str
    category: int | None
    agreement: str
    contact: str
    active: str
    sort: str
    categories: list[PartnerCategory]

    @classmethod
    def of(cls, params, categories: list[PartnerCategory]) -> "Asked":
        """Read the query string. ``categories`` are those a reader may choose among."""
        sort = params.get("sort", "name")
        category = params.get("category", "")
        known = {str(row.pk): row.pk for row in categories}
        return cls(
            q=params.get("q", "").replace("\x00", "").strip()[:80],
            side=params["side"] if params.get("side") in Side.values else "",
            category=known.get(category),
            agreement=params["agreement"] if params.get("agreement") in Partner.Agreement.values else "",
            contact=params["contact"] if params.get("contact") in HAS_CONTACT else "",
            active=params["active"] if params.get("active") in ACTIVE else "",
            sort=sort if sort.removeprefix("-") in SORTS else "name",
            categories=categories,
        )

    def of_partners(self, partners: QuerySet[Partner]) -> QuerySet[Partner]:
        """The partners asked for, in the order asked for."""
        today = clock.today()
        if self.active != "all":
            partners = partners.filter(is_active=self.active != "no")
        if self.side:
            partners = partners.filter(side=self.side)
        if self.category:
            partners = partners.filter(category=self.category)
        if self.agreement:
            partners = partners.filter(agreement=self.agreement)
        present = Exists(present_contacts(today).filter(partner=OuterRef("pk")))
        if self.contact:
            partners = partners.filter(present if self.contact == "yes" else ~present)
        if self.q:
            partners = partners.filter(self._matches())
        first, *rest = SORTS[self.sort.removeprefix("-")]
        # What has no value comes last either way, on every engine.
        first = F(first).desc(nulls_last=True) if self.sort.startswith("-") else F(first).asc(nulls_last=True)
        return partners.order_by(first, *rest)

    def _matches(self) -> Q:
        """Every word is in the partner's name or town, in a contact's name, or in the category's.

        A number is looked up as CVR number and phone number as well.
        """
        words = fold(self.q).split()
        # Nothing but signs is found nowhere.
        found = Q() if words else Q(pk__in=[])
        for word in words:
            categories = [row.pk for row in self.categories if word in fold(f"{row.name_da} {row.name_en}")]
            contact = Contact.objects.filter(partner=OuterRef("pk"), search_name__contains=word)
            found &= Q(search_name__contains=word) | Q(category__in=categories) | Exists(contact)
        digits = phone_digits(self.q) if any(char.isdigit() for char in self.q) else ""
        if digits:
            by_phone = Contact.objects.filter(partner=OuterRef("pk"), phone=digits)
            found |= Q(cvr=digits) | Q(phone=digits) | Exists(by_phone)
        return found

    def chips(self) -> list[tuple[str, str, str]]:
        """The filters in force as ``(parameter, value, words)``."""
        chips = []
        if self.q:
            chips.append(("q", self.q, _("Search: %(words)s") % {"words": self.q}))
        if self.side:
            chips.append(("side", self.side, Side(self.side).label))
        if self.category:
            chips.append(
                (
                    "category",
                    str(self.category),
                    str(next(c for c in self.categories if c.pk == self.category)),
                )
            )
        if self.agreement:
            chips.append(("agreement", self.agreement, Partner.Agreement(self.agreement).label))
        if self.contact:
            chips.append(("contact", self.contact, HAS_CONTACT[self.contact]))
        if self.active:
            chips.append(("active", self.active, ACTIVE[self.active]))
        return chips
