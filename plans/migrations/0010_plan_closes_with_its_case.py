"""A plan is closed with its case, and opened again with it. Until now it stayed open."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def close(apps, schema_editor):
    plan, case = apps.get_model("plans", "Plan"), apps.get_model("cases", "Case")
    day = case.objects.filter(pk=OuterRef("case_id")).values("closed_on")[:1]
    plan.objects.filter(closed_on=None, case__closed_on__isnull=False).update(closed_on=Subquery(day))


def open_again(apps, schema_editor):
    apps.get_model("plans", "Plan").objects.filter(case__closed_on__isnull=False, closed_on__isnull=False).update(closed_on=None)


class Migration(migrations.Migration):

    dependencies = [("plans", "0009_bundle_documents"), ("cases", "0020_came_from")]

    operations = [migrations.RunPython(close, open_again)]
