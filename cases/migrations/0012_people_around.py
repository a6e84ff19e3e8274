

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.clock


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0011_duty'),
        ('partners', '0004_contact_days'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='guardian',
            name='closeness',
            field=models.CharField(choices=[('family', 'Family'), ('friend', 'Friends and others close'), ('professional', 'Professionals')], default='family', max_length=12, verbose_name='how close'),
        ),
        migrations.AddField(
            model_name='guardian',
            name='contact_ban',
            field=models.BooleanField(default=False, verbose_name='must have no contact with the young person'),
        ),
        migrations.AddField(
            model_name='guardian',
            name='contact_wish',
            field=models.CharField(blank=True, choices=[('', 'Not asked'), ('phone', 'May be phoned'), ('ask', 'Ask the young person first'), ('not', 'We do not contact them')], default='', max_length=5, verbose_name='our contact with them'),
        ),
        migrations.AddField(
            model_name='guardian',
            name='note',
            field=models.CharField(blank=True, max_length=200, verbose_name='good to know'),
        ),
        migrations.AddField(
            model_name='guardian',
            name='until_on',
            field=models.DateField(blank=True, null=True, verbose_name='no longer around since'),
        ),
        migrations.AddField(
            model_name='note',
            name='with_youth',
            field=models.BooleanField(default=True, verbose_name='the young person took part'),
        ),
        migrations.CreateModel(
            name='ColleagueRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(verbose_name='from')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('recorded_at', models.DateTimeField(default=core.clock.now, editable=False)),
                ('superseded_at', models.DateTimeField(editable=False, null=True)),
                ('role', models.CharField(max_length=120, verbose_name='their part')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='colleague_roles', to='cases.case')),
                ('recorded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='colleague_roles', to=settings.AUTH_USER_MODEL, verbose_name='colleague')),
            ],
            options={
                'ordering': ['-from_on', '-pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gte', models.F('from_on')), _connector='OR'), name='cases_colleaguerole_runs_forward', violation_error_message='The last day is before the first.'), models.UniqueConstraint(condition=models.Q(('superseded_at', None), ('until_on', None)), fields=('case', 'user'), name='colleague_takes_part_once', violation_error_message='This colleague already takes part.')],
            },
        ),
        migrations.CreateModel(
            name='NoteContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('guardian', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.guardian')),
                ('note', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='cases.note')),
                ('partner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='note_contacts', to='partners.partner')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('guardian__isnull', False), ('partner', None), ('user', None)), models.Q(('guardian', None), ('partner__isnull', False), ('user', None)), models.Q(('guardian', None), ('partner', None), ('user__isnull', False)), _connector='OR'), name='note_contact_is_one_of_three')],
            },
        ),
    ]
