"""Choosing who carries a case."""

from django import forms
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from accounts.models import User

# Open cases but the shielded ones: said with them on one page and without them on another, the number would tell who
# carries one.
LOAD = Count("guided_cases", filter=Q(guided_cases__closed_on=None, guided_cases__shielded=False))


def carriers(unit_id: int):
    """Those of the unit who can carry cases, by name, each with how many open ones they have (``load``)."""
    return User.objects.carriers(unit_id).annotate(load=LOAD)


def carrier_label(user: User) -> str:
    """The name, how many open cases they have, and that they cannot open any before a leader has confirmed them."""
    words = {"name": user.name, "n": user.load}
    return ("%(name)s (%(n)s)" if user.is_confirmed else _("%(name)s (%(n)s), not confirmed yet")) % words


class CarrierField(forms.ModelChoiceField):
    """One of a unit's `carriers`, which its form sets as the queryset."""

    def __init__(self, **kwargs):
        super().__init__(queryset=User.objects.none(), **kwargs)

    def label_from_instance(self, user: User) -> str:
        """As `carrier_label`."""
        return carrier_label(user)
