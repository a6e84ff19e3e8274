"""Who carries a case."""

from django import forms
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.casefile.models import Assignment
from core import clock
from core.fields import date_input


class AssignForm(forms.Form):
    """Who carries the case, or stands in."""

    kind = forms.ChoiceField(label=_("As"), choices=Assignment.Kind.choices)
    user = forms.ModelChoiceField(label=_("Who"), queryset=User.objects.none(), required=False)
    on = forms.DateField(label=_("From"), widget=date_input())

    def __init__(self, *args, unit, **kwargs):
        super().__init__(*args, **kwargs)
        carriers = User.objects.carriers(unit.pk)
        load = Count("guided_cases", filter=Q(guided_cases__closed_on=None))
        self.fields["user"].queryset = carriers.annotate(load=load)
        self.fields["user"].label_from_instance = lambda user: f"{user.name} ({user.load})"
        self.fields["user"].help_text = _("The number is how many open cases they carry now.")
        self.fields["on"].initial = clock.today
