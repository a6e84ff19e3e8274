"""The categories a new installation begins with."""

from django.db import migrations

from partners.categories.reference import load_categories


def load(apps, schema_editor):
    load_categories(apps.get_model("partners", "PartnerCategory"))


class Migration(migrations.Migration):
    dependencies = [("partners", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
