"""``manage.py createsuperuser``: says what to use instead. Nobody stands above the one door to cases."""

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Stands in the way of Django's command of this name."""

    help = "KUI has no superuser; see start_unit."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        """Whatever Django's own command is given."""
        parser.add_argument("--username", "--email", "--noinput", "--no-input", nargs="?", help="ignored")

    def handle(self, *args, **options):
        """Say so."""
        raise CommandError(
            "KUI has no superuser: everybody has a role in a unit, and nobody is let in to all cases. "
            "A unit and its first administrator: manage.py start_unit. "
            "An administrator who lost phone and codes: manage.py reset_second_factor."
        )
