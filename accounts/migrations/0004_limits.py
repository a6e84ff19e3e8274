"""A unit counts its versions, and begins with what the table of limits says."""

import datetime

from django.db import migrations, models

import accounts.limits
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
    add_first_rows(apps, ROWS)


def empty(apps, schema_editor):
    remove_rows(apps, (row[0] for row in ROWS))



class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_factor_reset'),
        ('core', '0004_limit'),
    ]

    operations = [
        migrations.AddField(
            model_name='unit',
            name='version',
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AlterField(
            model_name='unit',
            name='activity_fresh_days',
            field=models.PositiveSmallIntegerField(default=accounts.limits.fresh_days, verbose_name='days an activity stays confirmed'),
        ),
        migrations.AlterField(
            model_name='unit',
            name='contact_days',
            field=models.PositiveSmallIntegerField(default=accounts.limits.contact_days, verbose_name='days between contacts'),
        ),
        migrations.AlterField(
            model_name='unit',
            name='max_age',
            field=models.PositiveSmallIntegerField(default=accounts.limits.oldest_age, verbose_name='oldest age'),
        ),
        migrations.AlterField(
            model_name='unit',
            name='min_age',
            field=models.PositiveSmallIntegerField(default=accounts.limits.youngest_age, verbose_name='youngest age'),
        ),
        migrations.RunPython(fill, empty),
    ]
