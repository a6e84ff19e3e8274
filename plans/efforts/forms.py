"""Forms of efforts: what it is, and how it ended."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.fields import DayField, PastDayField, date_input
from core.idempotency import SubmitKeyForm
from core.versions import UntouchedModelForm, VersionedForm
from plans.efforts.choices import Contribution, Place
from plans.efforts.models import Effort, EffortKind, EffortLaw
from plans.plan.forms import OwnWordsForm, TopicsForm
from plans.plan.models import Plan
from plans.plan.responsible import ResponsibleForm


class EffortForm(ResponsibleForm, VersionedForm, SubmitKeyForm, TopicsForm):
    """An effort. With an instance it edits: then it needs the version."""

    unnamed = _("Name the contact at the partner who is responsible.")

    class Meta:
        model = Effort
        fields = (
            "name",
            "kind",
            "law",
            "responsible",
            "contact",
            "approach",
            "demands",
            "place",
            "from_on",
            "until_on",
            "hours_per_week",
            "milestones",
            "topics",
        )
        widgets = {
            "responsible": forms.RadioSelect,
            "place": forms.RadioSelect,
            "milestones": forms.CheckboxSelectMultiple,
        }
        field_classes = {"from_on": DayField, "until_on": DayField}
        help_texts = {
            "name": _("E.g. Workshop course, internship at the garage, talks with a mentor."),
            "law": _("May stay empty."),
            "until_on": _("May stay empty while nobody knows."),
            "approach": _("How is the young person met there?"),
            "demands": _("What weighs most there?"),
            "milestones": _("Which steps of the plan does it help with?"),
        }

    def __init__(self, *args, plan: Plan, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.case, self.instance.plan = case, plan
        self._in_use("kind", EffortKind, self.instance.kind_id)
        self._in_use("law", EffortLaw, self.instance.law_id)
        self.fields["law"].empty_label = _("Not said")
        for name in ("approach", "demands"):
            self.fields[name].choices = [("", _("Not agreed yet")), *Effort._meta.get_field(name).choices]
        for name in ("from_on", "until_on"):
            self.fields[name].widget = date_input()
        for name in ("responsible", "place"):
            self.fields[name].choices = Effort._meta.get_field(name).choices
        served = Q(
            pk__in=Effort.milestones.through.objects.filter(effort=self.instance.pk).values("milestone")
        )
        self.fields["milestones"].queryset = plan.milestones.filter(~Q(status="dropped") | served)
        self.offer_contacts(case)
        if not self.instance._state.adding:
            del self.fields["submit_key"]

    def _in_use(self, name: str, model, chosen) -> None:
        self.fields[name].queryset = model.objects.filter(Q(is_active=True) | Q(pk=chosen))
        self.fields[name].empty_label = _("Choose")

    def clean(self):
        """It ends after it begins."""
        data = super().clean()
        begins, ends = data.get("from_on"), data.get("until_on")
        if begins and ends and ends < begins:
            self.add_error("until_on", _("It ends before it begins."))
        return data

    @property
    def says_more(self) -> bool:
        """Whether anything stands in what is folded away, or is wrong there: then it is open."""
        chosen = any(self[name].value() for name in ("law", "hours_per_week", "approach", "demands"))
        wrong = self.errors.keys() & {"law", "hours_per_week", "place", "approach", "demands"}
        return chosen or bool(wrong) or self["place"].value() != Place.ON_SITE

    @property
    def served(self):
        """The milestones it serves."""
        return self.cleaned_data["milestones"]

    @property
    def values(self) -> dict:
        """The effort's own columns; the milestones lie apart."""
        return {name: value for name, value in super().values.items() if name != "milestones"}


