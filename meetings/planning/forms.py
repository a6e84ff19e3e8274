"""Forms of meetings: plan, change, cancel, and who was there."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import clock
from core.fields import SoonDayField, TidyForm
from core.idempotency import SubmitKeyForm
from core.ordering import Danish
from core.versions import VersionedForm
from meetings.planning.models import Meeting
from meetings.planning.people import Askable
from meetings.types.models import MeetingType


def _time_input() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class MeetingFields(TidyForm, forms.Form):
    """When and where, who leads it, and who is asked."""

    day = SoonDayField(label=_("Day"))
    time = forms.TimeField(label=_("Time"), widget=_time_input())
    lasts_minutes = forms.IntegerField(
        label=_("Minutes it lasts"), min_value=5, max_value=600, required=False
    )
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    online = forms.CharField(
        label=_("Online or by phone"),
        max_length=300,
        required=False,
        help_text=_("An address, or a number to call, for those who take part from afar."),
    )
    led_by = forms.ModelChoiceField(
        label=_("Leads the meeting"), queryset=User.objects.none(), empty_label=None
    )
    people = forms.MultipleChoiceField(
        label=_("Who is asked?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, case, people: list[Askable], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = [(one.key, one.label) for one in people]
        self.fields["led_by"].queryset = self._leaders(case)

    def _leaders(self, case):
        rows = User.objects.filter(unit=case.unit_id, is_active=True, role__in=("guide", "leader"))
        return rows.order_by(Danish("name"), "pk")

    @property
    def starts_at(self) -> datetime:
        """The moment it starts."""
        data = self.cleaned_data
        return clock.at(data["day"], data["time"].hour, data["time"].minute)

    @property
    def values(self) -> dict:
        """What the actions write beside time and place."""
        data = self.cleaned_data
        said = {"online": data["online"], "led_by": data["led_by"]}
        return said | ({"lasts_minutes": data["lasts_minutes"]} if data["lasts_minutes"] else {})


class MeetingPlanForm(SubmitKeyForm, MeetingFields):
    """A new meeting. It tells nobody."""

    type = forms.ModelChoiceField(
        label=_("Form of meeting"), queryset=MeetingType.objects.filter(is_active=True), empty_label=None
    )
    field_order = ["type"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lasts_minutes"].help_text = _("Empty: as long as such a meeting lasts.")

    def clean_day(self):
        """A meeting is planned for a day to come; one that was held is a note."""
        if self.cleaned_data["day"] < clock.today():
            raise forms.ValidationError(_("That day has passed. Choose today or a day to come."))
        return self.cleaned_data["day"]


class MeetingEditForm(VersionedForm, MeetingFields):
    """Another time, place or company. Those invited are told, so a new time or place needs a reason."""

    why = forms.CharField(
        label=_("Why is it moved?"),
        max_length=200,
        required=False,
        help_text=_("Needed for a new time or place. It stays in the case, and is sent to nobody."),
    )

    def __init__(self, *args, meeting: Meeting, **kwargs):
        self.row = self.meeting = meeting
        local = meeting.starts_at.astimezone(clock.COPENHAGEN)
        first = {name: self.stands(meeting, name) for name in ("lasts_minutes", "place", "online")}
        asked = [row.key for row in meeting.attendees.asked()]
        first |= {"day": local.date(), "time": local.time(), "led_by": meeting.led_by_id, "people": asked}
        super().__init__(*args, initial={"version": meeting.version, **first}, **kwargs)
        if not meeting.is_invited:
            del self.fields["why"]

    def stands(self, current: Meeting, name: str):
        """What the meeting says of a field by now."""
        local = current.starts_at.astimezone(clock.COPENHAGEN)
        if name == "led_by":
            return current.led_by_id
        if name == "people":
            return [row.key for row in current.attendees.asked()]
        return {"day": local.date(), "time": local.time(), "why": ""}.get(name) or getattr(current, name, "")

    def recorded_as(self, name: str) -> str:
        """Day and time are one moment."""
        return "starts_at" if name in ("day", "time") else name

    def clean(self):
        """An invited meeting is moved for a reason, and to a time to come."""
        data = super().clean() or self.cleaned_data
        if self.errors or not self.meeting.is_invited:
            return data
        moved = self.starts_at != self.meeting.starts_at
        if (moved or data["place"] != self.meeting.place) and not data.get("why", "").strip():
            self.add_error("why", _("Say why, in a few words. Those invited have planned their day."))
        if moved and self.starts_at <= clock.now():
            self.add_error("day", _("That has passed. Choose a time to come."))
        return data


class MeetingCancelForm(TidyForm, forms.Form):
    """Why it is cancelled."""

    why = forms.CharField(label=_("Why is it cancelled?"), max_length=200)


class MeetingHoldForm(TidyForm, forms.Form):
    """Who was there, of those asked."""

    present = forms.MultipleChoiceField(
        label=_("Who is there?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, people: list[Askable], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["present"].choices = [(one.key, one.label) for one in people]
