"""Forms of the plan. Choices of a move come from MOVES; nothing here is bound that a user may not set."""

from datetime import date

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.idempotency import SubmitKeyForm
from core.picking import HITS, PickField
from partners import picking
from partners.models import Contact
from plans.models import Destination, Goal, Milestone, MilestoneStatus, Outcome, Plan


def day_input() -> forms.DateInput:
    """The browser's own date field."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)


class DayField(forms.DateField):
    """A day that somebody who is young now may meet; the year 0206 is a slip of the finger."""

    widget = day_input()

    def validate(self, value):
        """Within FIRST_DAY and LAST_DAY."""
        super().validate(value)
        if value and not FIRST_DAY <= value <= LAST_DAY:
            raise forms.ValidationError(_("Look at the year once more."))


def _text(field: forms.Field, rows: int, placeholder="") -> None:
    field.widget = forms.Textarea(attrs={"rows": rows, "placeholder": placeholder})


class VersionForm(forms.Form):
    """Mix-in: carries the version that the user read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class UntouchedModelForm(forms.ModelForm):
    """A model form that leaves its instance alone: the verb sets it, so that a conflict still knows what stood there."""

    def _post_clean(self):
        """Nothing: no instance is built."""

    @property
    def values(self) -> dict:
        """What the verb is to write."""
        return {name: self.cleaned_data[name] for name in self._meta.fields}


