"""``manage.py rotate_keys``: write everything that is encrypted or keyed anew, under the newest keys."""

from django.core.management import BaseCommand, CommandError

from core import rotation


class Command(BaseCommand):
    """Put a new key first in KUI_FIELD_KEYS, restart, run this, and only then drop the old key.

    Also writes the search index of CPR numbers anew, which a changed KUI_INDEX_KEY needs. Safe to stop and run again,
    and to run while people work: each batch is locked while it is written.
    """

    help = (
        "Encrypt everything anew under the first of KUI_FIELD_KEYS, and index CPR numbers under KUI_INDEX_KEY."
        " Fails, and says where, while anything still needs an old key."
    )

    def add_arguments(self, parser):
        """``--check`` writes nothing."""
        parser.add_argument("--check", action="store_true", help="only tell what still needs an old key")

    def handle(self, *args, check=False, **options):
        """Go through every table and the files of the vault; then look whether the old keys may be dropped."""
        for what, written in [] if check else rotation.write_anew():
            self.stdout.write(f"{what}: {written}")
        if left := rotation.needing_old_keys():
            told = ", ".join(f"{where} ({count})" for where, count in left.items())
            raise CommandError(f"Keep the old keys. These still need them, or no key opens them: {told}")
        self.stdout.write("Nothing needs an old key.")
