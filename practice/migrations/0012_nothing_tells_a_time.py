"""What is kept without its author tells no time, and the counters of the barometer nothing at all without the key."""

import json

from django.db import migrations, models
from django.db.models.functions import Cast

import practice.barometer.models
import practice.barometer.rules
from core import crypto

# Kept without who wrote it and when: tokens of before say the second.
WITHOUT_AUTHOR = (("Idea", "text"), ("Reflection", "text"))
GROUPS = ("staff", "partners")
WIDTH = 6


def encrypt_counters(apps, schema_editor):
    """What the columns held until now is a list of ten numbers in the open."""
    question = apps.get_model("practice", "Question")
    texts = {f"_{group}": Cast(group, models.TextField()) for group in GROUPS}
    for row in list(question.objects.annotate(**texts).values("pk", *texts)):
        counts = {group: json.loads(row[f"_{group}"]) for group in GROUPS}
        question.objects.filter(pk=row["pk"]).update(**counts)


def forget_the_second(apps, schema_editor):
    """Encrypt anew, at no time."""
    for name, field in WITHOUT_AUTHOR:
        model = apps.get_model("practice", name)
        for pk, text in list(model.objects.order_by("pk").values_list("pk", field)):
            model.objects.filter(pk=pk).update(**{field: text})


def open_counters(apps, schema_editor):
    """Back to a list in the open."""
    question = apps.get_model("practice", "Question")
    texts = {f"_{group}": Cast(group, models.TextField()) for group in GROUPS}
    for row in list(question.objects.annotate(**texts).values("pk", *texts)):
        told = {group: crypto.decrypt(row[f"_{group}"].encode()).decode() for group in GROUPS}
        counts = {
            group: json.dumps([int(text[at : at + WIDTH]) for at in range(0, len(text), WIDTH)])
            for group, text in told.items()
        }
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(
                "UPDATE practice_question SET staff = %s, partners = %s WHERE id = %s",
                [counts["staff"], counts["partners"], row["pk"]],
            )


class Migration(migrations.Migration):
    dependencies = [("practice", "0011_corrected_and_taken_back")]

    operations = [
        migrations.AlterField(
            model_name="question",
            name="staff",
            field=practice.barometer.models.Counters(default=practice.barometer.rules.no_answers),
        ),
        migrations.AlterField(
            model_name="question",
            name="partners",
            field=practice.barometer.models.Counters(default=practice.barometer.rules.no_answers),
        ),
        migrations.RunPython(encrypt_counters, open_counters),
        migrations.RunPython(forget_the_second, migrations.RunPython.noop),
    ]
