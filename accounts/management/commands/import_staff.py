"""`manage.py import_staff FILE --unit SLUG`: a unit's staff as invited users."""

from django.core.management.base import CommandError
from django.db import transaction

from accounts.staffimport.importer import STAFF
from accounts.users.models import Unit
from core.importing.command import ImportCommand


class Command(ImportCommand):
    """Import staff; with --create-unit the unit is made first, in the same transaction."""

    help = "Import a unit's staff as invited users without a password."
    importer = STAFF

    def add_arguments(self, parser):
        """As every import, and the name of a unit to make."""
        super().add_arguments(parser)
        parser.add_argument(
            "--create-unit", default="", metavar="NAME", help="make the unit when it does not exist"
        )

    def handle(self, **options):
        """Run the import."""
        with transaction.atomic():
            unit = Unit.objects.filter(slug=options["unit"]).first()
            if unit is None:
                if not options["create_unit"]:
                    raise CommandError(
                        f"There is no unit {options['unit']!r}. Make it with --create-unit NAME."
                    )
                unit = Unit(slug=options["unit"], name=options["create_unit"])
                unit.full_clean()
                unit.save()
            self.run(options, unit=unit, by=None)
            if options["dry_run"]:
                transaction.set_rollback(True)  # the unit neither
