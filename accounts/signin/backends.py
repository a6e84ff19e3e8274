"""Who is signed in, fetched once with the unit they work in: every page names it."""

from allauth.account.auth_backends import AuthenticationBackend

from accounts.users.models import User


class UserWithUnitBackend(AuthenticationBackend):
    """allauth's backend; the user of a request comes with the unit in one query."""

    def get_user(self, user_id):
        """The user with this id, or None when there is none or the account is closed."""
        user = User.objects.select_related("unit").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
