"""Partners and colleagues around the young person."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import clock
from core.autocomplete import AutocompleteField
from core.fields import PastDayField
from core.idempotency import SubmitKeyForm
from partners.directory import autocomplete


class ColleagueForm(SubmitKeyForm):
    """A colleague of the unit, their part, and from when."""

    user = forms.ModelChoiceField(label=_("Colleague"), queryset=User.objects.none())
    role = forms.CharField(
        label=_("Their part"), max_length=120, help_text=_("For instance co-guide, job consultant or mentor.")
    )
    on = PastDayField(label=_("From"))

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.carriers(case.unit)
        self.fields["on"].initial = clock.today


class ParticipationForm(SubmitKeyForm):
    """A partner who takes part around the young person."""

    partner = AutocompleteField(
        label=_("Partner"),
        required=False,
        search=autocomplete.search_partners,
        lookup="partners:pick_partner",
    )
    contact = AutocompleteField(
        label=_("Contact"),
        required=False,
        search=autocomplete.search_contacts,
        lookup="partners:pick_contact",
        label_of=autocomplete.contact_label,
        help_text=_("Choose a person, and the partner follows."),
    )
    role = forms.CharField(label=_("Their part"), max_length=120, required=False)
    on = PastDayField(label=_("From"))

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = autocomplete.selectable_partners(case.unit)
        self.fields["contact"].queryset = autocomplete.selectable_contacts(case.unit).select_related(
            "partner"
        )
        # A school may have known the young person long before we did.
        self.fields["on"].first = case.person.birth_date
        self.fields["on"].initial = clock.today

    def clean(self):
        """The contact belongs to the partner; a contact alone says which partner it is."""
        data = super().clean()
        contact, partner = data.get("contact"), data.get("partner")
        if contact and not partner and "partner" not in self.errors:
            data["partner"] = contact.partner
        elif not partner and not self.errors:
            self.add_error("partner", _("Choose a partner, or somebody there."))
        if contact and partner and contact.partner_id != partner.pk:
            self.add_error("contact", _("This contact is at another partner."))
        return data
