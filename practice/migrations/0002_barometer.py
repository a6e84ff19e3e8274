"""Rounds of the barometer, and the ready sets of statements."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.clock
import practice.barometer.rules

# (name, source, statements), in the order they are offered.
READY = (
    (
        "Fælles mål",
        "Fremfærd: KUI i 15 kommuner (2024)",
        (
            "Vi har klart definerede, fælles mål på tværs af faggrupper",
            "Den unges egne ønsker er udgangspunktet for det, vi aftaler",
            "Den unge møder én plan og én indgang",
            "Jeg ved, hvem der gør hvad i de forløb, jeg er med i",
            "Vi når at handle, før en ung falder ud",
        ),
    ),
    (
        "Relationel koordinering",
        "Efter J. H. Gittell: relationel koordinering, syv dimensioner, omskrevet som udsagn",
        (
            "Vi taler sammen så ofte, som opgaven kræver",
            "Vi får besked i tide",
            "Det, vi fortæller hinanden, er præcist",
            "Når noget går galt, løser vi det i stedet for at finde en skyldig",
            "Vi har fælles mål",
            "Vi kender hinandens opgaver",
            "Vi respekterer hinandens arbejde",
        ),
    ),
    (
        "Psykologisk tryghed",
        "Efter A. Edmondson: psykologisk tryghed i teams, omskrevet som positive udsagn",
        (
            "Hos os kan man begå en fejl uden at få den smidt i hovedet",
            "Vi kan tage de svære spørgsmål op",
            "Det er i orden at være anderledes hos os",
            "Man tør prøve noget nyt",
            "Det er nemt at bede kolleger om hjælp",
            "Ingen modarbejder andre med vilje",
            "Mine evner bliver set og brugt",
        ),
    ),
    (
        "Værdier",
        "Ungeindsatsen & UU: kerneopgaven (2022–23)",
        (
            "Anerkendelse: vi ser og siger det, der lykkes",
            "Indsigt: vi ved nok om den unge til at gå videre",
            "Tillid: vi stoler på, at andre gør det, de har lovet",
            "Ordentlighed: vi taler om unge, som om de sad her",
            "Fællesskab: vi er fælles om de unge og om hinanden",
            "Udvikling: vi lærer af det, der ikke gik",
        ),
    ),
)


def fill(apps, schema_editor):
    """The ready sets; a unit writes its own beside them."""
    ready, statements = apps.get_model("practice", "StatementSet"), apps.get_model("practice", "Statement")
    for place, (name, source, texts) in enumerate(READY, 1):
        made = ready.objects.create(name=name, source=source, position=place)
        statements.objects.bulk_create(
            statements(set=made, text=text, position=number) for number, text in enumerate(texts, 1)
        )


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_unit_mailbox'),
        ('practice', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=200, verbose_name='statement')),
                ('position', models.PositiveSmallIntegerField(default=100)),
            ],
            options={
                'ordering': ['set__position', 'position', 'pk'],
            },
        ),
migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=100, verbose_name='title')),
                ('how', models.CharField(choices=[('signed_in', 'Each in their own time, over some days'), ('live', 'Together in the room, by a code on the wall')], default='signed_in', max_length=10, verbose_name='how it is answered')),
                ('with_partners', models.BooleanField(default=False, verbose_name='ask the partners too')),
                ('opened_on', models.DateField(default=core.clock.today)),
                ('closes_on', models.DateField(verbose_name='last day to answer')),
                ('closed_on', models.DateField(blank=True, editable=False, null=True)),
                ('code', models.CharField(blank=True, max_length=6)),
                ('asked_staff', models.PositiveSmallIntegerField(default=0)),
                ('asked_partners', models.PositiveSmallIntegerField(default=0)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='accounts.unit')),
            ],
            options={"ordering": ['-opened_on', '-pk'], "constraints": [models.CheckConstraint(condition=models.Q(('closes_on__gte', models.F('opened_on'))), name='round_closes_after_it_opens', violation_error_message='Choose today or a day to come.'), models.CheckConstraint(condition=models.Q(models.Q(('how', 'live'), models.Q(('code', ''), _negated=True)), models.Q(('how', 'signed_in'), ('code', '')), _connector='OR'), name='round_live_by_code'), models.UniqueConstraint(condition=models.Q(models.Q(('code', ''), _negated=True), ('closed_on', None)), fields=('code',), name='round_code_once_at_a_time')]},
        ),
migrations.CreateModel(
            name='Answered',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seat', models.CharField(blank=True, max_length=64)),
                ('is_partner', models.BooleanField(default=False)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answered', to='practice.round')),
            ], options={"constraints": [models.CheckConstraint(condition=models.Q(models.Q(('user', None), models.Q(('seat', ''), _negated=True)), models.Q(('user__isnull', False), ('seat', '')), _connector='OR'), name='answered_by_a_user_or_a_seat'), models.UniqueConstraint(condition=models.Q(('user__isnull', False)), fields=('round', 'user'), name='answered_once_by_a_user'), models.UniqueConstraint(condition=models.Q(('seat', ''), _negated=True), fields=('round', 'seat'), name='answered_once_from_a_seat')]}),
migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('staff', models.JSONField(default=practice.barometer.rules.no_answers)),
                ('partners', models.JSONField(default=practice.barometer.rules.no_answers)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='practice.round')),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='practice.statement')),
            ],
            options={"ordering": ['position', 'pk'], "constraints": [models.UniqueConstraint(fields=('round', 'statement'), name='question_once_in_a_round')]},
        ),
migrations.CreateModel(
            name='StatementSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='source')),
                ('position', models.PositiveSmallIntegerField(default=100)),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='statement_sets', to='accounts.unit')),
            ],
            options={"ordering": ['position', 'pk'], "constraints": [models.UniqueConstraint(models.F('unit'), condition=models.Q(('unit__isnull', False)), name='one_own_statement_set')]},
        ),
migrations.AddField(
            model_name='statement',
            name='set',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='practice.statementset'),
        ),
migrations.AddConstraint(
            model_name='statement',
            constraint=models.UniqueConstraint(fields=('set', 'text'), name='statement_once_in_a_set'),
        ),
migrations.RunPython(fill, migrations.RunPython.noop)]
