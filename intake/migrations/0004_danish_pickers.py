"""Rows with names are listed in Danish order, the same on every engine."""

from django.db import migrations

import core.ordering


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0003_listed_cases'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='department',
            options={'ordering': ['position', core.ordering.Danish('name_da'), 'code']},
        ),
        migrations.AlterModelOptions(
            name='targetgroup',
            options={'ordering': ['position', core.ordering.Danish('name_da'), 'code']},
        ),
    ]
