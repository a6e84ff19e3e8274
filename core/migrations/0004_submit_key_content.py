from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0003_import_choices")]

    operations = [migrations.AddField("submitkey", "content", models.CharField(blank=True, default="", max_length=64))]
