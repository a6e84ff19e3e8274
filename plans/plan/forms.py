"""Forms of the plan itself: dream and destination, goals, destinations reached, and the table of destinations."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.fields import DayField, PastDayField, TidyForm, date_input, not_in_the_future
from core.idempotency import SubmitKeyForm
from core.versions import UntouchedModelForm, VersionedForm
from plans.plan import actions
from plans.plan.choices import NOT_ASKED, STANDING_GOALS, WITH_THEM, GoalStatus, TookPart
from plans.plan.models import Destination, Goal, Outcome, Plan
from plans.plan.tags import TAGS
from plans.plan.templates import PartTemplate
from plans.plan.topics import PART_CHOICES


def _text(field: forms.Field, rows: int, placeholder="") -> None:
    field.widget = forms.Textarea(attrs={"rows": rows, "placeholder": placeholder})


class TopicsForm(UntouchedModelForm):
    """A part of a plan with what it tells of. What its words propose is ticked beforehand; to save is to confirm.

    What only the words now typed would propose was on no screen: it waits until somebody has seen it.
    """

    topics = forms.MultipleChoiceField(
        label=_("What does it tell of?"),
        choices=PART_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A partner is told it only when a consent, or another basis, covers all that is ticked."),
    )

    # The topics that were ticked as the form was opened.
    topics_seen = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)

    unseen = ("topics",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["topics"] = self.instance.likely_topics
        self.initial["topics_seen"] = " ".join(self.instance.likely_topics)

    @property
    def values(self) -> dict:
        """What is to be written, with what was proposed and is not ticked."""
        data = self.cleaned_data
        answers = self.instance.answers(data.get("topics", ()), seen=data.get("topics_seen", "").split())
        return super().values | answers


class TookPartForm(TidyForm, forms.Form):
    """Mix-in: whether the young person took part in the change."""

    took_part = forms.ChoiceField(
        label=_("Did the young person take part in the change?"),
        choices=[choice for choice in TookPart.choices if choice[0] not in NOT_ASKED],
        initial=TookPart.UNKNOWN,
        required=False,
        widget=forms.RadioSelect,
    )

    @property
    def part(self) -> str:
        """What was answered; not to answer is not to know."""
        return self.cleaned_data.get("took_part") or TookPart.UNKNOWN


class OwnWordsForm(TookPartForm):
    """Mix-in: a young person's own words (``own``) change only with them, and a form that changes them asks how.

    Words that a professional would put there without them are moved to ``beside``, where professionals write.
    """

    own = beside = ""

    def clean(self):
        """Own words as they stood, or how the new ones were said."""
        data = super().clean()
        row, mine = self.instance, data.get(self.own, "")
        if self.own not in data or row._state.adding or mine == getattr(row, self.own):
            return data
        without = self.part == TookPart.NO
        if self.part not in WITH_THEM:
            self.add_error("took_part", actions.not_without_them())
            if without and self.beside and not data.get(self.beside):
                self._put_beside(mine)
        return data

    def _put_beside(self, mine: str) -> None:
        self.data = self.data.copy()
        self.data[self.add_prefix(self.beside)] = mine
        self.data[self.add_prefix(self.own)] = getattr(self.instance, self.own)
        self.add_error(
            self.beside, _("Your words are moved here. Save again if they are to stand beside theirs.")
        )


class PlanEditForm(VersionedForm, OwnWordsForm, TopicsForm):
    """Dream, and destination or one small step."""

    own = "dream"

    class Meta:
        model = Plan
        fields = ("dream", "destination", "destination_note", "small_step", "topics")
        help_texts = {
            "dream": _("In the young person's own words. Write what was said, not what we would call it."),
            "destination": _("Leave it empty while it is not known."),
            "destination_note": _("E.g. which school, which trade, which place."),
            "small_step": _("When the destination is not known yet: what can be done now?"),
        }
        labels = {"dream": _("My dream of the good life")}

    def __init__(self, *args, instance: Plan, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        _text(self.fields["dream"], 4)
        self.fields["destination"].queryset = Destination.objects.filter(
            Q(is_active=True) | Q(pk=instance.destination_id)
        )
        self.fields["destination"].empty_label = _("Not known yet")


GOAL_FIELDS = ("text", "professional", *TAGS, "topics")


class GoalForm(SubmitKeyForm, TookPartForm, TopicsForm):
    """A goal that some of the milestones are for, now or later."""

    status = forms.ChoiceField(
        label=_("When do we work for it?"),
        choices=[(status.value, status.label) for status in STANDING_GOALS],
        initial=GoalStatus.NOW,
        required=False,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Goal
        fields = GOAL_FIELDS
        help_texts = {
            "text": _("What should be different? One line."),
            "professional": _("For colleagues and partners. May stay empty."),
        }

    @property
    def values(self) -> dict:
        """What is to be written."""
        return super().values | {"status": self.cleaned_data.get("status") or GoalStatus.NOW}


class GoalEditForm(VersionedForm, OwnWordsForm, TopicsForm):
    """A goal's words and tags."""

    own, beside = "text", "professional"

    class Meta(GoalForm.Meta):
        pass


