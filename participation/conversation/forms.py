"""The form of a remark."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.fields import PastDayField
from core.idempotency import SubmitKeyForm
from participation.conversation.models import How, Voice

# What they write on their own page is written there.
TOLD = [choice for choice in How.choices if choice[0] != How.PAGE]


class RemarkForm(SubmitKeyForm):
    """Whose words, how they were said, and what."""

    voice = forms.ChoiceField(label=_("Whose words?"), widget=forms.RadioSelect, initial=Voice.STAFF)
    how = forms.ChoiceField(
        label=_("How did they say it?"),
        choices=TOLD,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Only for what the young person said."),
    )
    text = forms.CharField(
        label=_("What is said"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Short, and so that the young person can read it. Both views stand; nobody's is put right."
        ),
    )
    said_on = PastDayField(label=_("Said on"))

    def __init__(self, *args, name: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["voice"].choices = [
            (Voice.STAFF.value, _("I say it, as a professional")),
            (Voice.YOUTH.value, _("%(name)s said it to me") % {"name": name}),
        ]
        self.fields["said_on"].initial = clock.today

    def clean(self):
        """Words of theirs say how; a professional's do not."""
        data = super().clean()
        if data.get("voice") == Voice.YOUTH and not data.get("how") and "how" not in self.errors:
            self.add_error("how", _("Say how the young person said it."))
        if data.get("voice") == Voice.STAFF:
            data["how"] = ""
        return data

    @property
    def values(self) -> dict:
        """What the action asks for."""
        data = self.cleaned_data
        return {"text": data["text"], "voice": data["voice"], "how": data["how"], "on": data["said_on"]}
