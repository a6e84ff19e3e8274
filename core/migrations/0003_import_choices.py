"""What the owner of an uploaded list chose in its preview; and a mail is found by whom it went to."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """An empty choice for the lists that wait."""

    dependencies = [("core", "0002_cache_table")]

    operations = [
        migrations.AddField(
            model_name="importfile",
            name="choices",
            field=models.JSONField(default=dict),
        ),
        migrations.AddIndex(
            model_name="outboxmail",
            index=models.Index(fields=["to"], name="outbox_to"),
        ),
    ]
