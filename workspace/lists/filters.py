"""The filters of the lists of cases: a plain GET form, with a chip for each filter in force."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta
from django import forms
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.models import Activity, Status
from core import clock, text

# Sort key → ordering. None is computed: each is a stored column, and the pairs with id have an index.
ORDERS = {
    "navn": ("person__sort_name", "id"),
    "-navn": ("-person__sort_name", "-id"),
    "alder": ("-person__birth_date", "id"),
    "-alder": ("person__birth_date", "-id"),
    "frist": (F("earliest_open_due").asc(nulls_last=True), "id"),
    "-frist": (F("earliest_open_due").desc(nulls_last=True), "-id"),
    "kontakt": (F("last_contact_on").asc(nulls_first=True), "id"),
    "aabnet": ("opened_on", "id"),
    "-aabnet": ("-opened_on", "-id"),
    "-kontakt": (F("last_contact_on").desc(nulls_last=True), "-id"),
}


class CaseFilterForm(forms.Form):
    """What a list of cases can be narrowed to. Everything is optional; what does not make sense is left out."""

    q = forms.CharField(label=_("Name"), max_length=60, required=False)
    vis = forms.ChoiceField(
        label=_("Who"),
        required=False,
        choices=[
            ("", _("All")),
            ("over-frist", _("Overdue")),
            ("ikke-bekraeftet", _("Not confirmed lately")),
            ("ingen-kontakt", _("No contact lately")),
            ("gaaet-i-staa", _("Stalled")),
            ("modstridende", _("Contradictory")),
            ("fylder-18", _("Turn 18 within half a year")),
            ("15-17", _("15–17 years")),
            ("over-18", _("18 and over")),
            ("skaermet", _("Shielded")),
        ],
    )
    nu = forms.ChoiceField(label=_("Doing now"), required=False, choices=[("", _("All")), *Activity.choices])
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("All open")), *Status.choices],
    )
    guide = forms.ModelChoiceField(
        label=_("Guide"), required=False, queryset=User.objects.none(), empty_label=_("All")
    )

    def __init__(self, data, *, user, with_guide: bool):
        super().__init__(data or {})
        self.user = user
        if with_guide:
            self.fields["guide"].queryset = User.objects.filter(
                unit_id=user.unit_id, guided_cases__isnull=False
            ).distinct()
        else:
            del self.fields["guide"]
        for field in self.fields.values():
            css = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
            field.widget.attrs["class"] = css

    def chosen(self) -> dict:
        """The filters in force, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, rows):
        """``rows`` narrowed to the filters in force. Without a status, open cases only."""
        chosen, today, unit = self.chosen(), clock.today(), self.user.unit
        status = chosen.get("status")
        rows = rows.filter(closed_on__isnull=False) if status == Status.CLOSED else rows.open()
        if status and status != Status.CLOSED:
            rows = rows.filter(status=status)
        if "q" in chosen:
            rows = rows.matching_name(text.fold(chosen["q"]))
        if "nu" in chosen:
            rows = rows.filter(activity=chosen["nu"])
        if "guide" in chosen:
            rows = rows.filter(guide=chosen["guide"])
        born = lambda years, months=0: today - relativedelta(years=years, months=months)  # noqa: E731
        match chosen.get("vis"):
            case "over-frist":
                rows = rows.overdue(today)
            case "ikke-bekraeftet":
                rows = rows.unconfirmed(today, unit.activity_fresh_days)
            case "ingen-kontakt":
                rows = rows.without_contact_since(today - timedelta(days=unit.contact_days))
            case "gaaet-i-staa":
                rows = rows.stalled(today)
            case "modstridende":
                rows = rows.exclude(activity_clash="")
            case "fylder-18":
                rows = rows.filter(person__birth_date__gt=born(18), person__birth_date__lte=born(17, 6))
            case "15-17":
                rows = rows.filter(person__birth_date__gt=born(18), person__birth_date__lte=born(15))
            case "over-18":
                rows = rows.filter(person__birth_date__lte=born(18))
            case "skaermet":
                rows = rows.filter(shielded=True)
        return rows

    def chips(self) -> list[tuple]:
        """``(parameter, value, words)`` of each filter in force, for ``{% filter_chips %}``."""
        drawn = []
        for name, value in self.chosen().items():
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                drawn.append((name, value.pk, str(value)))
            elif isinstance(field, forms.ChoiceField):
                drawn.append((name, value, str(dict(field.choices)[value])))
            else:
                drawn.append((name, value, f"»{value}«"))
        return drawn
