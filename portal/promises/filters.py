"""How a partner finds its way in the list of its promises."""

from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter

from core.filters import ListFilterSet, Ordering
from core.text import fold, sort_key
from portal.promises.reading import Promise

STANDINGS = {
    "over": (_("Overdue"), lambda one: one.late),
    "stille": (_("Nothing has happened for 30 days"), lambda one: one.is_quiet),
    "spurgt": (_("The youth guide has asked"), lambda one: one.asked),
    "forslag": (_("Your proposal waits"), lambda one: one.proposed),
}


class PromiseFilterSet(ListFilterSet):
    """Promises by how they stand and whose they are, with a search in what is shown of them."""

    q = CharFilter(label=_("Search"), method="said")
    vis = ChoiceFilter(
        label=_("Stands"),
        empty_label=_("All open"),
        choices=[(key, words) for key, (words, _fits) in STANDINGS.items()],
        method="standing",
    )
    kontakt = ChoiceFilter(label=_("Contact"), empty_label=_("All"), choices=[], method="of_contact")
    sort = Ordering()

    # What a row is sorted by, and whether from the end; a promise without a day stands last either way.
    orders = {
        "frist": (lambda one: str(one.due_on or "9999"), False),
        "-frist": (lambda one: str(one.due_on or ""), True),
        "navn": (lambda one: sort_key(one.name), False),
        "-navn": (lambda one: sort_key(one.name), True),
        "kontakt": (lambda one: sort_key(one.contact), False),
        "-kontakt": (lambda one: sort_key(one.contact), True),
    }
    own_order = "frist"

    def __init__(self, data, rows: list[Promise], **kwargs):
        super().__init__(data, **kwargs)
        people = sorted({(one.contact_id, one.contact) for one in rows}, key=lambda pair: sort_key(pair[1]))
        self.filters["kontakt"].extra["choices"] = [(str(pk), name) for pk, name in people]

    def said(self, rows: list[Promise], name, words) -> list[Promise]:
        """Those in whose words or name every word stands."""
        wanted = fold(words).split()
        return [one for one in rows if all(word in fold(f"{one.name} {one.what}") for word in wanted)]

    def standing(self, rows: list[Promise], name, key) -> list[Promise]:
        """Those that stand so: a key of STANDINGS."""
        fits = STANDINGS[key][1]
        return [one for one in rows if fits(one)]

    def of_contact(self, rows: list[Promise], name, pk) -> list[Promise]:
        """Those of one contact."""
        return [one for one in rows if str(one.contact_id) == pk]

    def in_order(self, rows: list[Promise], key: str) -> list[Promise]:
        """The rows in the order ``key`` of ``orders``."""
        by, from_the_end = self.orders[key]
        return sorted(rows, key=by, reverse=from_the_end)
