from django.db import migrations, models


def as_the_plan_says(apps, schema_editor):
    """What was agreed in minutes that are shared already stands as the plan says it today: no better is known."""
    rows = apps.get_model("meetings", "Decision").objects.exclude(item__meeting__minutes__state="draft")
    related = ("milestone__contact__partner", "item__meeting__case__guide")
    for row in rows.select_related(*related).iterator(chunk_size=500):
        milestone, guide = row.milestone, row.item.meeting.case.guide
        row.what, row.due_on, row.responsible = milestone.own_words, milestone.due_on, milestone.responsible
        if milestone.contact is not None:
            row.who = f"{milestone.contact.name}, {milestone.contact.partner.name}"[:300]
        elif milestone.responsible == "guide" and guide is not None:
            row.who = guide.name
        elif milestone.responsible != "youth":
            row.who = milestone.get_responsible_display()
        row.save(update_fields=["what", "due_on", "responsible", "who"])


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0003_minutes_reach'),
    ]

    operations = [
        migrations.AddField(
            model_name='decision',
            name='due_on',
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='decision',
            name='responsible',
            field=models.CharField(blank=True, editable=False, max_length=8),
        ),
        migrations.AddField(
            model_name='decision',
            name='what',
            field=models.CharField(blank=True, editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name='decision',
            name='who',
            field=models.CharField(blank=True, editable=False, max_length=300),
        ),
        migrations.RunPython(as_the_plan_says, migrations.RunPython.noop),
    ]
