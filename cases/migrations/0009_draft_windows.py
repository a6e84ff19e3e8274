from django.db import migrations, models


def rename(apps, schema_editor):
    """The plan's draft is called as every other form's, and stands beside one that is called so already."""
    apps.get_model("cases", "Draft").objects.filter(form="plan-dream").update(form="plan.dream", key="plan-dream")


def gather(apps, schema_editor):
    """Of several drafts of one form one is left, with the texts of all beneath each other."""
    newest, drafts = {}, apps.get_model("cases", "Draft").objects
    for row in drafts.order_by("-saved_at", "-pk"):
        kept = newest.setdefault((row.case_id, row.user_id, row.form), row)
        if kept is not row:
            kept.text = f"{kept.text}\n\n{row.text}"
            kept.save(update_fields=["text"])
            row.delete()
    drafts.filter(form="plan.dream").update(form="plan-dream")


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_duty_decisions")]

    operations = [
        migrations.AddField("draft", "key", models.CharField(blank=True, default="", max_length=64)),
        migrations.AddField("draft", "revision", models.PositiveIntegerField(default=1)),
        migrations.AddField("draft", "over", models.CharField(blank=True, default="", max_length=4100)),
        migrations.RemoveConstraint("draft", "one_draft_per_form"),
        # After the constraint is gone on the way here, and before it is back on the way back.
        migrations.RunPython(rename, gather),
        migrations.AddConstraint(
            "draft",
            models.UniqueConstraint(fields=("case", "user", "form", "key"), name="one_draft_per_window"),
        ),
    ]
