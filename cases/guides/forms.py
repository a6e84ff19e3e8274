"""Who carries a case."""

from django import forms
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from cases.casefile.models import Assignment
from core import clock
from core.fields import TidyForm, date_input
from core.ordering import Danish


class AssignForm(TidyForm, forms.Form):
    """Who carries the case, or stands in."""

    kind = forms.ChoiceField(label=_("As"), choices=Assignment.Kind.choices)
    user = forms.ModelChoiceField(label=_("Who"), queryset=User.objects.none(), required=False)
    on = forms.DateField(label=_("From"), widget=date_input())

    def __init__(self, *args, unit, **kwargs):
        super().__init__(*args, **kwargs)
        carriers = User.objects.filter(unit=unit, is_active=True, role__in=[Role.GUIDE, Role.LEADER])
        load = Count("guided_cases", filter=Q(guided_cases__closed_on=None))
        self.fields["user"].queryset = carriers.annotate(load=load).order_by(Danish("name"))
        self.fields["user"].label_from_instance = lambda user: f"{user.name} ({user.load})"
        self.fields["user"].help_text = _("The number is how many open cases they carry now.")
        self.fields["on"].initial = clock.today