class JudgeForm(VersionedForm, UntouchedModelForm):
    """What an effort contributed to the destination: the same yardstick for all."""

    contribution = forms.ChoiceField(
        label=_("What did it contribute on the way to the destination?"),
        choices=Contribution.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what it contributed.")},
    )

    class Meta:
        model = Effort
        fields = ("contribution", "contribution_words", "youth_words")
        widgets = {
            "contribution_words": forms.Textarea(attrs={"rows": 3}),
            "youth_words": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {
            "contribution_words": _("How do you see that?"),
            "youth_words": _("What does the young person say?"),
        }
        help_texts = {
            "contribution_words": _(
                "E.g. came every day, found out that it is not the trade. May stay empty."
            ),
            "youth_words": _("In the young person's own words. Partners do not see it."),
        }

    def _post_clean(self):
        """The action asks the rest."""

    @property
    def edited(self):
        """The row as it stands: this form writes through its action."""
        return self.instance

    @property
    def said(self) -> dict:
        """What the action is told."""
        return {"expected_version": self.expected, **self.values}


class JudgeAnewForm(OwnWordsForm, JudgeForm):
    """What it contributed, said anew; what the young person says of it changes only with them."""

    own = "youth_words"

    @property
    def said(self) -> dict:
        """What the action is told, and how the young person said it."""
        return super().said | {"took_part": self.part}


class EndForm(JudgeForm):
    """The last day of an effort, and what it contributed."""

    ended_on = PastDayField(label=_("Last day"))

    class Meta(JudgeForm.Meta):
        fields = ("ended_on", *JudgeForm.Meta.fields)

    field_order = ("ended_on", "break_reason", "contribution", "contribution_words", "youth_words")

    def __init__(self, *args, instance: Effort, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        today = clock.today()
        self.initial["ended_on"] = instance.ended_on or min(instance.until_on or today, today)

    def clean_ended_on(self):
        """It began first."""
        day = self.cleaned_data["ended_on"]
        if day < self.instance.from_on:
            raise forms.ValidationError(_("It ended before it began."))
        return day


class BreakOffForm(EndForm):
    """The last day of an effort that is broken off, why, and what it contributed; nothing, when it never began."""

    break_reason = forms.CharField(
        label=_("Why was it broken off?"),
        max_length=200,
        help_text=_("E.g. moved, fell ill, the place closed, it was the wrong place."),
    )

    class Meta(EndForm.Meta):
        fields = ("break_reason", *EndForm.Meta.fields)

    def __init__(self, *args, instance: Effort, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.never_began = instance.from_on > clock.today()
        if self.never_began:
            for name in ("contribution", "contribution_words"):
                del self.fields[name]
        else:
            self.fields["contribution"].required = False

    def clean_ended_on(self):
        """It may have ended before it began."""
        return self.cleaned_data["ended_on"]

    def clean(self):
        """What it contributed is said, when it began at all."""
        data = super().clean()
        day, begun = data.get("ended_on"), self.instance.from_on
        asked = "contribution" in self.fields and day is not None and day >= begun
        if asked and not data.get("contribution") and "contribution" not in self.errors:
            self.add_error("contribution", _("Say what it contributed."))
        return data


class EffortKindForm(VersionedForm, UntouchedModelForm):
    """A kind of effort."""

    class Meta:
        model = EffortKind
        fields = ("name_da", "name_en", "tells_of", "position", "is_active")
        help_texts = {
            "tells_of": _(
                "Proposed on each effort of the kind: no partner is told it until a guide has looked."
            ),
            "is_active": _("Efforts that already have it keep it."),
        }


class EffortLawForm(VersionedForm, UntouchedModelForm):
    """A law that efforts are given by."""

    class Meta:
        model = EffortLaw
        fields = ("name_da", "name_en", "source", "tells_of", "position", "is_active")
        help_texts = {
            "source": _("The number of the law in force, the paragraph you use, and who says so."),
            "tells_of": _(
                "Proposed on each effort under it: no partner is told it until a guide has looked."
            ),
            "is_active": _("Efforts that already have it keep it."),
        }
