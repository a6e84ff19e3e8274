"""Rows with names are listed in Danish order, the same on every engine."""

from django.db import migrations

import core.ordering


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0009_draft_windows'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='knowledge',
            options={'ordering': ['position', core.ordering.Danish('name_da'), 'code']},
        ),
        migrations.AlterModelOptions(
            name='notekind',
            options={'ordering': ['position', core.ordering.Danish('name_da'), 'pk']},
        ),
        migrations.AlterModelOptions(
            name='sharingrule',
            options={'ordering': ['is_duty', core.ordering.Danish('name'), 'pk']},
        ),
    ]
