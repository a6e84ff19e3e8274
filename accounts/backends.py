"""Who is signed in, fetched once with the unit they work in: every page names it."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db import models

from accounts.models import User
from core.compiled import Plain, compiled


@compiled(user_id=Plain(models.BigIntegerField()))
def with_unit(user_id):
    """The user with this id, and the unit; asked on every page."""
    return User.objects.select_related("unit").filter(pk=user_id)


class Backend(AuthenticationBackend):
    """allauth's backend; the user of a request comes with the unit in one query."""

    def get_user(self, user_id):
        """The user with this id, or None when there is none or the account is closed."""
        user = next(iter(with_unit(user_id=user_id)), None)
        return user if user is not None and self.user_can_authenticate(user) else None
