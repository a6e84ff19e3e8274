"""The clocks of the duty. Who is in nothing already has clocks that run since that was written."""

import django.db.models.deletion
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import migrations, models

import core.clock


def start_clocks(apps, schema_editor):
    """Who is 15–17 and in nothing: we learned it when it was written, as Min dag has counted until now."""
    today = core.clock.today()
    periods = apps.get_model("cases", "ActivityPeriod").objects.filter(
        activity="none",
        until_on=None,
        superseded_at=None,
        case__closed_on=None,
        case__person__birth_date__gt=today - relativedelta(years=18),
        case__person__birth_date__lte=today - relativedelta(years=15),
    )
    breach = apps.get_model("cases", "DutyBreach")
    breach.objects.bulk_create(
        [
            breach(
                case_id=period.case_id,
                learned_on=period.from_on,
                how="activity",
                recorded_by_id=period.recorded_by_id,
                recorded_at=period.recorded_at,
            )
            for period in periods
        ],
        batch_size=500,
    )


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0010_notes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DutyBreach',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('learned_on', models.DateField(verbose_name='learned on')),
                ('how', models.CharField(choices=[('activity', 'We wrote that the young person is in nothing'), ('school', 'The school or institution told us'), ('database', 'From the youth database'), ('family', 'The family told us'), ('young_person', 'The young person told us'), ('partner', 'A partner or colleague told us'), ('other', 'In another way')], max_length=12, verbose_name='how we learned it')),
                ('note', models.CharField(blank=True, max_length=400, verbose_name='remark')),
                ('followed_on', models.DateField(blank=True, null=True, verbose_name='follows the plan again from')),
                ('mistake', models.CharField(blank=True, max_length=200, verbose_name='why it was a mistake')),
                ('recorded_at', models.DateTimeField(default=core.clock.now, editable=False)),
                ('superseded_at', models.DateTimeField(editable=False, null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='breaches', to='cases.case')),
                ('recorded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-learned_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='BreachReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('which', models.CharField(choices=[('contact', 'Contact'), ('activity', 'New activity')], max_length=8)),
                ('why', models.CharField(choices=[('in_vain', 'We tried and did not get hold of anybody'), ('ill', 'The young person was ill or away'), ('declined', 'The young person or the family did not want to'), ('no_place', 'No suitable place was free'), ('ours', 'Illness, holidays or too much to do in the unit'), ('late', 'The message reached us late'), ('other', 'Something else')], max_length=8, verbose_name='why')),
                ('text', models.CharField(blank=True, max_length=400, verbose_name='in your own words')),
                ('recorded_at', models.DateTimeField(default=core.clock.now, editable=False)),
                ('superseded_at', models.DateTimeField(editable=False, null=True)),
                ('recorded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('breach', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reasons', to='cases.dutybreach')),
            ],
            options={
                'ordering': ['-recorded_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='DutyExemption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(verbose_name='from')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('recorded_at', models.DateTimeField(default=core.clock.now, editable=False)),
                ('superseded_at', models.DateTimeField(editable=False, null=True)),
                ('reason', models.CharField(choices=[('disability', 'Disability'), ('illness', 'Illness'), ('social', 'Serious social problems')], max_length=10, verbose_name='reason')),
                ('decided_by', models.CharField(max_length=120, verbose_name='who decided it')),
                ('custody_heard_on', models.DateField(verbose_name='custody holder heard on')),
                ('note', models.CharField(blank=True, max_length=400, verbose_name='remark')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exemptions', to='cases.case')),
                ('recorded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-from_on', '-pk'],
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='dutybreach',
            index=models.Index(condition=models.Q(('superseded_at', None)), fields=['learned_on'], name='breach_day'),
        ),
        migrations.AddConstraint(
            model_name='dutybreach',
            constraint=models.UniqueConstraint(condition=models.Q(('mistake', ''), ('superseded_at', None)), fields=('case', 'learned_on'), name='one_breach_a_day', violation_error_message='It is written already that we learned it that day.'),
        ),
        migrations.AddConstraint(
            model_name='breachreason',
            constraint=models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('breach', 'which'), name='one_reason_per_limit'),
        ),
        migrations.AddConstraint(
            model_name='dutyexemption',
            constraint=models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gte', models.F('from_on')), _connector='OR'), name='cases_dutyexemption_runs_forward', violation_error_message='The last day is before the first.'),
        ),
        migrations.RunPython(start_clocks, migrations.RunPython.noop),
    ]
