"""Forms of a young person in a programme: added, began, moved, left."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.fields import DayField, PastDayField
from core.idempotency import SubmitKeyForm
from programmes.ledger.models import Programme
from programmes.members.choices import Exit, NotBegun
from programmes.members.models import Stay


class MemberForm(SubmitKeyForm):
    """Into which programme, since when, and whether they begin at once."""

    programme = forms.ModelChoiceField(
        Programme.objects.none(), label=_("Programme"), empty_label=None, widget=forms.RadioSelect
    )
    found_on = PastDayField(label=_("Of the target group since"))
    outside_reason = forms.CharField(
        label=_("Why, though the age is another?"),
        max_length=200,
        required=False,
        help_text=_("Only when the young person is younger or older than the target group."),
    )
    begins_on = DayField(
        label=_("Takes part from"),
        required=False,
        help_text=_("May stay empty while nobody knows."),
    )
    planned_until = DayField(label=_("Last day, as planned"), required=False)

    def __init__(self, *args, programmes, chosen: Programme | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes
        self.fields["programme"].initial = chosen or programmes.first()
        self.fields["found_on"].initial = clock.today

    def clean(self):
        """What is planned to end has a first day."""
        data = super().clean()
        if data.get("planned_until") and not data.get("begins_on") and "begins_on" not in self.errors:
            self.add_error("begins_on", _("Say from when they take part."))
        return data


class BeginForm(SubmitKeyForm):
    """From when they take part, for the first time or again."""

    from_on = DayField(label=_("Takes part from"))
    planned_until = DayField(label=_("Last day, as planned"), required=False)

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["from_on"].initial = clock.today


class StayForm(SubmitKeyForm):
    """Something about a stay, with why."""

    reason = forms.CharField(label=_("Why?"), max_length=200)

    def __init__(self, *args, stay: Stay, **kwargs):
        super().__init__(*args, **kwargs)
        self.stay = stay
        self.order_fields([name for name in self.fields if name != "reason"])


class MoveStartForm(StayForm):
    """Another first day."""

    from_on = DayField(label=_("First day"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["from_on"].initial = self.stay.from_on


class ExtendForm(StayForm):
    """Another planned last day."""

    planned_until = DayField(label=_("Last day, as planned"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["planned_until"].initial = self.stay.planned_until


class SignOutForm(StayForm):
    """The last day, and why they left."""

    last_on = PastDayField(label=_("Last day"))
    exit = forms.ChoiceField(label=_("Why did they leave?"), choices=Exit.choices, widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["last_on"].initial = clock.today
        self.fields["reason"].required = False
        self.fields["reason"].label = _("In your own words")


class RemoveEndForm(StayForm):
    """The last day was a mistake."""


class NotBegunForm(SubmitKeyForm):
    """Why somebody of the target group does not take part."""

    why = forms.ChoiceField(
        label=_("Why do they not take part?"), choices=NotBegun.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["why"].initial = member.not_begun or None
