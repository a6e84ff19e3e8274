"""The first rows of the limits and the tables of intake; an administrator edits them from there."""

import datetime

from django.db import migrations

from core.limits import add_first_rows, remove_rows
from intake.tables.reference import load_intake_tables

SINCE = datetime.date(2019, 8, 1)
OWN_CHOICE = "Enhedens egen beslutning. Ingen lov siger, hvor længe en henvendelse må vente"
ROWS = [
    ("inquiry_waiting_days", 14, "days", SINCE, OWN_CHOICE, ""),
    ("statement_days", 7, "days", SINCE, OWN_CHOICE, ""),
]


def fill(apps, schema_editor):
    """Put the proposals into the tables."""
    add_first_rows(apps, ROWS)
    load_intake_tables(
        knowledge=apps.get_model("cases", "Knowledge"),
        target_group=apps.get_model("intake", "TargetGroup"),
        department=apps.get_model("intake", "Department"),
        category=apps.get_model("partners", "PartnerCategory"),
    )


def empty(apps, schema_editor):
    """The limits go; the tables go with their models."""
    remove_rows(apps, (row[0] for row in ROWS))


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial"), ("core", "0001_initial"), ("partners", "0002_categories")]
    operations = [migrations.RunPython(fill, empty)]
