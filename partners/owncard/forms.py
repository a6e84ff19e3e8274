"""Forms of a partner's own card."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.fields import DayField, PhoneField, PostalCodeField, SoonDayField
from core.idempotency import SubmitKeyForm
from core.versions import UntouchedModelForm, VersionedForm
from partners.directory.autocomplete import name_of
from partners.directory.forms import OfContact, WebField
from partners.directory.models import Contact, Partner
from partners.owncard.actions import CARD_FIELDS, OWN_CONTACT_FIELDS


class CardForm(VersionedForm, UntouchedModelForm):
    """How the partner is reached."""

    class Meta:
        model = Partner
        fields = CARD_FIELDS
        field_classes = {"phone": PhoneField, "postal_code": PostalCodeField, "web": WebField}


class OwnContactForm(OfContact, SubmitKeyForm, UntouchedModelForm):
    """A contact's own details; of a colleague also when they stop."""

    class Meta:
        model = Contact
        fields = (*OWN_CONTACT_FIELDS, "until_on")
        field_classes = {"phone": PhoneField, "until_on": DayField}

    def __init__(self, *args, own: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if own or self.instance._state.adding:
            del self.fields["until_on"]
        else:
            self.fields["until_on"].help_text = _("When they stop or have stopped.")
        if not self.instance._state.adding:
            del self.fields["submit_key"]


class AbsenceForm(SubmitKeyForm):
    """From when until when, and who stands in."""

    from_on = SoonDayField(label=_("First day away"), initial=clock.today)
    until_on = SoonDayField(label=_("Last day away"))
    stand_in = forms.ModelChoiceField(
        label=_("Who stands in?"),
        queryset=Contact.objects.none(),
        required=False,
        empty_label=_("Nobody"),
        help_text=_("On those days they see the young people that the absent colleague sees."),
    )

    def __init__(self, *args, contact: Contact, **kwargs):
        super().__init__(*args, **kwargs)
        colleagues = Contact.objects.staying(clock.today()).filter(partner=contact.partner_id)
        self.fields["stand_in"].queryset = colleagues.exclude(pk=contact.pk)
        self.fields["stand_in"].label_from_instance = name_of
