"""`manage.py import_caseload FILE --unit SLUG`: a unit's caseload from its spreadsheet."""

from django.core.management.base import CommandError

from accounts.models import Unit, User
from core.importing.command import ImportCommand
from intake.caseload.importer import CASELOAD


class Command(ImportCommand):
    """Import a caseload: cases, guides, activities and a plan each, in one transaction."""

    help = "Import a caseload spreadsheet. The same file twice makes nothing twice."
    importer = CASELOAD

    def add_arguments(self, parser):
        """As every import, and who answers for the journal notes."""
        super().add_arguments(parser)
        parser.add_argument(
            "--by", metavar="E-MAIL", help="the leader who imports; otherwise the unit's first leader"
        )

    def handle(self, **options):
        """Run the import."""
        unit = Unit.objects.filter(slug=options["unit"]).first()
        if unit is None:
            raise CommandError(
                f"There is no unit {options['unit']!r}. Make it: import_staff … --create-unit NAME"
            )
        leaders = User.objects.leaders(unit.pk)
        by = leaders.filter(email__iexact=options["by"]).first() if options["by"] else leaders.first()
        if by is None:
            raise CommandError(
                "The unit has no such leader, and somebody must answer for the import. Import the staff first."
            )
        self.run(options, unit=unit, by=by)
