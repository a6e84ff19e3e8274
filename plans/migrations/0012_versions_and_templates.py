"""What was handed over are numbered versions that say what they say; confirmations of them; and templates of goals and
milestones to begin from.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.clock
import core.crypto
import core.ordering


def count(apps, schema_editor):
    """Number what was handed over before, plan by plan, in the order in which it was."""
    Handover = apps.get_model("plans", "Handover")
    numbers = {}
    for pk, plan in Handover.objects.order_by("created_at", "pk").values_list("pk", "plan_id"):
        numbers[plan] = numbers.get(plan, 0) + 1
        Handover.objects.filter(pk=pk).update(number=numbers[plan])


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0004_owncard'),
        ('plans', '0011_own_words_and_tags'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('how', models.CharField(choices=[('paper', 'Signed on paper'), ('code', 'With a code from the guide')], max_length=5)),
                ('sha256', models.CharField(max_length=64)),
                ('on', models.DateField(default=core.clock.today)),
                ('recorded_at', models.DateTimeField(default=core.clock.now)),
            ],
            options={
                'ordering': ['on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PartTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('goal', 'A goal'), ('step', 'A milestone')], default='step', max_length=4, verbose_name='what it begins')),
                ('own_words', models.CharField(max_length=200, verbose_name='this is what I want')),
                ('professional', models.CharField(blank=True, max_length=300, verbose_name='in professional words')),
                ('outlook', models.BooleanField(default=False, verbose_name='outlook')),
                ('insight', models.BooleanField(default=False, verbose_name='insight')),
                ('competence', models.BooleanField(default=False, verbose_name='competences')),
                ('days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='days it usually takes')),
                ('topics', models.JSONField(blank=True, default=list, verbose_name='what it tells of')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
            ],
            options={
                'ordering': ['kind', core.ordering.Danish('own_words'), 'pk'],
            },
        ),
        migrations.AddField(
            model_name='handover',
            name='content',
            field=core.crypto.EncryptedTextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name='handover',
            name='number',
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name='handover',
            name='variant',
            field=models.CharField(choices=[('standard', 'Standard'), ('large', 'Large type'), ('easy', 'Easy to read'), ('card', 'Card to fold for the pocket')], default='standard', max_length=8),
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.UniqueConstraint(fields=('plan', 'number'), name='handover_has_its_number'),
        ),
        migrations.AddField(
            model_name='confirmation',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='confirmation',
            name='handover',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='confirmations', to='plans.handover'),
        ),
        migrations.AddConstraint(
            model_name='confirmation',
            constraint=models.UniqueConstraint(fields=('handover', 'how'), name='version_confirmed_once_each_way'),
        ),
    ]
