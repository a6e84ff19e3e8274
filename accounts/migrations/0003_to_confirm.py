"""Users wait for a leader; those who are there already do not."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column that may be empty."""

    dependencies = [("accounts", "0002_limits")]
    operations = [
        migrations.AddField("user", "to_confirm_since", models.DateTimeField(editable=False, null=True)),
    ]
