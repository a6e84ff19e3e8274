"""Rows with names are listed in Danish order, the same on every engine."""

from django.db import migrations

import core.ordering


class Migration(migrations.Migration):

    dependencies = [
        ('exchange', '0001_initial'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='knowninstallation',
            options={'ordering': [core.ordering.Danish('name'), 'pk']},
        ),
    ]
