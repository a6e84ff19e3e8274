import datetime

from django.db import migrations, models

from core.limits import add_first_rows, remove_rows

ROWS = [
    (
        "consent_youngest_age",
        15,
        "years",
        datetime.date(2019, 8, 1),
        "Praksis: en moden ung på omkring 15 år kan selv samtykke. Ingen lov sætter alderen",
        "Spørg jeres jurist, og ret værdien, hvis I gør det anderledes.",
    )
]


def fill(apps, schema_editor):
    """The first row of the limit that a consent stands on."""
    add_first_rows(apps, ROWS)


def empty(apps, schema_editor):
    """Take it away again."""
    remove_rows(apps, (row[0] for row in ROWS))


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0016_closing"),
        ('core', '0004_limit'),
    ]

    operations = [
        migrations.RunPython(fill, empty),
        migrations.AddField(
            model_name='note',
            name='with_names',
            field=models.CharField(blank=True, editable=False, max_length=300),
        ),
        migrations.AddField(
            model_name='sharingrule',
            name='version',
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
    ]
