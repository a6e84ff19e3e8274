"""The forms of what the young person says."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.idempotency import SubmitKeyForm
from core.versions import VersionedForm
from meetings.models import AgendaItem
from plans.agreement.forms import LooksAgain
from plans.agreement.models import Agreement
from plans.models import Milestone, Plan
from portal.myacts.actions import own_words_of
from portal.myrights.seen import who


def text(label, rows: int = 4, most: int = 500, **more) -> forms.CharField:
    """A field for a few lines."""
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **more
    )


class CannotForm(SubmitKeyForm):
    """Why a step cannot be done yet."""

    reason = text(
        _("I cannot yet because …"), rows=3, most=Milestone._meta.get_field("cannot_because").max_length
    )


class PlanAnswerForm(LooksAgain, SubmitKeyForm):
    """Whether the plan is theirs. ``seen`` is what the plan said on the page."""

    answer = forms.ChoiceField(
        label=_("Is it your plan?"),
        choices=[
            (Agreement.Answer.YES.value, _("Yes, it is my plan")),
            (Agreement.Answer.NO.value, _("No, not as it stands")),
            (Agreement.Answer.COULD_NOT.value, _("I do not want to say now")),
        ],
        widget=forms.RadioSelect,
    )
    because = text(_("Why? You write this if you say no."), rows=3, required=False)
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput, required=False)

    def __init__(self, *args, standing, **kwargs):
        super().__init__(*args, **kwargs)
        self.standing = standing
        self.fields["seen"].initial = standing.content
        if not standing.can_be_agreed:
            self.fields["answer"].choices = self.fields["answer"].choices[1:]

    def clean(self):
        """A no says why."""
        data = super().clean()
        if data.get("answer") == Agreement.Answer.NO and not data.get("because", "").strip():
            self.add_error("because", _("Write why it is not your plan."))
        return data

    @property
    def values(self) -> dict:
        """What the action asks for."""
        return {name: self.cleaned_data[name] for name in ("answer", "because", "seen")}


class WordsForm(VersionedForm):
    """Their own words of one part of the plan."""

    words = text(_("Your words"), rows=3, most=200)

    def __init__(self, *args, part, case, **kwargs):
        self.row, self.column, self.case = part, own_words_of(part), case
        first = {"words": getattr(part, self.column), "version": part.version}
        super().__init__(*args, initial=first, **kwargs)
        if isinstance(part, Plan):
            self.fields["words"] = text(_("Your words"), rows=7, most=4_000, required=False)
        self.initial["opened"] = self.fingerprints

    def known_as(self, by, reader) -> str:
        """Their guide's name stands on their page; of others they read no more than of those who have looked."""
        return by.name if by.pk == self.case.guide_id else who(self.case, by)

    def recorded_as(self, name: str) -> str:
        """The column of their words."""
        return self.column

    def stands(self, current, name):
        """What the part says by now."""
        return getattr(current, self.column)


class SayForm(SubmitKeyForm):
    """What they say about a part of the plan, or about minutes."""

    text = text(_("What do you want to say?"))


class PointForm(SubmitKeyForm):
    """A point for a meeting, and what for."""

    title = text(_("What do you want to talk about?"), rows=2, most=200)
    purpose = forms.ChoiceField(
        label=_("What do you want?"),
        choices=[
            (AgendaItem.Purpose.DISCUSS.value, _("To talk about it")),
            (AgendaItem.Purpose.INFORM.value, _("To tell you something")),
            (AgendaItem.Purpose.DECIDE.value, _("To decide something")),
        ],
        initial=AgendaItem.Purpose.DISCUSS,
        widget=forms.RadioSelect,
    )
