"""`manage.py import_staff FILE --unit SLUG`: a unit's staff as invited users."""

from django.core.exceptions import ValidationError
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

    @staticmethod
    def made_unit(slug: str, name: str) -> Unit:
        """A new unit. Raises CommandError when its slug or name will not do."""
        unit = Unit(slug=slug, name=name)
        try:
            unit.full_clean()
        except ValidationError as refused:
            told = " ".join(f"{field}: {' '.join(said)}" for field, said in refused.message_dict.items())
            raise CommandError(f"The unit {slug!r} cannot be made. {told}") from refused
        unit.save()
        return unit

    def handle(self, **options):
        """Run the import."""
        with transaction.atomic():
            unit = Unit.objects.filter(slug=options["unit"]).first()
            if unit is None:
                if not options["create_unit"]:
                    raise CommandError(
                        f"There is no unit {options['unit']!r}. Make it with --create-unit NAME."
                    )
                unit = self.made_unit(options["unit"], options["create_unit"])
            self.run(options, unit=unit, by=None)
            if not unit.municipality_code:
                self.stderr.write(
                    "The unit has no municipality and nobody invited yet: "
                    f"manage.py start_unit --slug {unit.slug} --municipality …"
                )
            if options["dry_run"]:
                transaction.set_rollback(True)  # the unit neither
