"""What the list of the unit's users can be narrowed to, and its orders."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter

from accounts.roles import AT_WORK
from accounts.users.models import User
from core import clock
from core.filters import ListFilterSet, Ordering, StandingFilter
from core.text import sort_key

# Django marks a password that nobody has chosen yet with this sign.
NO_PASSWORD = Q(password__startswith="!")  # noqa: S106


def contact_gone() -> Q:
    """A partner's contact after their last day, or of a partner out of use: as `Contact.gone_q`, which lies above. Who
    has not begun may be invited, and comes in from `User.begins_on`.
    """
    return Q(partner_contact__until_on__lt=clock.today()) | Q(partner_contact__partner__is_active=False)


ROLES = [(role, role.label) for role in AT_WORK]
STATES = [
    ("invited", _("Has not been in yet")),
    ("closed", _("Closed")),
    ("all", _("All")),
]


class UserFilterSet(ListFilterSet):
    """The unit's users, those with access by name until somebody chooses otherwise."""

    orders = dict.fromkeys(("name", "-name", "role", "-role", "last_login", "-last_login"))
    own_order = "name"

    q = CharFilter(
        label=_("Search name, initials or e-mail"),
        max_length=100,
        widget=forms.TextInput({"type": "search"}),
        method="matching",
    )
    role = ChoiceFilter(label=_("Role"), empty_label=_("All roles"), choices=ROLES)
    state = StandingFilter(label=_("Access"), empty_label=_("Open access"), choices=STATES, method="of_state")
    sort = Ordering()

    def matching(self, rows, name, asked):
        """Those in whose name or address every word is, or whose initials it is."""
        for word in asked.split():
            # SQLite knows the case of A–Z only: "ø" finds "Østergaard" because it is asked for both ways.
            by_name = (
                Q(name__icontains=word)
                | Q(name__icontains=word.capitalize())
                | Q(name__icontains=word.lower())
            )
            rows = rows.filter(by_name | Q(email__icontains=word) | Q(initials__iexact=word))
        return rows

    def of_state(self, rows, name, state):
        """Those who have access, have been invited, have been closed out; or all."""
        match state:
            case "invited":
                return rows.filter(NO_PASSWORD, is_active=True).exclude(contact_gone())
            case "closed":
                return rows.filter(is_active=False)
            case "all":
                return rows
        return rows.filter(is_active=True)

    def in_order(self, rows, key) -> list[User]:
        """Names in Danish order, those never in last either way.

        In Python, since no database here sorts ø and å as we do; a unit has tens of users.
        """
        people = sorted(rows, key=lambda user: sort_key(user.name))
        column, down = key.removeprefix("-"), key.startswith("-")
        if column == "role":
            people.sort(key=lambda user: user.get_role_display(), reverse=down)
        elif column == "last_login":
            known = [user for user in people if user.last_login]
            known.sort(key=lambda user: user.last_login, reverse=down)
            people = known + [user for user in people if not user.last_login]
        elif down:
            people.reverse()
        return people
