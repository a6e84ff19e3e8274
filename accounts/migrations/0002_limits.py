"""The first rows of the limits that a unit begins with."""

import datetime

from django.db import migrations

from core.limits import add_first_rows, remove_rows

SINCE = datetime.date(2019, 8, 1)
LAW = "Lov om kommunal indsats for unge under 25 år, LBK 953 af 12-08-2024"
OWN = "Anbefalet udgangspunkt. Ingen lov bestemmer tallet"
ROWS = [
    ("unit_youngest_age", 13, "years", SINCE, "Enhedens egen beslutning. Loven taler om vejledning fra 7. klasse", "13–14-årige har et andet grundlag end den sammenhængende plan: skolens vejledning eller barnets lov."),
    ("unit_oldest_age", 25, "years", SINCE, LAW, "Loven gælder unge under 25 år; enheden kan følge en ung til dagen før 26-årsdagen."),
    ("activity_fresh_days", 90, "days", SINCE, OWN, "Beskæftigelsesindikatorprojektet måler hver tredje måned."),
    ("contact_days", 30, "days", SINCE, OWN, ""),
]


def fill(apps, schema_editor):
    """Add them."""
    add_first_rows(apps, ROWS)


def empty(apps, schema_editor):
    """Take them away again."""
    remove_rows(apps, (row[0] for row in ROWS))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("core", "0001_initial")]
    operations = [migrations.RunPython(fill, empty)]
