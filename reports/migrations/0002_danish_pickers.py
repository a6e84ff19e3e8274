"""Rows with names are listed in Danish order, the same on every engine."""

from django.db import migrations

import core.ordering


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0001_initial'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='reportsnapshot',
            options={'ordering': ['-period', 'kind', core.ordering.Danish('subject_name'), '-revision']},
        ),
    ]
