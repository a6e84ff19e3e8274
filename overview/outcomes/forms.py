"""Which starts are counted, and on which day."""

from django import forms
from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from core import clock
from overview.outcomes.asked import USUAL_MONTHS, Asked
from reports.moments.forms import MomentForm
from reports.moments.moment import Moment
from reports.periods.rules import Month
from reports.presentation.words import month_name


def _month_field(label) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        required=False,
        coerce=Month.parse,
        empty_value=None,
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"invalid_choice": _("Choose one of the months of the list.")},
    )


class PeriodForm(MomentForm):
    """The months in which the cases were opened, and the day; all may be left out."""

    fra = _month_field(_("Began from"))
    til = _month_field(_("Until and with"))
    field_order = ("fra", "til", "pr", "kendt")

    def __init__(self, data, *, unit):
        super().__init__(data)
        now = Month.of(clock.today())
        first = Case.objects.filter(unit=unit).aggregate(first=Min("opened_on"))["first"]
        first = min(Month.of(first) if first else now, now.plus(1 - USUAL_MONTHS))
        months, month = [], now
        while month >= first:
            months.append((str(month), month_name(month)))
            month = month.previous
        usual = {"fra": _("The last two years"), "til": _("The month of the day")}
        for name, words in usual.items():
            self.fields[name].choices = [("", words), *months]

    def clean(self):
        """The last month is not before the first."""
        data = super().clean()
        if not self.errors:
            asked = self._asked(data)
            if asked.first > asked.last:
                self.add_error("til", _("Choose the same month or a later one."))
        return data

    @staticmethod
    def _asked(data) -> Asked:
        return Asked.of(Moment(data.get("pr"), data.get("kendt")), data.get("fra"), data.get("til"))

    def asked(self) -> Asked:
        """What is asked for; as usual, where the form is not valid."""
        return self._asked(self.cleaned_data if self.is_valid() else {})
