"""Forms of milestones. Choices of a move come from MOVES."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.autocomplete import HITS, AutocompleteField
from core.fields import DayField, TidyForm, date_input, not_in_the_future
from core.idempotency import SubmitKeyForm
from core.ordering import Danish
from core.versions import VersionedForm
from partners.directory import autocomplete
from partners.models import Contact
from plans.milestones.choices import MilestoneStatus
from plans.milestones.models import Milestone
from plans.plan.choices import STANDING_GOALS
from plans.plan.forms import OwnWordsForm, TopicsForm
from plans.plan.models import Plan


class MilestoneForm(VersionedForm, SubmitKeyForm, OwnWordsForm, TopicsForm):
    """A milestone in two voices. With an instance it edits: then it needs the version, and a reason for a later day."""

    own, beside = "own_words", "professional"

    reason = forms.CharField(
        label=_("Why another day?"),
        max_length=200,
        required=False,
        help_text=_("Needed when the day is moved to later."),
    )

    contact = AutocompleteField(
        label=_("Contact at the partner"),
        required=False,
        search=autocomplete.search_contacts,
        lookup="partners:pick_contact",
        label_of=autocomplete.contact_label,
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
        self.case = case
        self.old_due_on = self.instance.due_on
        self.instance.plan = plan
        self.fields["goal"].queryset = plan.goals.filter(
            Q(status__in=STANDING_GOALS) | Q(pk=self.instance.goal_id)
        )
        self.fields["goal"].empty_label = _("No particular goal")
        self.fields["responsible"].choices = Milestone.Responsible.choices
        self.fields["contact"].queryset = self._contacts()
        self.fields["contact"].suggest(self._nearby())
        if self.instance._state.adding:
            del self.fields["reason"]
        else:
            del self.fields["submit_key"]
            if not self.old_due_on:
                del self.fields["reason"]

    def _contacts(self):
        here = Q(until_on=None) | Q(until_on__gte=clock.today())
        in_directory = Q(
            partner__unit_id=self.case.unit_id, partner__merged_into=None, partner__is_active=True
        )
        return (
            Contact.objects.filter((here & in_directory) | Q(pk=self.instance.contact_id))
            .select_related("partner")
            .order_by("partner__sort_name", Danish("name"))
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

    def _post_clean(self):
        """The model has nothing to add to what a field is refused for already."""
        if not self.errors:
            super()._post_clean()


class MilestoneMoveForm(TidyForm, forms.Form):
    """Move a milestone. The choices are what MOVES allows from where it stands, and where it stands (sent twice)."""

    status = forms.ChoiceField(label=_("Move to"))
    on = DayField(label=_("On"), required=False, validators=[not_in_the_future])
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
