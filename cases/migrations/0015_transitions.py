"""What each age requires, and what somebody confirms about it."""

import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.clock

SINCE = datetime.date(2019, 8, 1)
LAW = "Lov om kommunal indsats for unge under 25 år, LBK 953 af 12-08-2024"
MODEL = "Samarbejdsmodellen (Socialstyrelsen): faste møder ved 16, 17½ og 18½ år"
CHILD = "Barnets lov § 111 (ungestøtte) og § 123 (forberedelse af overgangen til voksenlivet)"
OWN = "Enhedens egen arbejdsgang"
ADULT = "Forældremyndigheden ophører, når den unge fylder 18 (forældreansvarsloven)"
# (months, what, how it is seen, source)
RULES = [
    (180, "Det er kendt, hvad den unge er i gang med", "activity", LAW + ", § 2 a"),
    (180, "Planen har et næste skridt, så den viser, hvordan pligten opfyldes", "next_step", LAW + ", § 2 a"),
    (180, "Den unge og forældrene ved, hvad pligten betyder", "confirmed", LAW + ", § 2 a"),
    (192, "Netværksmøde er holdt", "meeting", MODEL),
    (192, "Planen har et næste skridt", "next_step", MODEL),
    (210, "Netværksmøde er holdt", "meeting", MODEL),
    (210, "Nogen fra voksensiden er med", "adult_side", CHILD),
    (210, "Ungestøtte er overvejet, hvis den unge er anbragt", "confirmed", CHILD),
    (216, "Den unge er selv spurgt om samtykker", "consents", ADULT),
    (216, "Nogen fra voksensiden er med", "adult_side", CHILD),
    (216, "Planen har et næste skridt efter fødselsdagen", "next_step", OWN),
    (216, "Den unge ved, at forældrene ikke længere får besked af sig selv", "confirmed", ADULT),
    (222, "Netværksmøde er holdt", "meeting", MODEL),
    (222, "Det er kendt, hvad den unge er i gang med", "activity", MODEL),
    (276, "Planen har et næste skridt, når ungestøtte hører op", "next_step", CHILD),
    (276, "Den unge ved, hvem der tager over", "confirmed", MODEL),
    (300, "Den unge ved, hvem der følger op, når planen slutter", "confirmed", LAW),
    (300, "Det er kendt, hvad den unge er i gang med", "activity", LAW),
    (360, "Oplysninger i den fælles database er gennemgået", "confirmed", LAW + ", § 15 d"),
]


def fill(apps, schema_editor):
    """The requirements that the unit begins with; an administrator adds and ends them."""
    rule = apps.get_model("cases", "TransitionRule")
    rule.objects.bulk_create(
        rule(months=months, text=text, check_by=check, source=source, valid_from=SINCE, position=number * 10)
        for number, (months, text, check, source) in enumerate(RULES, start=1)
    )


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0014_broken_glass'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TransitionRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('months', models.PositiveSmallIntegerField(choices=[(180, '15'), (192, '16'), (210, '17½'), (216, '18'), (222, '18½'), (276, '23'), (300, '25'), (360, '30')], verbose_name='age')),
                ('text', models.CharField(max_length=160, verbose_name='what is required')),
                ('check_by', models.CharField(choices=[('meeting', 'A meeting in the half year before'), ('adult_side', 'Somebody from the adult side takes part'), ('consents', "Nobody is told anything on a parent's word after the age of 18"), ('next_step', 'The plan has a step on the other side of the day'), ('activity', 'What the young person does is known and confirmed'), ('confirmed', 'Somebody confirms it: no fact tells')], max_length=10, verbose_name='how it is seen')),
                ('valid_from', models.DateField(verbose_name='holds from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='holds until')),
                ('source', models.CharField(max_length=400, verbose_name='where it is written')),
                ('position', models.PositiveSmallIntegerField(default=100)),
                ('recorded_at', models.DateTimeField(default=core.clock.now, editable=False)),
                ('recorded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['months', 'position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='TransitionConfirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='on')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='remark')),
                ('recorded_at', models.DateTimeField(default=core.clock.now, editable=False)),
                ('superseded_at', models.DateTimeField(editable=False, null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transition_confirmations', to='cases.case')),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='confirmations', to='cases.transitionrule')),
            ],
        ),
        migrations.AddConstraint(
            model_name='transitionrule',
            constraint=models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='transition_rule_has_a_source', violation_error_message='Say where it is written.'),
        ),
        migrations.AddConstraint(
            model_name='transitionrule',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='transition_rule_runs_forward', violation_error_message='The last day is before the first.'),
        ),
        migrations.AddConstraint(
            model_name='transitionconfirmation',
            constraint=models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('case', 'rule'), name='confirmed_once'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
