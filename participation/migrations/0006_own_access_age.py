"""The age from which a young person enters Min plan alone is a limit like the others."""

import datetime

from django.db import migrations

from core.limits import add_first_rows, remove_rows

# The day on which the municipalities' joint effort for young people began.
SINCE = datetime.date(2019, 8, 1)
OWN = "Enhedens egen beslutning"
ROWS = [
    ("own_access_age", 13, "years", SINCE, OWN, "Spørg jeres jurist, og ret værdien, hvis I gør det anderledes."),
]


def fill(apps, schema_editor):
    """Add them."""
    add_first_rows(apps, ROWS)


def empty(apps, schema_editor):
    """Remove them."""
    remove_rows(apps, [row[0] for row in ROWS])


class Migration(migrations.Migration):
    """One row of the table of limits."""

    dependencies = [("participation", "0005_own_page"), ("core", "0005_mail_calendar")]
    operations = [migrations.RunPython(fill, empty)]
