"""Who takes over, and what of it."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from cases.guides.fields import carrier_label
from core import clock
from core.idempotency import SubmitKeyForm
from core.ordering import Danish
from partners.directory.autocomplete import name_of
from partners.models import Contact

NOBODY = "ingen"
# Each line is an act of its own with its own rows on the trail: so many fit into one request.
MOST = 200


class TakeoverForm(SubmitKeyForm):
    """Which lines go to whom, and why. Nothing is chosen beforehand."""

    scope = forms.ChoiceField(
        label=gettext_lazy("Which"),
        choices=[("", gettext_lazy("Those I tick below")), ("alle", gettext_lazy("All of them"))],
        required=False,
        widget=forms.RadioSelect,
        initial="",
    )
    to = forms.ChoiceField(label=gettext_lazy("Who takes over?"))
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=200)
    lines = forms.MultipleChoiceField(required=False)

    def __init__(self, *args, lines, successors, nobody: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.found = {line.key: line for line in lines}
        self.fields["lines"].choices = [(key, key) for key in self.found]
        self.successors = {str(one.pk): one for one in successors}
        named = [(pk, self.label(one)) for pk, one in self.successors.items()]
        self.fields["to"].choices = [("", _("Choose")), *named, (NOBODY, nobody)]

    @staticmethod
    def label(one) -> str:
        """A guide with how many open cases they have; a contact with the partner."""
        return carrier_label(one) if isinstance(one, User) else f"{one.partner.name}: {name_of(one)}"

    def clean(self):
        """At least one line, unless it is all of them; and none that somebody else has given on meanwhile."""
        data = super().clean()
        if self.errors.pop("lines", None):
            words = _("Some of what you chose is given on by now. Look at what is left, and choose again.")
            self.add_error(None, words)
            return data
        if not data.get("scope") and not data.get("lines"):
            self.add_error(None, _("Tick at least one line, or choose all of them."))
        return data

    @property
    def chosen(self) -> list:
        """The lines that are given over."""
        wanted = self.found if self.cleaned_data.get("scope") else self.cleaned_data.get("lines", ())
        return [line for key, line in self.found.items() if key in wanted]

    @property
    def successor(self) -> User | Contact | None:
        """Who takes over; None for nobody."""
        return self.successors.get(self.cleaned_data["to"])


def contacts_of(unit_id: int, *, first=None):
    """Everybody at a partner in use who may be given something, those of the partner ``first`` before the others."""
    rows = Contact.objects.staying(clock.today()).filter(partner__unit=unit_id, partner__merged_into=None)
    rows = list(rows.select_related("partner__category").order_by("partner__sort_name", Danish("name"), "pk"))
    return sorted(rows, key=lambda one: one.partner_id != first)
