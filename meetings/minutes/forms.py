"""Forms of minutes: what came of each point, a decision, comments, additions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.fields import DayField, SoonDayField, TidyForm
from core.idempotency import SubmitKeyForm
from core.versions import VersionedForm
from meetings.agenda.models import AgendaItem
from meetings.minutes.models import Minutes
from meetings.planning.models import Attendee
from meetings.planning.people import Askable
from plans.models import Milestone

# The texts of the minutes stand beside the forms of decisions, which cannot stand within them: each names its form.
MINUTES_FORM = "minutes"


def _long(label, rows: int, length: int, *, form="", **more) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows} | ({"form": form} if form else {}))
    return forms.CharField(label=label, required=False, max_length=length, widget=area, **more)


class MinutesForm(VersionedForm):
    """All of the minutes at once: what came of each point, the rest, and the text for the young person."""

    def __init__(self, *args, minutes: Minutes, items: list[AgendaItem], **kwargs):
        self.minutes, self.items = minutes, items
        first = {"version": minutes.version, "text": minutes.text, "youth_text": minutes.youth_text}
        for item in items:
            first |= {f"outcome_{item.pk}": item.outcome, f"confidential_{item.pk}": item.is_confidential}
        super().__init__(*args, initial=first, **kwargs)
        for item in items:
            words = _("What came of it: %(point)s") % {"point": item.title}
            self.fields[f"outcome_{item.pk}"] = _long(words, 2, 10_000, form=MINUTES_FORM)
            self.fields[f"confidential_{item.pk}"] = forms.BooleanField(
                label=_("Keep it out of what is shared"),
                required=False,
                widget=forms.CheckboxInput(attrs={"form": MINUTES_FORM}),
            )
        self.fields["text"] = _long(_("Beside the points"), 2, 20_000, form=MINUTES_FORM)
        self.fields["youth_text"] = _long(
            _("For the young person"),
            4,
            10_000,
            form=MINUTES_FORM,
            help_text=_("A text of its own, in short sentences: what was said, and what happens now."),
        )

    def stands(self, current: Minutes, name: str):
        """What the minutes say of a field by now."""
        kind, _line, pk = name.partition("_")
        if kind in ("outcome", "confidential"):
            item = AgendaItem.objects.filter(pk=pk).first()
            return (item.outcome if kind == "outcome" else item.is_confidential) if item else ""
        return getattr(current, name)

    def saved_by(self, case_id=None):
        """Who saved last, as the minutes themselves remember."""
        minutes = self.row or self.minutes
        return minutes.by if minutes.pk else None

    @property
    def lines(self) -> list[tuple]:
        """Each point with its two fields, for the page."""
        return [(item, self[f"outcome_{item.pk}"], self[f"confidential_{item.pk}"]) for item in self.items]

    @property
    def unsaved(self) -> str:
        """What is typed and does not stand in the minutes, each text under its label; confidential points say so."""
        if self.is_bound:
            self.is_valid()  # takes over what others wrote meanwhile, so that it is not told as one's own
        rest = [(self[name], getattr(self.minutes, name)) for name in ("text", "youth_text")]
        texts = [(field.label, field, stands) for field, stands in rest]
        kept = _(" (not shared)")
        texts += [
            (item.title + kept * bool(confidential.value()), outcome, item.outcome)
            for item, outcome, confidential in self.lines
        ]
        new = [
            f"{heading}{'' if str(heading).endswith('?') else ':'}\n{field.value()}"
            for heading, field, stands in texts
            if (field.value() or "").split() not in ([], stands.split())
        ]
        return "\n\n".join(new)

    @property
    def said(self) -> dict:
        """What `meetings.minutes.actions.write_minutes` takes."""
        data = self.cleaned_data
        outcomes = {
            item.pk: (data[f"outcome_{item.pk}"], data[f"confidential_{item.pk}"]) for item in self.items
        }
        return {"text": data["text"], "youth_text": data["youth_text"], "outcomes": outcomes}


class DecisionForm(SubmitKeyForm):
    """What was decided, who does it, by when: a milestone of the plan, or a partner's promise."""

    what = forms.CharField(label=_("What was agreed?"), max_length=200)
    who = forms.ChoiceField(label=_("Who does it?"))
    due_on = DayField(label=_("By"))

    def __init__(self, *args, case, contacts: list[Askable], **kwargs):
        super().__init__(*args, **kwargs)
        guide = case.guide.name if case.has_guide else _("The guide")
        self.fields["who"].choices = [
            ("", _("Choose")),
            ("youth", case.person.called),
            ("guide", guide),
            *((one.key, one.label) for one in contacts),
        ]

    def clean_due_on(self):
        """A day to come."""
        if self.cleaned_data["due_on"] < clock.today():
            raise forms.ValidationError(_("That day has passed. Choose today or a day to come."))
        return self.cleaned_data["due_on"]

    @property
    def said(self) -> dict:
        """What `meetings.minutes.actions.decide` takes, with the id of the partner's contact."""
        kind, _dash, pk = self.cleaned_data["who"].partition("-")
        who = Milestone.Responsible.PARTNER if kind == "contact" else kind
        return {
            "what": self.cleaned_data["what"],
            "responsible": who,
            "contact_id": int(pk) if pk else None,
            "due_on": self.cleaned_data["due_on"],
        }


class MinutesSendForm(TidyForm, forms.Form):
    """Until when those who were there may comment."""

    comment_until = SoonDayField(label=_("Comments until"))


class OwnCommentForm(SubmitKeyForm):
    """What somebody who was asked to the meeting says about its minutes."""

    text = _long(_("Comment"), 3, 4_000)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True


class CommentForm(OwnCommentForm):
    """The same, written down for them."""

    attendee = forms.ModelChoiceField(label=_("Who says it?"), queryset=Attendee.objects.none())

    field_order = ("attendee", "text")

    def __init__(self, *args, asked, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["attendee"].queryset = asked
        self.fields["attendee"].label_from_instance = lambda row: row.in_full


class AdditionForm(SubmitKeyForm):
    """What is added to approved minutes."""

    text = _long(_("Addition"), 3, 4_000)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True
