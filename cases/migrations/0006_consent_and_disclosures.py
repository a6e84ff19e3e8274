import json
import uuid
from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.clock
import core.crypto

PROPOSAL = Path(__file__).parent.parent / "data" / "sharing_rules.json"
NOT_NOTED = "Ikke noteret"


def say_how(apps, schema_editor):
    """What older rows never said: who heard it, which rule, which custody holder. What cannot be known is said to be unknown."""
    Consent, Guardian = apps.get_model("cases", "Consent"), apps.get_model("cases", "Guardian")
    Consent.objects.exclude(basis="consent").update(from_whom="")
    Consent.objects.exclude(basis="consent").filter(rule="").update(rule=NOT_NOTED)
    Consent.objects.filter(basis="consent", form="oral", witness="").update(witness=NOT_NOTED)
    named = Consent.objects.filter(basis="consent").exclude(given_by="").select_related("case")
    holders = {}
    for pk, person_id, name in Guardian.objects.filter(has_custody=True).values_list("pk", "person_id", "name"):
        holders[person_id, name.casefold()] = pk
    for consent in named.iterator() if holders else ():
        guardian = holders.get((consent.case.person_id, consent.given_by.strip().casefold()))
        if guardian:
            Consent.objects.filter(pk=consent.pk).update(from_whom="custody", guardian_id=guardian)
    schema_editor.connection.check_constraints()


def fill_rules(apps, schema_editor):
    """Begin with a proposal, which the unit edits."""
    SharingRule = apps.get_model("cases", "SharingRule")
    SharingRule.objects.bulk_create(
        SharingRule(**item) for item in json.loads(PROPOSAL.read_text(encoding="utf-8"))["items"]
    )


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0005_inquiries"),
        ('partners', '0004_contact_days'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ConsentReceipt',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('language', models.CharField(default='da', max_length=2)),
                ('is_withdrawal', models.BooleanField(default=False)),
                ('pdf', core.crypto.EncryptedBinaryField()),
                ('sha256', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField(default=core.clock.now)),
            ],
            options={
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='Disclosure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('page', 'Opened the shared page'), ('handover', 'Was handed the plan'), ('file', 'Fetched the plan'), ('told', 'Was told')], max_length=8)),
                ('topics', models.JSONField(default=list, verbose_name='what was told')),
                ('what', models.CharField(blank=True, max_length=200, verbose_name='in short')),
                ('at', models.DateTimeField(default=core.clock.now)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='SharingRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, unique=True, verbose_name='rule')),
                ('text', models.TextField(verbose_name='what it says')),
                ('is_duty', models.BooleanField(default=False, verbose_name='a duty to report')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='source')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='last day')),
            ],
            options={
                'ordering': ['is_duty', 'name'],
            },
        ),
        migrations.AddField(
            model_name='consent',
            name='from_whom',
            field=models.CharField(blank=True, choices=[('youth', 'The young person'), ('custody', 'A custody holder'), ('both', 'The young person and a custody holder')], default='youth', max_length=8, verbose_name='who said yes'),
        ),
        migrations.AddField(
            model_name='consent',
            name='guardian',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='cases.guardian', verbose_name='custody holder'),
        ),
        migrations.AddField(
            model_name='consent',
            name='rule',
            field=models.CharField(blank=True, max_length=200, verbose_name='rule'),
        ),
        migrations.AddField(
            model_name='consent',
            name='rule_text',
            field=models.TextField(blank=True, verbose_name='what the rule says'),
        ),
        migrations.AddField(
            model_name='consent',
            name='witness',
            field=models.CharField(blank=True, max_length=120, verbose_name='who heard it'),
        ),
        migrations.AlterField(
            model_name='consent',
            name='given_by',
            field=models.CharField(blank=True, editable=False, max_length=260, verbose_name='given by'),
        ),
        migrations.RunPython(say_how, migrations.RunPython.noop),
        migrations.RunPython(fill_rules, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('basis', 'consent'), models.Q(('from_whom', ''), _negated=True)), models.Q(models.Q(('basis', 'consent'), _negated=True), ('from_whom', ''), models.Q(('rule', ''), _negated=True)), _connector='OR'), name='basis_says_who_or_which_rule', violation_error_message='Say who said yes, or which rule it follows from.'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('basis', 'consent'), _negated=True), ('form', 'written'), models.Q(('witness', ''), _negated=True), _connector='OR'), name='oral_consent_has_a_witness', violation_error_message='Name who heard it.'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('from_whom__in', ['', 'youth']), ('guardian__isnull', False), _connector='OR'), name='custody_holder_is_named', violation_error_message='Name the custody holder.'),
        ),
        migrations.AddField(
            model_name='consentreceipt',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='consentreceipt',
            name='consent',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='cases.consent'),
        ),
        migrations.AddField(
            model_name='disclosure',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='disclosure',
            name='consent',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disclosures', to='cases.consent'),
        ),
        migrations.AddConstraint(
            model_name='sharingrule',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='sharing_rule_runs_forward', violation_error_message='The last day is before the first.'),
        ),
        migrations.AddConstraint(
            model_name='consentreceipt',
            constraint=models.UniqueConstraint(fields=('consent', 'language', 'is_withdrawal'), name='one_receipt_of_a_kind'),
        ),
        migrations.AddIndex(
            model_name='disclosure',
            index=models.Index(fields=['consent', '-at'], name='cases_discl_consent_d805b1_idx'),
        ),
    ]
