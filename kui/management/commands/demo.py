"""``manage.py demo``: prepare the database and load the demo unit, once."""

import time

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

from kui import demo


class Command(BaseCommand):
    """Sign-ins go to standard output, one ``role  e-mail  password`` a line; progress to standard error."""

    help = "Migrate and load the demo unit; does nothing when it is there."

    def handle(self, *args, **options):
        """Load if needed, then print the sign-ins."""
        if settings.PRODUCTION:
            raise CommandError("The demo never goes into production: its passwords are public.")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        started = time.monotonic()
        if not demo.is_loaded():
            demo.load(lambda text: self.stderr.write(f"  {time.monotonic() - started:4.0f} s  {text}"))
        for role, email, password in demo.sign_ins():
            self.stdout.write(f"{role}  {email}  {password}")
