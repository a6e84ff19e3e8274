"""Colleagues around the young person."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from cases.forms.fields import date_input, not_in_the_future
from core import clock
from core.idempotency import SubmitKeyForm


class ColleagueForm(SubmitKeyForm):
    """A colleague of the unit, their part, and from when."""

    user = forms.ModelChoiceField(label=_("Colleague"), queryset=User.objects.none())
    role = forms.CharField(
        label=_("Their part"),
        max_length=120,
        help_text=_("For instance co-guide, job consultant or mentor."),
    )
    on = forms.DateField(label=_("From"), widget=date_input(), validators=[not_in_the_future])

    def __init__(self, *args, unit, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.filter(
            unit=unit, is_active=True, role__in=[Role.GUIDE, Role.LEADER]
        ).order_by("name", "pk")
        self.fields["on"].initial = clock.today
