"""Who is signed in, fetched once with the unit they work in: every page names it."""

from allauth.account.auth_backends import AuthenticationBackend
from django.apps import apps
from django.db.models import QuerySet

from accounts.users.models import User
from core import clock
from core.kept import Given, kept


def is_open(user) -> bool:
    """Whether they may be signed in at all.

    Nobody whose account is closed; nor a partner's contact before their first day or after their last, or of a partner
    out of use; nor a young person or a parent whose entry has ended.
    """
    if user.has_own_page:
        return user.is_active and bool(apps.get_model("participation.Entry").cases_of(user))
    contact = getattr(user, "partner_contact", None)
    return user.is_active and (contact is None or contact.may_act(clock.today()))


@kept
def _user() -> QuerySet[User]:
    return (
        User.everybody.select_related("unit", "partner_contact__partner").filter(pk=Given("user")).order_by()
    )


class UserWithUnitBackend(AuthenticationBackend):
    """allauth's backend; the user of a request comes with the unit in one query."""

    def get_user(self, user_id):
        """The user with this id, or None when there is none or the account is closed."""
        user = next(iter(_user().ask(user=user_id)), None)
        return user if user is not None and self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user):
        """Asked at every request, so that an access ends with the very next one."""
        return is_open(user)
