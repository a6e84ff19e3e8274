"""Texts about the work that should hold no young person: a form that refuses a CPR number and asks about names."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import TidyForm
from core.text import fold, holds_personal_number
from practice.ideas.rules import gives_away


def names_in(text: str, *, people=(), colleagues=()) -> list[str]:
    """The words that look like somebody's name. Those of ``people`` are found wherever they stand; those of
    ``colleagues``, who may be named, are none.
    """
    may_stand = {fold(part) for name in colleagues for part in name.split()}
    asked_about = {fold(part) for name in people for part in name.split()}
    found = gives_away(text, people)
    return [word for word in found if fold(word) in asked_about or fold(word) not in may_stand]


class NamelessForm(TidyForm, forms.Form):
    """Mix-in: the field ``watched`` is refused with a CPR number in it, and asked about once for what looks like a
    name. Give it ``people`` and ``colleagues`` as `names_in` takes them.
    """

    watched = ""

    sure = forms.BooleanField(label=_("Nobody can be recognised in it"), required=False)

    def __init__(self, *args, people=(), colleagues=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.people, self.colleagues, self.names = list(people), list(colleagues), []
        if not self.is_bound:
            self.fields["sure"].widget = forms.HiddenInput()

    def clean(self):
        """Refuse a number, ask about what looks like a name."""
        data = super().clean()
        text = data.get(self.watched, "")
        if holds_personal_number(text):
            self.add_error(self.watched, _("There is a CPR number in it. Take it out."))
            text = ""
        self.names = names_in(text, people=self.people, colleagues=self.colleagues)
        if self.names and not data.get("sure"):
            words = _(
                "This looks like a name: %(names)s. Write without it, or say below that nobody is recognised."
            )
            self.add_error(self.watched, words % {"names": ", ".join(self.names)})
        if not self.names:
            self.fields["sure"].widget = forms.HiddenInput()
        return data