class GoalMoveForm(TookPartForm):
    """Where a goal goes from here. The choices are what GOAL_MOVES allows, and ``version`` is what its writer saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    status = forms.ChoiceField(label=_("What happens to the goal?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why?"), max_length=200, required=False, help_text=_("Needed to remove a goal.")
    )
    on = PastDayField(label=_("On"), required=False, help_text=_("Empty is today."))

    field_order = ("status", "reason", "on", "took_part")

    def __init__(self, *args, goal: Goal, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = goal.version
        self.fields["status"].choices = goal.buttons

    def clean(self):
        """To remove it needs a reason."""
        data = super().clean()
        if data.get("status") == GoalStatus.REMOVED and not data.get("reason", "").strip():
            self.add_error("reason", _("Say why the goal is removed."))
        return data


class OutcomeForm(SubmitKeyForm, UntouchedModelForm):
    """A destination that was reached."""

    class Meta:
        model = Outcome
        fields = ("destination", "started_on", "evidence")
        widgets = {"started_on": date_input()}
        field_classes = {"started_on": DayField}
        help_texts = {"evidence": _("E.g. the letter of admission was seen, or the school confirmed it.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["destination"].queryset = Destination.objects.filter(is_active=True)
        self.fields["destination"].empty_label = _("Choose")

    def clean_started_on(self):
        """It has begun."""
        day = self.cleaned_data["started_on"]
        not_in_the_future(day)
        return day


class OutcomeEndForm(TidyForm, forms.Form):
    """The last day of a destination that did not last, or came to its end."""

    ended_on = PastDayField(label=_("Last day"))

    def __init__(self, *args, outcome: Outcome, **kwargs):
        super().__init__(*args, **kwargs)
        self.outcome = outcome

    def clean_ended_on(self):
        """Between the start and today."""
        day = self.cleaned_data["ended_on"]
        if day < self.outcome.started_on:
            raise forms.ValidationError(_("It ended before it started."))
        return day


class PartTemplateForm(VersionedForm, UntouchedModelForm):
    """A goal or a milestone to begin from."""

    topics = forms.MultipleChoiceField(
        label=_("What does it tell of?"),
        choices=PART_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = PartTemplate
        fields = (
            "kind",
            "own_words",
            "professional",
            "outlook",
            "insight",
            "competence",
            "days",
            "topics",
            "is_active",
        )
        widgets = {"kind": forms.RadioSelect}
        help_texts = {
            "own_words": _("As a young person would say it, beginning with “I”. No names."),
            "days": _("From the day it is put into a plan. May stay empty."),
            "is_active": _("Take it out of use instead of deleting it."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = PartTemplate.Kind.choices


class DestinationForm(VersionedForm, UntouchedModelForm):
    """A destination, and whether the unit counts it."""

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
