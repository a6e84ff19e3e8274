"""Forms of the directory."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import municipalities
from core.idempotency import SubmitKeyForm
from core.phones import clean_phone, show_phone
from partners.actions import CONTACT_FIELDS, PARTNER_FIELDS
from partners.models import Contact, Partner, PartnerCategory, Side
from partners.rules import clean_cvr


class _PhoneMixin:
    """A phone number is shown with spaces and kept bare."""

    def clean_phone(self):
        try:
            return clean_phone(self.cleaned_data["phone"])
        except ValueError:
            raise ValidationError(
                _("A Danish phone number has eight digits, for example 20 12 34 56.")
            ) from None


class _WebField(forms.URLField):
    """An address typed without its scheme is https."""

    def __init__(self, **kwargs):
        super().__init__(assume_scheme="https", **kwargs)


class _VersionedMixin:
    """Sends along what each field said when the form was opened.

    When somebody else saved meanwhile, what this writer did not touch is then the other's, not an old value come back.
    The hidden inputs are drawn beside their fields by crispy.
    """

    def keep_opened(self) -> None:
        """Remember the version and the values of the row that is being edited."""
        self.initial["version"] = self.instance.version
        for name, field in self.fields.items():
            field.show_hidden_initial = name not in ("submit_key", "version", "anyway")

    def on_top_of(self, current):
        """The same form over the row as it stands now: one's own text where one wrote, the other's everywhere else."""
        fresh = type(self)(instance=current)
        data = {"version": current.version, "submit_key": self.data.get("submit_key", "")}
        for bound in fresh.visible_fields():
            data[bound.html_initial_name] = bound.value()
            value = self[bound.name].value() if bound.name in self.changed_data else bound.value()
            if value is not False:  # a box without its mark sends nothing
                data[bound.html_name] = value
        return type(self)(data, instance=current)


def _day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _grouped(categories) -> list:
    """Category choices under the side they belong to."""
    groups = {label: [] for label in Side.labels}
    for category in categories:
        groups[category.get_side_display()].append((category.pk, str(category)))
    return [("", "---------"), *groups.items()]


class PartnerForm(_PhoneMixin, _VersionedMixin, SubmitKeyForm, forms.ModelForm):
    """One partner's card. ``version`` is what the reader had before them."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    # Set by the button that answers the warning about a likely duplicate.
    anyway = forms.BooleanField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Partner
        fields = PARTNER_FIELDS
        field_classes = {"web": _WebField}
        widgets = {"next_evaluation_on": _day_input(), "notes": forms.Textarea(attrs={"rows": 4})}

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
            self.keep_opened()
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

    def clean_postal_code(self):
        """Four digits."""
        code = self.cleaned_data["postal_code"].strip().upper().removeprefix("DK").strip("- ")
        if code and not (code.isdigit() and len(code) == 4):
            raise ValidationError(_("A Danish postal code has four digits."))
        return code

    def clean(self):
        """The side is the category's unless it is said."""
        data = super().clean()
        if data.get("category") and not data.get("side"):
            data["side"] = data["category"].side
            self.instance.side = data["side"]
        return data

    def values(self) -> dict:
        """The cleaned values of the partner's own fields."""
        return {name: self.cleaned_data[name] for name in PARTNER_FIELDS if name in self.fields}


class ContactForm(_PhoneMixin, _VersionedMixin, SubmitKeyForm, forms.ModelForm):
    """Somebody at a partner, and for how long."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Contact
        fields = CONTACT_FIELDS
        widgets = {
            "from_on": _day_input(),
            "until_on": _day_input(),
            "notes": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].help_text = _('What they do there, for example "guidance counsellor".')
        self.fields["until_on"].help_text = _("When they stop or have stopped.")
        self.fields["phone"].widget.attrs.update({"type": "tel", "autocomplete": "off"})
        self.fields["notes"].help_text = _(
            "For example when they can be reached. Never about a young person."
        )
        if self.instance.pk:
            self.initial["phone"] = show_phone(self.instance.phone)
            self.keep_opened()

    def values(self) -> dict:
        """The cleaned values of the contact's own fields."""
        return {name: self.cleaned_data[name] for name in CONTACT_FIELDS}


class CategoryForm(SubmitKeyForm, forms.ModelForm):
    """A kind of partner: its labels, where the list comes from, and whether it may be chosen."""

    class Meta:
        model = PartnerCategory
        fields = ["name_da", "name_en", "side", "source", "is_active"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["is_active"].help_text = _("Partners that already have the category keep it.")
        self.fields["source"].help_text = _(
            "Who names this kind of partner: a law, a report, the unit itself."
        )
