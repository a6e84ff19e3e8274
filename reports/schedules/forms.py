"""What a leader decides about one kind of report."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from core import clock
from core.fields import DayField
from core.versions import UntouchedModelForm, VersionedForm
from reports.schedules.models import Schedule, What
from reports.schedules.recipients import OWN

# A rhythm begins within so many days of today, before or after.
NEAR = 366


class ScheduleForm(VersionedForm, UntouchedModelForm):
    """Whether one kind of report is made, from when, how often, and who is told; only what can be decided of it."""

    from_on = DayField(label=_("From"), required=False)

    class Meta:
        model = Schedule
        fields = ["made", "every", "step", "from_on", "told", "told_outside"]
        labels = {
            "made": _("Is made by itself"),
            "every": _("A status for every"),
            "step": _("Weeks or months"),
            "told": _("Who is told by mail"),
            "told_outside": _("Also tell partners and young people that there is something new"),
        }
        help_texts = {
            "told": _("The mail holds no figure and no name. Everybody can choose otherwise for themselves."),
            "told_outside": _(
                "Partners see what a basis in force covers, young people what stands in their own plan. The message "
                "holds only a link. A text message to a young person costs as any other."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        what = self.instance.what
        if what == What.UNIT_MONTH:
            del self.fields["made"], self.fields["from_on"]
        if what == What.CASE:
            self.fields["every"].help_text = _(
                "Every 1 month goes with the month's reports. Any other rhythm counts from the day below."
            )
            self.fields["from_on"].help_text = _("The first status is made when the first stretch has ended.")
        else:
            del self.fields["every"], self.fields["step"], self.fields["told_outside"]
        if what not in (What.CASE, What.UNIT_MONTH):
            self.fields["from_on"].help_text = _(
                "Only periods that begin on this day or later. Empty: those that end from now on."
            )
        if what not in OWN:
            told = (Schedule.Told.NOBODY, Schedule.Told.LEADERS)
            self.fields["told"].choices = [(one.value, one.label) for one in told]

    def clean(self):
        """A rhythm of its own counts from a day that is near."""
        data = super().clean()
        if data.get("every") is None or not data.get("step"):
            return data
        of_its_own = (data["every"], data["step"]) != (1, Schedule.Step.MONTH)
        day = data.get("from_on")
        if of_its_own and day is None and "from_on" not in self.errors:
            self.add_error("from_on", _("From which day does the rhythm count?"))
        elif of_its_own and day and abs(day - clock.today()) > dt.timedelta(days=NEAR):
            self.add_error("from_on", _("Choose a day within a year from today."))
        return data
