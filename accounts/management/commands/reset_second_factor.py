"""``manage.py reset_second_factor EMAIL``: a way back for an administrator who is alone and lost phone and codes."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.users.mfa_reset import remove_on_the_server
from accounts.users.models import User


class Command(BaseCommand):
    """For whoever runs the server, where nobody inside can confirm. It is kept in the trail, and others are told."""

    help = "Remove somebody's second step, after having made sure who is asking. Leaders and administrators are told."

    def add_arguments(self, parser):
        """Whose, and whether to go on without asking."""
        parser.add_argument("email")
        parser.add_argument("--yes", action="store_true", help="do not ask whether it is meant")

    def handle(self, *args, email, yes, **options):
        """Ask, remove, and say what comes next."""
        user = User.objects.filter(email__iexact=email, is_active=True).select_related("unit").first()
        if user is None:
            raise CommandError(f"Nobody with an open access has the e-mail {email}.")
        if not yes:
            self.stdout.write(f"{user} ({user.email}), {user.role} in {user.unit}, is signed out everywhere.")
            try:
                typed = input("Have you made sure who is asking? Type the e-mail again: ").strip()
            except EOFError:
                raise CommandError("Nobody is here to answer. Nothing was changed; see --yes.") from None
            if typed != user.email:
                raise CommandError("Nothing was changed.")
        try:
            told = remove_on_the_server(user)
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        self.stdout.write(f"Removed. {user} sets up a new one at the next sign-in.")
        self.stdout.write("Told by mail: " + ", ".join([user.email, *(helper.email for helper in told)]))
