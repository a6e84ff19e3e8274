"""Forms of the directory."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import municipalities
from core.fields import DayField, PostalCodeField, SoonDayField
from core.idempotency import SubmitKeyForm
from core.phones import clean_phone, show_phone
from core.versions import UntouchedModelForm, VersionedForm
from partners.categories.models import PartnerCategory, Side
from partners.directory.actions import CONTACT_FIELDS, PARTNER_FIELDS
from partners.directory.models import Contact, Partner
from partners.directory.rules import clean_cvr


class _PhoneMixin:
    """A phone number is shown with spaces and kept bare."""

    def clean_phone(self):
        try:
            return clean_phone(self.cleaned_data["phone"])
        except ValueError:
            raise ValidationError(
                _("A Danish phone number has eight digits, for example 20 12 34 56.")
            ) from None

    def in_words(self, name, value):
        """A phone number with its spaces."""
        return show_phone(value) if name == "phone" else super().in_words(name, value)


class WebField(forms.URLField):
    """An address typed without its scheme is https."""

    def __init__(self, **kwargs):
        super().__init__(assume_scheme="https", **kwargs)


def _grouped(categories) -> list:
    """Category choices under the side they belong to."""
    groups = {label: [] for label in Side.labels}
    for category in categories:
        groups[category.get_side_display()].append((category.pk, str(category)))
    return [("", "---------"), *groups.items()]


class PartnerForm(_PhoneMixin, VersionedForm, SubmitKeyForm, UntouchedModelForm):
    """One partner's card. ``version`` is what the reader had before them."""

    # Set by the button that answers the warning about a likely duplicate.
    anyway = forms.BooleanField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Partner
        fields = PARTNER_FIELDS
        field_classes = {"web": WebField, "next_evaluation_on": DayField, "postal_code": PostalCodeField}
        widgets = {"notes": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        now = self.instance.category_id
        categories = [row for row in PartnerCategory.objects.all() if row.is_active or row.pk == now]
        self.fields["category"].choices = _grouped(categories)
        self.fields["side"] = forms.ChoiceField(
            label=_("Part of the municipality?"),
            choices=[("", _("As the category says")), *Side.choices],
            required=False,
            help_text=_("Internal partners are departments of the municipality itself."),
        )
        self.fields["municipality_code"] = forms.ChoiceField(
            label=_("Municipality"), choices=[("", "---------"), *municipalities.choices()], required=False
        )
        self.fields["has_authority"].help_text = _(
            "Staff here may make decisions, and qualify goals and milestones."
        )
        self.fields["next_evaluation_on"].years_ahead = 5
        self.fields["cvr"].max_length = None
        self.fields["cvr"].validators = []
        self.fields["cvr"].widget.attrs.update(
            {"inputmode": "numeric", "autocomplete": "off", "maxlength": "20"}
        )
        self.fields["phone"].widget.attrs.update({"type": "tel", "autocomplete": "off"})
        self.fields["postal_code"].widget.attrs.update({"inputmode": "numeric", "autocomplete": "off"})
        self.fields["notes"].help_text = _(
            "Frames and resources to know of: opening hours, crisis rules, IT systems. Never about a young person."
        )
        if self.instance.pk:
            self.initial["phone"] = show_phone(self.instance.phone)
        else:
            # A new partner is in use; that it no longer is, is said when editing.
            del self.fields["is_active"]

    def clean_cvr(self):
        """Eight digits that a CVR number can have."""
        try:
            return clean_cvr(self.cleaned_data["cvr"])
        except ValueError:
            raise ValidationError(
                _(
                    "This is not a CVR number: it has eight digits, and the last ones check the others. "
                    "Look for a slip."
                )
            ) from None

    def clean(self):
        """The side is the category's unless it is said."""
        data = super().clean()
        if data.get("category") and not data.get("side"):
            data["side"] = data["category"].side
        return data


class OfContact(VersionedForm):
    """Mix-in: an edit of somebody at a partner."""

    def recorded_of(self, row: Contact) -> dict:
        """The trail files them under their partner."""
        return super().recorded_of(row.partner) | {"changes__contact_id": [row.pk, row.pk]}


class ContactForm(_PhoneMixin, OfContact, SubmitKeyForm, UntouchedModelForm):
    """Somebody at a partner, and for how long."""

    class Meta:
        model = Contact
        fields = CONTACT_FIELDS
        field_classes = {"from_on": SoonDayField, "until_on": DayField}
        widgets = {"notes": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].help_text = _('What they do there, for example "guidance counsellor".')
        self.fields["until_on"].help_text = _("When they stop or have stopped.")
        self.fields["is_coordinator"].help_text = _(
            "Sees every young person the partner may know of. Others see those they are named for."
        )
        self.fields["phone"].widget.attrs.update({"type": "tel", "autocomplete": "off"})
        self.fields["notes"].help_text = _(
            "For example when they can be reached. Never about a young person."
        )
        if self.instance.pk:
            self.initial["phone"] = show_phone(self.instance.phone)
