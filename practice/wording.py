"""Texts about the work that should hold no young person: a form that refuses a CPR number and asks about names."""

import re
from collections.abc import Collection

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.fields import TidyForm
from core.text import fold, holds_personal_number

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_STARTS_SENTENCE = re.compile(r"(?:^|[.!?:;\n\"“„(–-])\s*$")
# Words with a capital that are no names. I is not among them: a word of capitals alone is none anyhow.
_NO_NAMES = {"de", "dem", "deres", "danmark", "dansk"}


def gives_away(text: str, known: Collection[str] = ()) -> list[str]:
    """The words of a text that look like somebody's name: those of ``known`` people, and capitals inside a sentence."""
    names = {fold(part) for name in known for part in name.split() if len(part) > 2}
    found = []
    for place in _WORD.finditer(text):
        word, before = place.group(), text[: place.start()]
        inside = word[0].isupper() and not word.isupper() and not _STARTS_SENTENCE.search(before)
        is_name = inside and fold(word) not in _NO_NAMES
        if (is_name or fold(word) in names) and word not in found:
            found.append(word)
    return found


def names_in(text: str, *, people=(), colleagues=()) -> list[str]:
    """The words that look like somebody's name. Those of ``people`` are found wherever they stand; those of
    ``colleagues``, who may be named, are none.
    """
    may_stand = {fold(part) for name in colleagues for part in name.split()}
    asked_about = {fold(part) for name in people for part in name.split()}
    found = gives_away(text, people)
    return [word for word in found if fold(word) in asked_about or fold(word) not in may_stand]


def without_number(text: str) -> None:
    """Raise for a text with a CPR number in it; a field's validator."""
    if holds_personal_number(text):
        raise ValidationError(_("There is a CPR number in it. Take it out."))


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

    @property
    def asks(self) -> bool:
        """Whether its writer is to look at a word once more."""
        return bool(self.names)

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
