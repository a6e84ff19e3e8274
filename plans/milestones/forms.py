"""Forms of milestones. Choices of a move come from MOVES."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.fields import DayField, PastDayField, TidyForm, date_input
from core.idempotency import SubmitKeyForm
from core.versions import VersionedForm
from plans.milestones.choices import MilestoneStatus
from plans.milestones.models import Milestone
from plans.plan.choices import STANDING_GOALS
from plans.plan.forms import OwnWordsForm, TopicsForm
from plans.plan.models import Plan
from plans.plan.responsible import ResponsibleForm


class MilestoneForm(ResponsibleForm, VersionedForm, SubmitKeyForm, OwnWordsForm, TopicsForm):
    """A milestone in two voices. With an instance it edits: then it needs the version, and a reason for a later day."""

    own, beside = "own_words", "professional"

    reason = forms.CharField(
        label=_("Why another day?"),
        max_length=200,
        required=False,
        help_text=_("Needed when the day is moved to later."),
    )

    unnamed = _("Name the contact at the partner who does it.")

    class Meta:
        model = Milestone
        fields = (
            "own_words",
            "professional",
            "goal",
            "outlook",
            "insight",
            "competence",
            "topics",
            "responsible",
            "contact",
            "start_on",
            "due_on",
        )
        widgets = {"start_on": date_input(), "due_on": date_input(), "responsible": forms.RadioSelect}
        field_classes = {"start_on": DayField, "due_on": DayField}
        help_texts = {
            "own_words": _("As the young person says it, beginning with “I”."),
            "professional": _("For colleagues and partners. May stay empty."),
            "start_on": _("May stay empty."),
        }

    def __init__(self, *args, plan: Plan, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["own_words"].widget.attrs["autofocus"] = True
        self.case = case
        self.old_due_on = self.instance.due_on
        self.instance.plan = plan
        self.fields["goal"].queryset = plan.goals.filter(
            Q(status__in=STANDING_GOALS) | Q(pk=self.instance.goal_id)
        )
        self.fields["goal"].empty_label = _("No particular goal")
        self.fields["responsible"].choices = Milestone.Responsible.choices
        self.offer_contacts(case)
        if self.instance._state.adding:
            del self.fields["reason"]
        else:
            del self.fields["submit_key"]
            if not self.old_due_on:
                del self.fields["reason"]

    def clean(self):
        """It is done after it starts, and not before the case; a later day has a reason."""
        data = super().clean()
        start, due = data.get("start_on"), data.get("due_on")
        if start and due and due < start:
            self.add_error("due_on", _("It is to be done before it starts."))
        old = self.old_due_on
        for name in ("start_on", "due_on"):
            if name in self.changed_data and data.get(name) and data[name] < self.case.opened_on:
                self.add_error(name, _("The case was opened later than that."))
        later = old and self.instance.is_open and (due is None or due > old)
        if later and "reason" in self.fields and not data.get("reason", "").strip():
            self.add_error("reason", _("Say why, in a few words."))
        return data


class MilestoneMoveForm(TidyForm, forms.Form):
    """Move a milestone. The choices are what MOVES allows from where it stands, and where it stands (sent twice)."""

    status = forms.ChoiceField(label=_("Move to"))
    on = PastDayField(label=_("On"), required=False)
    reason = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args, milestone: Milestone, **kwargs):
        super().__init__(*args, **kwargs)
        here = MilestoneStatus(milestone.status)
        self.fields["status"].choices = [(s.value, s.label) for s in (*milestone.moves, here)]

    def clean(self):
        """That it cannot be done yet needs a reason."""
        data = super().clean()
        if data.get("status") == MilestoneStatus.CANNOT_YET and not data.get("reason", "").strip():
            self.add_error("reason", _("Say why it cannot be done yet."))
        return data


class CannotYetForm(TidyForm, forms.Form):
    """Why it cannot be done yet."""

    reason = forms.CharField(
        label=_("Why can it not be done yet?"),
        max_length=200,
        help_text=_("For example: the school begins in August. We ask again in a month."),
    )


class MilestonePostponeForm(VersionedForm):
    """Another day, and why."""

    due_on = DayField(label=_("New day"))
    reason = forms.CharField(label=_("Why?"), max_length=200, required=False)

    def __init__(self, *args, milestone: Milestone | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = self.milestone = milestone
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
