"""Asking about another day: the day, and the day of which the knowledge is asked."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.fields import DayField, TidyForm, date_input, not_in_the_future
from core.spreadsheets.parsers import echo, parse_date
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


class AskedDay(DayField):
    """A day as Danes write it, since it also stands in addresses that people write: 31.12.2025, 31-12-2025."""

    def __init__(self, **kwargs):
        validators = [not_in_the_future, not_too_long_ago]
        super().__init__(required=False, widget=a_day(), validators=validators, **kwargs)

    def to_python(self, value):
        """The day; what is none is said, since a browser's own field for dates does not show it."""
        if value in self.empty_values:
            return None
        try:
            return parse_date(value)
        except ValueError:
            words = _("“%(text)s” is no date. Write it as 31-12-2025.")
            raise forms.ValidationError(words, params={"text": echo(value)}) from None

    def bound_data(self, data, initial):
        """What was written, as the field can show it."""
        try:
            return self.to_python(data)
        except forms.ValidationError:
            return data


class MomentForm(TidyForm, forms.Form):
    """A day, as known on a later one; both may be left out."""

    pr = AskedDay(label=_("How it stood on"))
    kendt = AskedDay(label=_("As known on"), help_text=_("Leave it empty for what is known now."))
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

    til = AskedDay(label=_("Compared with"))
    til_kendt = AskedDay(label=_("As known on"))
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


def asked_days(request) -> dict[str, str]:
    """The day and the knowledge that the address of a page asks for, as they stand there; of today nothing."""
    return {name: request.GET[name] for name in MomentForm.base_fields if request.GET.get(name)}


def then_url(request) -> str:
    """The page of another day, asked what the address of this page asks."""
    return f"{reverse('overview:then')}?{urlencode(asked_days(request))}"
