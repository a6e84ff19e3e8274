"""Forms that say who does it: somebody named at a partner, or nobody there."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.autocomplete import HITS, AutocompleteField
from core.fields import TidyForm
from core.ordering import Danish
from partners.directory import autocomplete
from partners.models import Contact

PARTNER = "partner"


class ResponsibleForm(TidyForm, forms.Form):
    """Mix-in: a model's form with the fields ``responsible`` and ``contact``: a partner is named, others name none.

    Call `offer_contacts` when the instance has its case; ``unnamed`` is what a partner without a name is told.
    """

    unnamed = ""
    contact = AutocompleteField(
        label=_("Contact at the partner"),
        required=False,
        search=autocomplete.search_contacts,
        lookup="partners:pick_contact",
        label_of=autocomplete.contact_label,
    )

    def offer_contacts(self, case) -> None:
        """Offer who may be named: contacts of the unit's partners who are there now, and who is named already."""
        there = autocomplete.selectable_contacts(case.unit_id).values("pk")
        found = (
            Contact.objects.filter(Q(pk__in=there) | Q(pk=self.instance.contact_id))
            .select_related("partner")
            .order_by("partner__sort_name", Danish("name"))
        )
        around = case.participations.current().holding(clock.today()).order_by().values("partner_id")
        # Those at partners around the young person are the likeliest.
        nearby = found.filter(partner_id__in=around).values_list("pk", flat=True)[:HITS]
        self.fields["contact"].queryset = found
        self.fields["contact"].suggest(list(nearby))

    def clean(self):
        """A partner is named; who is not a partner needs none."""
        data = super().clean()
        if data.get("responsible") != PARTNER:
            data["contact"] = None
        elif not data.get("contact") and "contact" not in self.errors:
            self.add_error("contact", self.unnamed)
        return data

    def _post_clean(self):
        """The model has nothing to add to what a field is refused for already."""
        if not self.errors:
            super()._post_clean()
