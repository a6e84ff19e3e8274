"""Putting a question together, and saving it."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.idempotency import SubmitKeyForm
from reports.metrics.definitions import METRICS, SUBJECTS, numbers_of
from reports.metrics.groups import GROUPS
from reports.metrics.point_in_time import PointInTime
from reports.moments.forms import MomentForm
from reports.questions.asked import GUIDE, Asked, split_title
from reports.questions.models import Span


def _select() -> forms.Select:
    return forms.Select(attrs={"class": "form-select"})


class QuestionForm(MomentForm):
    """The question, word by word. It is asked by its address, so it can be sent to a colleague."""

    tael = forms.ChoiceField(label=_("How many are"), widget=_select())
    fordelt = forms.ChoiceField(label=_("Split by"), required=False, widget=_select())
    kun = forms.ChoiceField(label=_("Only"), required=False, widget=_select())
    tid = forms.ChoiceField(label=_("When"), choices=Span.choices, required=False, widget=_select())

    field_order = ["tael", "fordelt", "kun", "tid", "pr", "kendt"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        groups = GROUPS.values()
        when = PointInTime.of(user.unit)
        self.fields["tael"].choices = [
            (title, [(one.key, one.title) for one in numbers_of(subject)]) for title, subject in SUBJECTS
        ]
        self.fields["fordelt"].choices = [
            ("", _("nothing: one number")),
            # A guide counts their own cases only.
            *([(GUIDE, split_title(GUIDE))] if user.is_leader else []),
            *((group.key, group.title) for group in groups),
        ]
        self.fields["kun"].choices = [
            ("", _("everybody")),
            *(
                (group.title, [(f"{group.key}:{name}", label) for name, label, _q in group.parts(when)])
                for group in groups
            ),
        ]
        self.fields["pr"].label = _("The day, or a day in the month")
        self.fields["pr"].help_text = _("Leave it empty for today, or for the latest months that are over.")

    def clean(self):
        """What is split by, and narrowed to, fits what is counted."""
        data = super().clean()
        metric = METRICS.get(data.get("tael"))
        split, (only, _sep, _name) = data.get("fordelt"), (data.get("kun") or "").partition(":")
        if metric and split and split != GUIDE and not GROUPS[split].fits(metric):
            self.add_error("fordelt", _refused(metric, split))
        if metric and only and not GROUPS[only].fits(metric):
            self.add_error("kun", _refused(metric, only))
        elif only and only == split:
            self.add_error("kun", _("Choose another than what it is split by."))
        return data

    def asked(self) -> Asked:
        """What was chosen, as a question to the numbers; of a valid form."""
        data = self.cleaned_data
        when = {"span": data["tid"] or Span.DAY, "on": data["pr"], "known_on": data["kendt"]}
        return Asked(data["tael"], data["fordelt"], data["kun"], **when)


def _refused(metric, group: str) -> str:
    words = _("“%(number)s” cannot be told by “%(group)s”. Choose another.")
    return words % {"number": metric.title, "group": GROUPS[group].title}


class SaveForm(SubmitKeyForm):
    """What a question is to be called, and who may ask it."""

    title = forms.CharField(label=_("What is the question called?"), max_length=100)
    shared = forms.BooleanField(
        label=_("Share it with the unit"),
        required=False,
        help_text=_("Everybody gets the numbers that they may see themselves."),
    )

    def clean_title(self):
        """One line, as a list shows it."""
        title = " ".join(self.cleaned_data["title"].split())
        if not title:
            raise ValidationError(_("Give it a name."))
        return title
