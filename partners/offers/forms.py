"""The form of an offer, with its starts one on a line."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.idempotency import SubmitKeyForm
from core.spreadsheets.parsers import parse_date
from core.versions import UntouchedModelForm, VersionedForm
from partners.offers.actions import FIELDS
from partners.offers.models import Offer

MOST_STARTS = 24


class StartsField(forms.CharField):
    """Days, one on a line; each read as the days of a list are."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value):
        """Days as they are written; text as it was typed."""
        return (
            value
            if isinstance(value, str) or value is None
            else "\n".join(f"{day:%d-%m-%Y}" for day in value)
        )

    def clean(self, value) -> list[date]:
        """The days. Raises ValidationError with the line that is none."""
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST_STARTS:
            raise ValidationError(_("Write at most %(n)s starts."), params={"n": MOST_STARTS})
        days = []
        for line in lines:
            try:
                days.append(parse_date(line))
            except ValueError as wrong:
                words = _("“%(line)s” is no day. Write each start on a line of its own, e.g. 04-01-2027.")
                raise ValidationError(words, params={"line": line[:30]}) from wrong
        return sorted(set(days))

    def has_changed(self, initial, data):
        """Whether other days are written."""
        return self.prepare_value(initial or "") != (data or "")


class _OfferFields(UntouchedModelForm):
    starts = StartsField(
        label=_("Starts"),
        required=False,
        help_text=_("One day on each line. May stay empty: it starts all the time."),
    )

    class Meta:
        model = Offer
        fields = FIELDS
        help_texts = {
            "capacity": _("So many can be there at the same time."),
            "requires": _("Few words and plain: e.g. reads Danish at level G, can meet at eight."),
            "terms": _("E.g. free for the unit, or DKK 2,400 a week; own bus card."),
            "is_shared": _("Other youth units see it with its free places, so that a class can be filled."),
        }

    field_order = (
        "name", "kind", "capacity", "starts", "youngest", "oldest", "leads_to", "requires", "terms", "is_shared",
    )  # fmt: skip

    def clean(self):
        """Ages run forward."""
        data = super().clean()
        if data.get("youngest") and data.get("oldest") and data["oldest"] < data["youngest"]:
            self.add_error("oldest", _("The oldest cannot be younger than the youngest."))
        return data

    def _post_clean(self):
        """The action asks the rest."""


class OfferForm(SubmitKeyForm, _OfferFields):
    """A new offer."""

    @property
    def values(self) -> dict:
        """Everything the action asks for."""
        return {name: self.cleaned_data[name] for name in (*FIELDS, "starts")}


class OfferEditForm(VersionedForm, _OfferFields):
    """An offer changed."""

    def __init__(self, *args, instance: Offer, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.initial["starts"] = list(instance.starts.values_list("on", flat=True))

    @property
    def columns(self) -> dict:
        """The offer's own columns."""
        return {name: value for name, value in self.values.items() if name in FIELDS}
