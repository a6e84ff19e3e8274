"""Danish order: names sort the same under every collation, so the keys stored beside them are written anew."""

from django.db import migrations

import core.ordering
from core.text import sort_key

BATCH = 500


def write_keys(apps, schema_editor):
    """The key of every name; the old ones were right only where the database compares bytes."""
    model = apps.get_model("cases", "YoungPerson")
    rows = []
    for row in model.objects.iterator(chunk_size=BATCH):
        row.sort_name = sort_key(f"{row.first_name} {row.last_name}")
        rows.append(row)
        if len(rows) == BATCH:
            model.objects.bulk_update(rows, ["sort_name"])
            rows = []
    model.objects.bulk_update(rows, ["sort_name"])


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0006_former_numbers'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='guardian',
            options={'ordering': ['-has_custody', core.ordering.Danish('name'), 'pk']},
        ),
        migrations.RunPython(write_keys, migrations.RunPython.noop, elidable=True),
    ]