class PlanEditForm(VersionForm, UntouchedModelForm):
    """Dream, and destination or one small step."""

    class Meta:
        model = Plan
        fields = ("dream", "destination", "destination_note", "small_step")
        help_texts = {
            "dream": _("In the young person's own words. Write what was said, not what we would call it."),
            "destination": _("Leave it empty while it is not known."),
            "destination_note": _("E.g. which school, which trade, which place."),
            "small_step": _("When the destination is not known yet: what can be done now?"),
        }
        labels = {"dream": _("My dream of the good life")}

    def __init__(self, *args, instance: Plan, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.fields["version"].initial = instance.version
        _text(self.fields["dream"], 4)
        self.fields["destination"].queryset = Destination.objects.filter(
            Q(is_active=True) | Q(pk=instance.destination_id)
        )
        self.fields["destination"].empty_label = _("Not known yet")


class GoalForm(SubmitKeyForm, UntouchedModelForm):
    """A goal that some of the milestones are for."""

    class Meta:
        model = Goal
        fields = ("text",)
        help_texts = {"text": _("What should be different? One line.")}


class GoalEditForm(VersionForm, UntouchedModelForm):
    """A goal's words, or leaving it behind."""

    class Meta:
        model = Goal
        fields = ("text", "is_dropped")
        labels = {"is_dropped": _("We no longer work toward this")}


class MilestoneForm(SubmitKeyForm, UntouchedModelForm):
    """A milestone in two voices. With an instance it edits: then it needs the version, and a reason for a later day."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    reason = forms.CharField(
        label=_("Why another day?"),
        max_length=200,
        required=False,
        help_text=_("Needed when the day is moved to later."),
    )

    contact = PickField(
        label=_("Contact at the partner"),
        required=False,
        search=picking.contacts,
        lookup="partners:pick_contact",
        label_of=picking.contact_label,
    )

    class Meta:
        model = Milestone
        fields = (
            "own_words",
            "professional",
            "goal",
            "outlook",
            "insight",
            "competence",
            "responsible",
            "contact",
            "start_on",
            "due_on",
        )
        widgets = {"start_on": day_input(), "due_on": day_input(), "responsible": forms.RadioSelect}
        field_classes = {"start_on": DayField, "due_on": DayField}
        help_texts = {
            "own_words": _("As the young person says it, beginning with “I”."),
            "professional": _("For colleagues and partners. May stay empty."),
            "start_on": _("May stay empty."),
        }

    def __init__(self, *args, plan: Plan, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.case = case
        self.old_due_on = self.instance.due_on
        self.instance.plan = plan
        self.fields["goal"].queryset = plan.goals.filter(Q(is_dropped=False) | Q(pk=self.instance.goal_id))
        self.fields["goal"].empty_label = _("No particular goal")
        self.fields["responsible"].choices = Milestone.Responsible.choices
        self.fields["contact"].queryset = self._contacts()
        self.fields["contact"].suggest(self._nearby())
        if self.instance._state.adding:
            del self.fields["reason"], self.fields["version"]
        else:
            del self.fields["submit_key"]
            if not self.old_due_on:
                del self.fields["reason"]
            self.fields["version"].initial = self.instance.version
            self.fields["version"].required = True

    def _contacts(self):
        here = Q(until_on=None) | Q(until_on__gte=clock.today())
        in_directory = Q(
            partner__unit_id=self.case.unit_id, partner__merged_into=None, partner__is_active=True
        )
        return (
            Contact.objects.filter((here & in_directory) | Q(pk=self.instance.contact_id))
            .select_related("partner")
            .order_by("partner__sort_name", "name")
        )

    def _nearby(self) -> list[int]:
        """Contacts at the partners around the young person, who are the likeliest."""
        around = self.case.participations.current().holding(clock.today()).order_by().values("partner_id")
        rows = self._contacts().filter(partner_id__in=around)
        return list(rows.values_list("pk", flat=True)[:HITS])

    def clean(self):
        """A partner is named; who is not a partner needs none; a later day has a reason."""
        data = super().clean()
        if data.get("responsible") != Milestone.Responsible.PARTNER:
            data["contact"] = None
        elif not data.get("contact") and "contact" not in self.errors:
            self.add_error("contact", _("Name the contact at the partner who does it."))
        start, due = data.get("start_on"), data.get("due_on")
        if start and due and due < start:
            self.add_error("due_on", _("It is to be done before it starts."))
        old = self.old_due_on
        later = old and self.instance.is_open and (due is None or due > old)
        if later and "reason" in self.fields and not data.get("reason", "").strip():
            self.add_error("reason", _("Say why, in a few words."))
        return data


class MilestoneMoveForm(forms.Form):
    """Move a milestone. The choices are what MOVES allows from where it stands, and where it stands (sent twice)."""

    status = forms.ChoiceField(label=_("Move to"))
    on = DayField(label=_("On"), required=False)
    reason = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args, milestone: Milestone, **kwargs):
        super().__init__(*args, **kwargs)
        here = MilestoneStatus(milestone.status)
        self.fields["status"].choices = [(s.value, s.label) for s in (*milestone.moves, here)]

    def clean_on(self):
        """Nothing is reached on a day that has not come."""
        on = self.cleaned_data["on"]
        if on and on > clock.today():
            raise forms.ValidationError(_("That day has not come yet."))
        return on


class MilestonePostponeForm(VersionForm):
    """Another day, and why."""

    due_on = DayField(label=_("New day"))
    reason = forms.CharField(label=_("Why?"), max_length=200, required=False)

    def __init__(self, *args, milestone: Milestone | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.milestone = milestone
        if milestone is not None:
            self.fields["version"].initial = milestone.version
            self.fields["due_on"].initial = milestone.due_on

    def clean(self):
        """A later day has a reason, and no day lies before the start."""
        data = super().clean()
        due, old, start = data.get("due_on"), self.milestone.due_on, self.milestone.start_on
        if due and start and due < start:
            self.add_error("due_on", _("It is to be done before it starts."))
        if due and old and due > old and not data.get("reason", "").strip():
            self.add_error("reason", _("Say why, in a few words."))
        return data


class OutcomeForm(SubmitKeyForm, UntouchedModelForm):
    """A destination that was reached."""

    class Meta:
        model = Outcome
        fields = ("destination", "started_on", "evidence")
        widgets = {"started_on": day_input()}
        field_classes = {"started_on": DayField}
        help_texts = {"evidence": _("E.g. the letter of admission was seen, or the school confirmed it.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["destination"].queryset = Destination.objects.filter(is_active=True)
        self.fields["destination"].empty_label = _("Choose")

    def clean_started_on(self):
        """It has begun."""
        day = self.cleaned_data["started_on"]
        if day > clock.today():
            raise forms.ValidationError(_("That day has not come yet."))
        return day


class OutcomeEndForm(forms.Form):
    """The last day of a destination that did not last, or came to its end."""

    ended_on = DayField(label=_("Last day"))

    def __init__(self, *args, outcome: Outcome, **kwargs):
        super().__init__(*args, **kwargs)
        self.outcome = outcome

    def clean_ended_on(self):
        """Between the start and today."""
        day = self.cleaned_data["ended_on"]
        if day < self.outcome.started_on:
            raise forms.ValidationError(_("It ended before it started."))
        if day > clock.today():
            raise forms.ValidationError(_("That day has not come yet."))
        return day


class DestinationForm(forms.ModelForm):
    """A destination, and whether the unit counts it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    class Meta:
        model = Destination
        fields = (
            "name_da",
            "name_en",
            "code",
            "group",
            "counts_as_positive",
            "sustained_days",
            "source",
            "position",
            "is_active",
        )
        labels = {"position": _("Place in the list"), "code": _("Code")}
        help_texts = {
            "counts_as_positive": _(
                "There is no national definition: this is the municipality's own decision."
            ),
            "sustained_days": _(
                "How many days it must have lasted before it counts as held. 91 is three months."
            ),
            "source": _("Who decided it, and when."),
            "is_active": _("Take it out of use instead of deleting it: plans and reports still name it."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"] = forms.ChoiceField(label=_("Group"), choices=GROUPS.items())
        if self.instance.pk:
            del self.fields["code"]  # imports and reports know it by its code
            self.fields["version"].initial = self.instance.version
        if self.instance.group and self.instance.group not in GROUPS:
            self.fields["group"].choices = [*GROUPS.items(), (self.instance.group, self.instance.group)]


GROUPS = {
    "education": _("Education"),
    "preparatory": _("Preparatory"),
    "employment": _("Work"),
    "active_measure": _("Active measure"),
    "clarifying": _("Clarification and treatment"),
    "other": _("Other"),
    "exit": _("Left the unit"),
    "none": _("None"),
}
