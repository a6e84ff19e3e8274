"""``manage.py rotate_keys``: write everything that is encrypted anew, under the newest key."""

from django.apps import apps
from django.core.management import BaseCommand
from django.db import models, transaction

from core import vault
from core.crypto import EncryptedBinaryField, EncryptedTextField, blind_index

# Rows at a time; few where files lie in them (a case sealed with its documents is up to 40 MB).
BATCH, BATCH_OF_FILES = 100, 4


class Command(BaseCommand):
    """Put a new key first in KUI_FIELD_KEYS, restart, run this, and only then drop the old key.

    Also writes the search index of CPR numbers anew, which a changed KUI_INDEX_KEY needs. Safe to stop and run again,
    and to run while people work: each batch is locked while it is written.
    """

    help = "Encrypt everything anew under the first of KUI_FIELD_KEYS, and index CPR numbers under KUI_INDEX_KEY."

    def handle(self, *args, **options):
        """Go through every model that keeps something encrypted, and the files of the vault."""
        for model in apps.get_models():
            if names := encrypted_fields(model):
                written = write_anew(model, names)
                self.stdout.write(f"{model._meta.label}: {written}")
        self.stdout.write(f"files: {vault.reencrypt()}")


def encrypted_fields(model: type[models.Model]) -> list[str]:
    """The names of a model's encrypted fields."""
    kinds = (EncryptedTextField, EncryptedBinaryField)
    return [field.attname for field in model._meta.local_concrete_fields if isinstance(field, kinds)]


def write_anew(model: type[models.Model], names: list[str]) -> int:
    """Read and write the named fields of every row, in small locked batches. Returns how many rows."""
    rows, columns = model._base_manager.order_by("pk"), {field.attname for field in model._meta.local_fields}
    keys = list(rows.values_list("pk", flat=True))
    files = any(isinstance(model._meta.get_field(name), EncryptedBinaryField) for name in names)
    step = BATCH_OF_FILES if files else BATCH
    for start in range(0, len(keys), step):
        with transaction.atomic():
            batch = rows.filter(pk__in=keys[start : start + step]).select_for_update()
            for row in batch.values("pk", *names):
                values = {name: row[name] for name in names}
                if "cpr_index" in columns:
                    values["cpr_index"] = blind_index(row["cpr"]) if row["cpr"] else ""
                model._base_manager.filter(pk=row["pk"]).update(**values)
    return len(keys)
