"""Journal notes."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.users.fields import UserMultipleChoiceField
from cases.casefile.models import Case
from cases.network.people_around import pick_people
from cases.notes import mentions
from cases.notes.models import Note, NoteKind
from core import clock
from core.fields import PastDayField, TidyForm
from core.idempotency import SubmitKeyForm
from core.versions import UntouchedModelForm, VersionedForm

TEXT_LENGTH = 20_000


YOUTH = "youth"
# Ticked where nobody is written down around the young person, so that there is nobody else to choose.
ABSENT = "absent"


class KindMixin(TidyForm, forms.Form):
    """The kinds that the unit's table holds, and what is offered with each. ``kind`` is a kind's code."""

    kind = forms.ChoiceField(label=_("Kind"))

    def __init__(self, *args, note: Note | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.note = note
        self.fields["kind"].choices = [(code, label) for code, label, _template in self.offered]

    @cached_property
    def kinds(self) -> list[NoteKind]:
        """Those that can be chosen, and what the note is already; one query."""
        rows = NoteKind.objects.all()
        mine = self.note.named_id if self.note else None
        return [row for row in rows if row.is_active or row.pk == mine]

    @property
    def offered(self) -> list[tuple[str, str, str]]:
        """``(code, label, template)`` of every choice. A note from before the table keeps the kind it has."""
        rows = [(row.code, str(row), row.template) for row in self.kinds]
        if self.note and not self.note.named_id and self.note.kind not in {code for code, *_rest in rows}:
            rows.append((self.note.kind, self.note.get_kind_display(), ""))
        return rows

    @property
    def named(self) -> NoteKind | None:
        """The row of the table that was chosen; None for a kind that only an old note has."""
        return next((row for row in self.kinds if row.code == self.cleaned_data["kind"]), None)

    def counts_as(self, code: str | None) -> str | None:
        """What the kind is to rules and reports."""
        return next((row.counts_as for row in self.kinds if row.code == code), code)

    def template_of(self, code: str) -> str:
        """What choosing the kind offers."""
        return next((template for known, _label, template in self.offered if known == code), "")


class MentionMixin(TidyForm, forms.Form):
    """Colleagues named in the text by ``@initials``, or picked from the unit's list and written into it."""

    mentions = UserMultipleChoiceField(
        label=_("Mention a colleague"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, case: Case, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.case, self.by = case, by
        self.fields["mentions"].queryset = User.objects.filter(pk__in=[user.pk for user in self.colleagues])

    @cached_property
    def colleagues(self) -> list[User]:
        """Who may be mentioned on this case; one query."""
        return mentions.colleagues(self.case, self.by)

    @property
    def picks(self) -> list[tuple[User, bool]]:
        """Everybody who may be mentioned, and whether they are picked."""
        picked = {str(pk) for pk in self["mentions"].value() or ()}
        return [(user, str(user.pk) in picked) for user in self.colleagues]

    @property
    def has_picks(self) -> bool:
        """Whether somebody is picked."""
        return any(picked for _user, picked in self.picks)

    def clean(self):
        """Write those picked into the text; on a shielded case, refuse to name whoever may not know of it."""
        data = super().clean() or self.cleaned_data
        if "text" not in data:
            return data
        data["text"] = mentions.with_mentions_added(data["text"], data.get("mentions") or ())
        if len(data["text"]) > TEXT_LENGTH:
            self.add_error("text", ValidationError(_("The note is too long.")))
        if self.case.shielded and (wanted := mentions.initials_in(data["text"])):
            known = {user.initials.casefold() for user in self.colleagues}
            others = User.objects.filter(unit=self.case.unit_id, is_active=True).exclude(pk=self.by.pk)
            outside = {initials.casefold() for initials in others.values_list("initials", flat=True)} - known
            if named := sorted(wanted & outside):
                words = _("The case is shielded: %(who)s may not open it, and cannot be mentioned.")
                self.add_error("text", ValidationError(words, params={"who": ", ".join(named).upper()}))
        return data


class WithWhom(KindMixin):
    """Mix-in: who took part. Where nobody is written down around the young person: whether they were there at all."""

    with_whom = forms.MultipleChoiceField(
        label=_("Who took part?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def ask_of(self, case, people, *, ticked=(YOUTH,)) -> None:
        """Offer the young person and ``people``, with ``ticked`` chosen."""
        self.people = [someone for someone in people if someone.is_around(clock.today())]
        if not self.people:
            called = {"name": case.person.called}
            self.fields["with_whom"].choices = [(ABSENT, _("%(name)s did not take part") % called)]
            self.fields["with_whom"].initial = [key for key in ticked if key == ABSENT]
            return
        named = [(s.key, f"{s.name} ({s.role})" if s.role else s.name) for s in self.people]
        self.fields["with_whom"].choices = [(YOUTH, case.person.called), *named]
        self.fields["with_whom"].initial = [key for key in ticked if key != ABSENT]

    def clean(self):
        """A talk was with somebody."""
        data = super().clean() or self.cleaned_data
        if (
            self.people
            and not data.get("with_whom")
            and self.counts_as(data.get("kind")) in Note.CONTACT_KINDS
        ):
            self.add_error("with_whom", _("Say who took part."))
        return data

    @property
    def took_part(self) -> dict:
        """What the actions take: ``with_youth`` and ``others``."""
        keys = self.cleaned_data["with_whom"]
        if not self.people:
            return {"with_youth": ABSENT not in keys, "others": []}
        return {"with_youth": YOUTH in keys, "others": pick_people(self.people, keys)}


class NoteForm(MentionMixin, WithWhom, SubmitKeyForm):
    """A journal note: what kind, when it happened, who took part, and the text."""

    happened_on = PastDayField(label=_("When"))
    text = forms.CharField(label=_("Note"), max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["happened_on"].initial = clock.today
        self.fields["kind"].initial = Note.Kind.TALK


class NoteEditForm(VersionedForm, WithWhom):
    """One's own note within the hour."""

    happened_on = PastDayField(label=_("When"))
    text = forms.CharField(label=_("Note"), max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 8}))
    field_order = ["version", "kind", "happened_on", "text"]

    def stands(self, current, name):
        """What the note says; its kind by the code of the table."""
        if name == "kind":
            return current.named.code if current.named_id else current.kind
        return super().stands(current, name)


class NoteAppendForm(MentionMixin, SubmitKeyForm):
    """An addition to a note that stands."""

    text = forms.CharField(
        label=_("Addition"), max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 4})
    )
    field_order = ["text", "mentions", "submit_key"]


class NoteKindForm(VersionedForm, UntouchedModelForm):
    """A kind of note in the unit's table."""

    class Meta:
        model = NoteKind
        fields = ["name_da", "name_en", "counts_as", "template", "position", "is_active"]
        widgets = {"template": forms.Textarea(attrs={"rows": 6})}
        help_texts = {
            "template": _(
                "A few words with a colon on each line. It is offered, and never put over what is written."
            ),
            "counts_as": _("What it is to limits and reports: a talk, for example, counts as contact."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [choice for choice in Note.Kind.choices if choice[0] != Note.Kind.IMPORT]
        self.fields["counts_as"].choices = choices


class SummaryForm(VersionedForm):
    """The pinned summary, with the number of the wording that its writer has read."""

    text = forms.CharField(
        label=_("If you only read one thing"),
        max_length=1_500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("A few lines for a colleague who knows nothing yet. Leave it empty to take it down."),
    )

    def __init__(self, *args, case: Case, **kwargs):
        now = {"version": case.summary_number, "text": case.summary}
        super().__init__(*args, initial=now, **kwargs)
        self.case = case

    def stands(self, current, name):
        """What is pinned by now."""
        return current.summary

    def version_of(self, current) -> int:
        """The number of the wording."""
        return current.summary_number

    def saved_by(self, case_id=None):
        """Who wrote it."""
        return (self.row or self.case).summary_by
