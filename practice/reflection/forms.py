"""Holding an occasion, and writing at a station."""

import uuid
from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import clock
from core.fields import DayField, TidyForm, date_input
from core.idempotency import SubmitKeyForm
from core.text import holds_personal_number
from practice.reflection.actions import Asked
from practice.reflection.drafting import LONGEST
from practice.reflection.models import Prompt, Station
from practice.reflection.ready import ready_stations
from practice.reflection.rules import MOST_PEOPLE
from practice.wording import gives_away

LONGEST_OPEN = 92  # days; longer than a quarter is no occasion any more
OWN_STATIONS = 3
MOST_QUESTIONS = 8


class OccasionForm(SubmitKeyForm):
    """What is reflected on, when, at which stations, and whether who wrote is kept."""

    title = forms.CharField(
        label=_("What is it about?"),
        max_length=100,
        help_text=_("For example: Theme day on transitions, November 2026."),
    )
    from_on = DayField(label=_("First day"))
    until_on = DayField(
        label=_("Last day"), widget=date_input(), help_text=_("The same day for a theme day.")
    )
    ready = forms.MultipleChoiceField(
        label=_("Ready stations"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )
    with_names = forms.TypedChoiceField(
        label=_("Is it kept who wrote?"),
        choices=[
            ("", _("No: who wrote is not stored, and it is read when the occasion is over")),
            ("1", _("Yes: the name stands beside the text, and it can be read at once")),
        ],
        coerce=bool,
        empty_value=False,
        required=False,
        initial="",
        widget=forms.RadioSelect,
    )
    for_guests = forms.BooleanField(
        label=_("Guests may write too, without signing in"),
        required=False,
        help_text=_(
            "Whoever has the QR code can write while the occasion is open. They never read anything."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ready"].choices = [(key, row["name"]) for key, row in ready_stations().items()]
        self.fields["from_on"].initial = self.fields["until_on"].initial = clock.today
        for number in range(1, OWN_STATIONS + 1):
            self.fields[f"own_{number}"] = forms.CharField(
                label=_("Own station %(number)d: its name") % {"number": number},
                required=False,
                max_length=Station._meta.get_field("name").max_length,
            )
            self.fields[f"asks_{number}"] = forms.CharField(
                label=_("Own station %(number)d: its questions") % {"number": number},
                required=False,
                max_length=2_000,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("One on each line."),
            )

    def clean(self):
        """The days follow each other, the own stations are whole, and no station stands there twice."""
        data = super().clean()
        first, last = data.get("from_on"), data.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", _("The last day lies before the first."))
        elif last and last < clock.today():
            self.add_error("until_on", _("That day has passed. Choose today or a day to come."))
        elif first and last and last > first + timedelta(days=LONGEST_OPEN):
            self.add_error("until_on", _("Choose a day within three months."))
        taken = {ready_stations()[key]["name"].casefold() for key in data.get("ready", ())}
        for number in range(1, OWN_STATIONS + 1):
            self._clean_own(number, taken)
        if not self.errors and not self.stations():
            self.add_error("ready", _("Choose at least one station, or write one."))
        return data

    def _clean_own(self, number: int, taken: set[str]) -> None:
        name, asks = self.cleaned_data.get(f"own_{number}", ""), self._lines(number)
        if name and name.casefold() in taken:
            self.add_error(f"own_{number}", _("There is a station of this name already."))
        taken.add(name.casefold())
        if asks and not name:
            self.add_error(f"own_{number}", _("Give the station a name."))
        if name and not asks:
            self.add_error(f"asks_{number}", _("Write at least one question."))
        if len(asks) > MOST_QUESTIONS:
            self.add_error(f"asks_{number}", _("At most %(most)d questions.") % {"most": MOST_QUESTIONS})
        longest = Prompt._meta.get_field("text").max_length
        if any(len(line) > longest for line in asks):
            words = _("A question has at most %(most)d characters.")
            self.add_error(f"asks_{number}", words % {"most": longest})

    def _lines(self, number: int) -> tuple[str, ...]:
        lines = (" ".join(line.split()) for line in self.cleaned_data.get(f"asks_{number}", "").splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))

    def stations(self) -> list[Asked]:
        """The ready ones that were chosen, then the unit's own."""
        ready = [ready_stations()[key] for key in self.cleaned_data.get("ready", ())]
        own = [
            Asked(name, self._lines(number))
            for number in range(1, OWN_STATIONS + 1)
            if (name := self.cleaned_data.get(f"own_{number}"))
        ]
        return [*(Asked(row["name"], tuple(row["questions"])) for row in ready), *own]

    def ready_rows(self):
        """Each ready station's box and its questions, to be drawn together."""
        return [(option, ready_stations()[option.data["value"]]["questions"]) for option in self["ready"]]

    def own_rows(self):
        """The fields of each own station, to be drawn together."""
        return [(self[f"own_{number}"], self[f"asks_{number}"]) for number in range(1, OWN_STATIONS + 1)]


class StationForm(TidyForm, forms.Form):
    """A text to each question of a station. A word that looks like a name is asked about once; a CPR number is refused.

    With names it carries a key and keeps drafts. Without, only the number that the sheet drew, which nobody knows.
    """

    people = forms.IntegerField(
        label=_("How many are you who answer?"),
        min_value=1,
        max_value=MOST_PEOPLE,
        initial=1,
        help_text=_("1 when you answer for yourself. A group writes how many, and no names."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    sure = forms.BooleanField(label=_("Nobody can be recognised in it"), required=False)

    def __init__(self, *args, prompts, keyed: bool, unit=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.prompts, self.unit, self.names = list(prompts), unit, []
        self.keyed, self.restored = keyed, False
        self.sheet_name = "submit_key" if keyed else "sheet"
        self.fields[self.sheet_name] = forms.CharField(
            max_length=64, widget=forms.HiddenInput, required=False
        )
        self.fields[self.sheet_name].initial = uuid.uuid4().hex
        for prompt in self.prompts:
            self.fields[self.name_of(prompt)] = forms.CharField(
                label=prompt.text,
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    @staticmethod
    def name_of(prompt: Prompt) -> str:
        """The field of a question."""
        return f"p{prompt.pk}"

    @property
    def asks(self) -> bool:
        """Whether its writer is to look at a word once more."""
        return bool(self.names)

    @property
    def sheet(self) -> str:
        """The number of this very sheet."""
        return self.cleaned_data[self.sheet_name] or uuid.uuid4().hex

    def clean(self):
        """At least one answer, no CPR number, and no name that was not looked at."""
        data = super().clean()
        texts = {self.name_of(prompt): data.get(self.name_of(prompt), "") for prompt in self.prompts}
        if not self.errors and not any(texts.values()):
            raise forms.ValidationError(_("Write an answer to at least one question."))
        known = User.objects.filter(unit=self.unit).order_by().values_list("name", flat=True)
        known = list(known) if self.unit else []
        for name, text in texts.items():
            if holds_personal_number(text):
                self.add_error(
                    name, _("There is a CPR number in it. Take it out: nobody is to be recognised.")
                )
                continue
            found = gives_away(text, known)
            self.names += found
            if found and not data.get("sure"):
                words = _(
                    "This looks like a name: %(names)s. Write without names, or say below that nobody is recognised."
                )
                self.add_error(name, words % {"names": ", ".join(found)})
        return data

    def texts(self) -> dict[int, str]:
        """What was written, by the primary key of the question."""
        return {prompt.pk: self.cleaned_data[self.name_of(prompt)] for prompt in self.prompts}

    def rows(self):
        """Each question's field, to be drawn."""
        return [self[self.name_of(prompt)] for prompt in self.prompts]
