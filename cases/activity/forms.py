"""What the young person is under way with, and letting a case rest."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.activity.models import ActivityPeriod
from cases.casefile.models import Activity
from core import clock
from core.autocomplete import AutocompleteField
from core.fields import DayField, PastDayField
from core.idempotency import SubmitKeyForm
from partners.directory import autocomplete
from partners.models import Partner

INSTEAD, BESIDE = "instead", "beside"


class ActivityForm(SubmitKeyForm):
    """Something the young person is under way with: what, where, how much, from when until when, and whether
    the plan knows it.
    """

    activity = forms.ChoiceField(label=_("What"), choices=[("", _("Choose")), *Activity.choices])
    how = forms.ChoiceField(
        label=_("Does it take the place of the rest?"),
        choices=[
            (INSTEAD, _("Yes, it is in place of everything so far")),
            (BESIDE, _("No, it is beside it")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    place = forms.CharField(label=_("Where"), max_length=120, required=False)
    partner = AutocompleteField(
        label=_("Partner"),
        required=False,
        search=autocomplete.search_partners,
        lookup="partners:pick_partner",
    )
    hours_per_week = forms.IntegerField(label=_("Hours a week"), min_value=0, max_value=80, required=False)
    on = PastDayField(label=_("From"))
    until = DayField(
        label=_("Until"),
        required=False,
        help_text=_("Leave it empty when nobody knows. A day to come is when it is expected to be over."),
    )
    outside_plan = forms.BooleanField(
        label=_("It is not part of the plan"),
        required=False,
        help_text=_("For example a spare-time job that has nothing to do with where the plan leads."),
    )

    def __init__(self, *args, unit, present=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = autocomplete.selectable_partners(unit)
        self.fields["on"].initial = clock.today
        self.fields["how"].initial = INSTEAD
        if not present and "how" in self.fields:
            del self.fields["how"]

    def clean(self):
        """The last day is not before the first, and what is over takes nothing's place."""
        data = super().clean()
        until = data.get("until")
        if until and data.get("on") and until < data["on"]:
            self.add_error("until", _("The last day is before the first."))
        elif self.is_over and self.fields.get("how") and data.get("how") != BESIDE:
            self.add_error(
                "how", _("What is over does not take the place of what goes on. Choose “beside it”.")
            )
        return data

    @property
    def is_over(self) -> bool:
        """Whether the day of ``until`` has come."""
        until = self.cleaned_data.get("until")
        return until is not None and until <= clock.today()

    def facts(self) -> dict:
        """What the verbs write, without the days."""
        data = self.cleaned_data
        return {
            "place": data["place"],
            "partner": data["partner"],
            "hours_per_week": data["hours_per_week"],
            "under_plan": not data["outside_plan"],
            "expected_until": None if self.is_over else data["until"],
        }


class ActivityChangeForm(ActivityForm):
    """The same, to correct what was written."""

    confirm = forms.BooleanField(label=_("It still is so today"), required=False)

    def __init__(self, *args, row: ActivityPeriod, **kwargs):
        kwargs["initial"] = {
            "activity": row.activity,
            "place": row.place,
            "partner": row.partner_id,
            "hours_per_week": row.hours_per_week,
            "on": row.from_on,
            "until": row.until_on or row.expected_until,
            "outside_plan": not row.under_plan,
            "confirm": row.until_on is None,
        }
        super().__init__(*args, **kwargs)
        if row.partner_id:  # one that is no longer in use stays chosen
            self.fields["partner"].queryset |= Partner.objects.filter(pk=row.partner_id)

    def values(self) -> dict:
        """What `change_activity` writes."""
        data = self.cleaned_data
        return self.facts() | {
            "activity": data["activity"],
            "from_on": data["on"],
            "until_on": data["until"] if self.is_over else None,
        }


class ActivityEndForm(SubmitKeyForm):
    """It is over: since when, and whether something has taken its place."""

    on = PastDayField(label=_("First day without it"))
    then = forms.ChoiceField(
        label=_("What now?"),
        choices=[
            ("unknown", _("We do not know yet")),
            ("none", _("Nothing at present")),
            ("new", _("Something new: I write it next")),
        ],
        widget=forms.RadioSelect,
        initial="unknown",
    )

    def __init__(self, *args, others: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today
        if others:
            del self.fields["then"]


class StallRestForm(SubmitKeyForm):
    """Why a case that stands still may, and until when."""

    reason = forms.CharField(label=_("Why it is all right"), max_length=200, min_length=5)
    until = DayField(label=_("Until"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = clock.today() + timedelta(days=30)
