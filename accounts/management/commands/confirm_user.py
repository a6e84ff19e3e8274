"""``manage.py confirm_user EMAIL``: let somebody in whom no leader can confirm, such as a unit's only leader."""

from django.core.management.base import BaseCommand, CommandError

from accounts.users.confirming import confirm_user
from accounts.users.models import User


class Command(BaseCommand):
    """For whoever runs the place, after having made sure who is asking. It is kept in the trail."""

    help = "Confirm a user who waits for a leader, where the unit has no other leader."

    def add_arguments(self, parser):
        """Whom."""
        parser.add_argument("email")

    def handle(self, *args, email, **options):
        """Confirm, or say why not."""
        user = User.objects.filter(email__iexact=email, to_confirm_since__isnull=False).first()
        if user is None:
            raise CommandError(f"Nobody with the e-mail {email} waits to be confirmed.")
        confirm_user(user, by=None, expected_version=user.version)
        self.stdout.write(f"{user.name} ({user.email}) is confirmed.")
