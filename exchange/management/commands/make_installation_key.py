"""`manage.py make_installation_key NAME`: the key pair with which cases are sent and received."""

from django.core.management.base import BaseCommand, CommandError

from exchange.bundle.sealing import spoken
from exchange.installations.actions import make_key
from exchange.installations.models import InstallationKey


class Command(BaseCommand):
    """Make the key pair; its private halves are encrypted under the field keys and never shown."""

    help = "Make this installation's key pair for sending cases to other municipalities."

    def add_arguments(self, parser):
        """The name others see, and whether to replace a pair there is."""
        parser.add_argument("name", help="what the others see, e.g. 'Ungeenheden, Nordkysten Kommune'")
        parser.add_argument(
            "--replace", action="store_true", help="retire the pair there is; everybody needs the new card"
        )

    def handle(self, **options):
        """Make it, and say the fingerprint."""
        if InstallationKey.objects.filter(retired_at=None).exists() and not options["replace"]:
            raise CommandError(
                "There is a key pair. With --replace it is retired, and the others need the new card."
            )
        key = make_key(options["name"][:120])
        self.stdout.write(f"Made. The fingerprint to read aloud: {spoken(key.card.fingerprint)}")
