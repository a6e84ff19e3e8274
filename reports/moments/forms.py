"""Asking about another day: the day, and the day of which the knowledge is asked."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from core.fields import DayField, TidyForm, date_input, not_in_the_future
from reports.moments.moment import Moment
from reports.snapshots.access import readable_report
from reports.snapshots.reading import TILES

# No unit of this kind is older; months and years before a day are counted, too, and the calendar has a beginning.
EARLIEST = dt.date(2010, 1, 1)


def not_too_long_ago(day: dt.date) -> None:
    """Raise for a day before EARLIEST."""
    if day < EARLIEST:
        raise forms.ValidationError(_("The numbers do not go so far back."))


def a_day() -> forms.DateInput:
    """A day's field, drawn without crispy: a form that is asked by its address has nothing to praise."""
    return date_input(**{"class": "form-control"})


class MomentForm(TidyForm, forms.Form):
    """A day, as known on a later one; both may be left out."""

    pr = DayField(
        label=_("How it stood on"),
        required=False,
        widget=a_day(),
        validators=[not_in_the_future, not_too_long_ago],
    )
    kendt = DayField(
        label=_("As known on"),
        required=False,
        widget=a_day(),
        validators=[not_in_the_future, not_too_long_ago],
        help_text=_("Leave it empty for what is known now."),
    )
    # Which field asks for the knowledge of which.
    pairs = (("pr", "kendt"),)

    def clean(self):
        """Nobody knew a day before it had come."""
        data = super().clean()
        for on, known in self.pairs:
            if data.get(known) and not data.get(on):
                self.add_error(on, _("Which day is it that was known then?"))
            elif data.get(known) and data[known] < data[on]:
                self.add_error(known, _("Choose the same day or a later one: that day had not come yet."))
        return data

    def moment(self) -> Moment:
        """What is asked for."""
        return Moment(self.cleaned_data["pr"], self.cleaned_data["kendt"])


class TwoMomentsForm(MomentForm):
    """Two days, or one day as known on two others, to be held against each other."""

    til = DayField(
        label=_("Compared with"),
        required=False,
        widget=a_day(),
        validators=[not_in_the_future, not_too_long_ago],
    )
    til_kendt = DayField(
        label=_("As known on"),
        required=False,
        widget=a_day(),
        validators=[not_in_the_future, not_too_long_ago],
    )
    pairs = (("pr", "kendt"), ("til", "til_kendt"))

    def moments(self, report=None) -> tuple[Moment, Moment]:
        """Both; in place of the first a frozen report. Without the second, the first day as known now; or today."""
        data = self.cleaned_data
        first = Moment(report=report) if report else self.moment()
        if data["til"]:
            return first, Moment(data["til"], data["til_kendt"])
        return first, first.as_known_now if first.known else Moment()


def report_in(request):
    """The frozen report that the address names; None for none, 404 for one that is not theirs."""
    asked = request.GET.get("rapport")
    report = readable_report(request.user, asked) if asked else None
    if report is not None and report.kind not in TILES:
        raise Http404
    return report
