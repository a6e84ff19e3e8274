"""Forms of ideas. Neither a key nor a draft goes with a proposal: both would remember who wrote it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User
from core.fields import TidyForm
from core.text import holds_personal_number
from practice.ideas.actions import LONGEST
from practice.ideas.models import Idea
from practice.wording import NamelessForm


class IdeaForm(NamelessForm):
    """What somebody proposes. A word that looks like a name is asked about once; a CPR number is refused."""

    watched = "text"

    text = forms.CharField(
        label=_("What could be better?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Write no names. Nobody can see who wrote it: no name and no day is kept, only the month."
        ),
    )

    def __init__(self, *args, unit: Unit, **kwargs):
        people = User.objects.filter(unit=unit).order_by().values_list("name", flat=True)
        super().__init__(*args, people=people, **kwargs)


class AnswerForm(TidyForm, forms.Form):
    """What the unit answers. ``version`` is the answer that its writer saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    status = forms.ChoiceField(label=_("What do we answer?"), widget=forms.RadioSelect)
    answer = forms.CharField(
        label=_("In words"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("To young people of 13: what do we do, and when? Needed for “not now”."),
    )

    def __init__(self, *args, idea: Idea, **kwargs):
        super().__init__(*args, **kwargs)
        answers = [choice for choice in Idea.Status.choices if choice[0] != Idea.Status.NEW]
        self.fields["status"].choices = answers
        self.fields["version"].initial = idea.version
        self.fields["status"].initial = idea.status if idea.is_answered else None
        self.fields["answer"].initial = idea.answer

    def clean(self):
        """Not now has a why, and nobody's CPR number stands in what young people read."""
        data = super().clean()
        if holds_personal_number(data.get("answer", "")):
            self.add_error("answer", _("There is a CPR number in it. Take it out."))
        if data.get("status") == Idea.Status.NOT_NOW and not data.get("answer"):
            self.add_error("answer", _("Say why not now."))
        return data
