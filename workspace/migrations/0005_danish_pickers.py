"""Rows with names are listed in Danish order, the same on every engine."""

from django.db import migrations

import core.ordering


class Migration(migrations.Migration):

    dependencies = [
        ('workspace', '0004_told_and_put_away'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='savedview',
            options={'ordering': ['is_shared', core.ordering.Danish('name'), 'pk']},
        ),
    ]
