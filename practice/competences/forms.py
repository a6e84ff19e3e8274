"""What one knows and is qualified as, a course, and where it was shared."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.models import Knowledge
from core import clock
from core.fields import DayField, PastDayField
from core.idempotency import SubmitKeyForm
from core.versions import VersionedForm
from practice.competences.models import Competence, Course, Kind
from practice.competences.reading import competence_of

DONE, UNDER_WAY, NEITHER = "done", "under_way", "neither"
HAS = [
    (DONE, _("Yes, I am qualified")),
    (UNDER_WAY, _("I am under way")),
    (NEITHER, _("No")),
]


class CompetenceForm(VersionedForm):
    """One's own card. The version is the user's: the fields and the title stand there."""

    knowledge = forms.ModelMultipleChoiceField(
        label=_("I know about"),
        queryset=Knowledge.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        to_field_name="code",
        help_text=_("The leader sees it when a guide is proposed for a young person."),
    )
    education = forms.CharField(
        label=_("Education"),
        max_length=Competence._meta.get_field("education").max_length,
        required=False,
        help_text=_("For example: social worker, 2012."),
    )
    has = forms.ChoiceField(
        label=_("Are you qualified for guidance?"),
        choices=HAS,
        widget=forms.RadioSelect,
        help_text=_("The law asks it of those who guide: a diploma, a master or another at the same level."),
    )
    kind = forms.ChoiceField(label=_("Which kind?"), choices=[("", "–"), *Kind.choices], required=False)
    qualification = forms.CharField(
        label=_("What is it called?"),
        max_length=User._meta.get_field("qualification").max_length,
        required=False,
        help_text=_("As it stands on the paper."),
    )
    since_on = PastDayField(label=_("Qualified since"), required=False)
    until_on = DayField(label=_("If you are under way: done by"), required=False)
    note = forms.CharField(
        label=_("Note to the leader"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only you and the leader read it."),
    )

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, initial={"version": user.version, **self.says(user)}, **kwargs)
        self.fields["knowledge"].queryset = Knowledge.objects.filter(is_active=True)
        self.row = user

    def saved_by(self, case_id=None):
        """The leader, as far as theirs to say; the rest is one's own."""
        return super().saved_by() or self.row

    @staticmethod
    def says(user: User) -> dict:
        """What the card says now."""
        row = competence_of(user)
        known = user.knowledge.current().filter(until_on=None)
        facts = ("education", "kind", "since_on", "until_on", "note")
        return {name: getattr(row, name) for name in facts} | {
            "qualification": user.qualification,
            "has": DONE if user.qualification else UNDER_WAY if row.until_on else NEITHER,
            "knowledge": list(known.values_list("knowledge__code", flat=True)),
        }

    def stands(self, current: User, name: str):
        """What the card says of a field by now."""
        return self.says(current)[name]

    def clean(self):
        """A qualification has a kind, a name and a day; one that is under way has a day to come."""
        data = super().clean() or self.cleaned_data
        has = data.get("has")
        needed = {DONE: ("kind", "qualification", "since_on"), UNDER_WAY: ("kind", "until_on")}.get(has, ())
        for name in needed:
            if not data.get(name) and name not in self.errors:
                self.add_error(name, _("Fill this in, or choose another answer above."))
        if has == UNDER_WAY and data.get("until_on") and data["until_on"] < clock.today():
            self.add_error("until_on", _("That day has passed. Choose today or a day to come."))
        return data

    @property
    def said(self) -> dict:
        """What the action writes: what belongs to another answer is left out."""
        data, has = self.cleaned_data, self.cleaned_data["has"]
        return {
            "knowledge": data["knowledge"],
            "education": data["education"],
            "note": data["note"],
            "kind": data["kind"] if has != NEITHER else "",
            "qualification": data["qualification"] if has == DONE else "",
            "since_on": data["since_on"] if has == DONE else None,
            "until_on": data["until_on"] if has == UNDER_WAY else None,
        }


class CourseForm(SubmitKeyForm):
    """A course of one's own."""

    title = forms.CharField(label=_("Which course?"), max_length=Course._meta.get_field("title").max_length)
    held_on = DayField(
        label=_("Its last day"),
        help_text=_(
            "Within two weeks of it you share with your colleagues what you learnt. Nothing is asked of a course that "
            "was over more than 60 days ago."
        ),
    )


class CourseShareForm(SubmitKeyForm):
    """When and where it was shared."""

    on = DayField(label=_("Which day did you share it?"))
    where = forms.CharField(
        label=_("Where?"),
        max_length=Course._meta.get_field("shared_where").max_length,
        help_text=_("For example: at the team meeting."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today
