"""Meetings, and the forms of meetings that an administrator changes from there."""

import uuid

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.clock

METHOD = "Samarbejdsmodellen (Socialstyrelsen): faste møder ved 16, 17½ og 18½ år"
CHILD = "Samarbejdsmodellen; barnets lov § 123 (forberedelse af overgangen til voksenlivet)"
LAW = "Lov om kommunal indsats for unge under 25 år, LBK 953 af 12-08-2024"
OWN = "Enhedens egen arbejdsgang"
TEAM = "Den unge\nKoordinator (guiden)\nUddannelsesvejleder\nMedarbejder fra jobcentret"
# (code, Danish, English, themes, who must attend, months until the next, the next, ages, minutes, source)
TYPES = [
    (
        "first", "Første møde", "First meeting",
        "Hvad den unge drømmer om\nUddannelse og job\nNetværk: hvem er der omkring dig?\nHvad vi hver især gør nu",
        "Den unge\nKoordinator (guiden)", 1, "coordination", [], 60, LAW,
    ),
    (
        "network-16", "Netværksmøde ved 16 år", "Network meeting at 16",
        "Uddannelse\nJob og fritidsjob\nNetværk: den unges voksne\nHelbred og trivsel\nBolig og hverdag",
        TEAM, 6, "follow-up", [192], 90, METHOD,
    ),
    (
        "network-17", "Netværksmøde ved 17½ år", "Network meeting at 17½",
        "Uddannelse og job efter de 18\nØkonomi og egne penge\nBolig\nNetværk: den unges voksne\nHelbred og trivsel\n"
        "Hvem følger den unge fra 18 år",
        TEAM, 6, "follow-up", [210], 90, METHOD,
    ),
    (
        "network-18", "Netværksmøde ved 18½ år", "Network meeting at 18½",
        "Uddannelse og job\nØkonomi og gæld\nBolig\nNetværk og fritid\nHelbred og trivsel\nHvad der stadig mangler",
        TEAM, 6, "follow-up", [222], 90, METHOD,
    ),
    (
        "follow-up", "Opfølgende netværksmøde", "Follow-up network meeting",
        "Hvad er lykkedes siden sidst\nUddannelse og job\nNetværk\nHelbred og trivsel",
        TEAM, 3, "follow-up", [], 60, METHOD,
    ),
    (
        "coordination", "Koordineringsmøde", "Coordination meeting",
        "Hvem gør hvad\nFrister og rækkefølge\nHvad der står i vejen",
        "Koordinator (guiden)\nDe afdelinger, der bærer milepæle", 3, "coordination", [], 60, OWN,
    ),
    (
        "transition", "Overgangsmøde", "Transition meeting",
        "Uddannelse og job\nBolig\nØkonomi\nNetværk\nHelbred\nHvem tager over, og fra hvornår",
        "Den unge\nKoordinator (guiden)\nDen, der tager over", None, "", [], 60, CHILD,
    ),
]  # fmt: skip


def meeting_types(apps, schema_editor):
    """The forms of meetings; an administrator changes them from here."""
    table = apps.get_model("meetings", "MeetingType")
    made, follows = {}, {}
    for number, (code, da, en, themes, who, months, then, ages, lasts, source) in enumerate(TYPES, start=1):
        made[code] = table.objects.create(
            code=code,
            name_da=da,
            name_en=en,
            themes=themes,
            must_attend=who,
            rhythm_months=months,
            ages_months=ages,
            lasts_minutes=lasts,
            source=source,
            position=number * 10,
        )
        follows[code] = then
    for code, then in follows.items():
        if then:
            table.objects.filter(pk=made[code].pk).update(then=made[then])


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0009_draft_windows'),
        ('partners', '0003_danish_order'),
        ('plans', '0003_told_topics'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.CreateModel(
            name='Attendee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_youth', models.BooleanField(default=False)),
                ('is_required', models.BooleanField(default=False, verbose_name='must attend')),
                ('answer', models.CharField(blank=True, choices=[('', 'No answer yet'), ('yes', 'Comes'), ('no', 'Cannot come'), ('online', 'Comes online or by phone')], default='', max_length=6)),
                ('answered_at', models.DateTimeField(editable=False, null=True)),
                ('attended', models.BooleanField(blank=True, null=True, verbose_name='was there')),
                ('left_at', models.DateTimeField(editable=False, null=True)),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='partners.contact')),
                ('guardian', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.guardian')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={"ordering": ['-is_youth', 'pk'], "constraints": [models.CheckConstraint(condition=models.Q(models.Q(('contact', None), ('guardian', None), ('is_youth', True), ('user', None)), models.Q(('contact', None), ('guardian__isnull', False), ('is_youth', False), ('user', None)), models.Q(('contact', None), ('guardian', None), ('is_youth', False), ('user__isnull', False)), models.Q(('contact__isnull', False), ('guardian', None), ('is_youth', False), ('user', None)), _connector='OR'), name='attendee_is_one_person')]},
        ),
migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('title', models.CharField(max_length=200, verbose_name='point')),
                ('purpose', models.CharField(choices=[('inform', 'To tell'), ('discuss', 'To talk over'), ('decide', 'To decide')], default='discuss', max_length=7, verbose_name='what for')),
                ('who', models.CharField(blank=True, max_length=120, verbose_name='who begins')),
                ('minutes', models.PositiveSmallIntegerField(default=10, validators=[django.core.validators.MaxValueValidator(240)], verbose_name='minutes')),
                ('position', models.PositiveIntegerField(default=0)),
                ('source', models.CharField(choices=[('own', 'Ours'), ('youth', 'The young person’s own'), ('partner', 'A partner’s'), ('minutes', 'Minutes'), ('parked', 'From last time'), ('agreement', 'Agreement'), ('plan', 'The plan'), ('theme', 'Theme')], default='own', editable=False, max_length=9)),
                ('is_parked', models.BooleanField(default=False, editable=False)),
                ('outcome', models.TextField(blank=True, max_length=10000, verbose_name='what came of it')),
                ('is_confidential', models.BooleanField(default=False, verbose_name='keep it out of what is shared')),
                ('recorded_at', models.DateTimeField(default=core.clock.now, editable=False)),
                ('carried_from', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='carried_to', to='meetings.agendaitem')),
                ('milestone', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.milestone')),
                ('recorded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('brought_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='points', to='meetings.attendee')),
            ],
            options={"ordering": ['position', 'pk'], "constraints": [models.CheckConstraint(condition=models.Q(('minutes__lte', 240)), name='agenda_point_ends', violation_error_message='A point lasts four hours at most.')]},
        ),
migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='meetings.agendaitem')),
                ('milestone', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='plans.milestone')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
migrations.CreateModel(
            name='Meeting',
            fields=[
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('starts_at', models.DateTimeField(verbose_name='starts')),
                ('lasts_minutes', models.PositiveSmallIntegerField(default=60, verbose_name='minutes it lasts')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='place')),
                ('online', models.CharField(blank=True, max_length=300, verbose_name='online or by phone')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('invited', 'People are called in'), ('held', 'Held'), ('cancelled', 'Cancelled')], default='draft', editable=False, max_length=9)),
                ('sequence', models.PositiveIntegerField(default=0, editable=False)),
                ('cancelled_why', models.CharField(blank=True, max_length=200, verbose_name='why it is cancelled')),
                ('locked_at', models.DateTimeField(editable=False, null=True)),
                ('recorded_at', models.DateTimeField(default=core.clock.now, editable=False)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='cases.case')),
                ('follows', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='meetings.meeting')),
                ('led_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings_led', to=settings.AUTH_USER_MODEL, verbose_name='leads the meeting')),
                ('note', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meeting', to='cases.note')),
                ('recorded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={"ordering": ['starts_at', 'pk'], "indexes": [models.Index(fields=['case', 'starts_at'], name='meetings_me_case_id_120b72_idx'), models.Index(fields=['led_by', 'starts_at'], name='meetings_me_led_by__3464f0_idx')], "constraints": [models.CheckConstraint(condition=models.Q(('lasts_minutes__gte', 5), ('lasts_minutes__lte', 600)), name='meeting_lasts_some_time', violation_error_message='A meeting lasts between 5 minutes and 10 hours.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'cancelled'), _negated=True), models.Q(('cancelled_why', ''), _negated=True), _connector='OR'), name='meeting_cancelled_says_why', violation_error_message='Say why the meeting is cancelled.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'held'), ('note__isnull', False)), models.Q(models.Q(('state', 'held'), _negated=True), ('note', None)), _connector='OR'), name='meeting_held_has_its_note'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'draft'), _negated=True), ('sequence', 0), _connector='OR'), name='meeting_draft_was_told_to_nobody'), models.CheckConstraint(condition=models.Q(('locked_at', None), ('state', 'held'), _connector='OR'), name='meeting_locked_was_held')]},
        ),
migrations.AddField(
            model_name='attendee',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendees', to='meetings.meeting'),
        ),
migrations.AddField(
            model_name='agendaitem',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agenda', to='meetings.meeting'),
        ),
migrations.CreateModel(
            name='MeetingMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('old_starts_at', models.DateTimeField()),
                ('old_place', models.CharField(blank=True, max_length=200)),
                ('why', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='meetings.meeting')),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
migrations.CreateModel(
            name='MeetingType',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('code', models.SlugField(unique=True)),
                ('name_da', models.CharField(max_length=100, verbose_name='Danish name')),
                ('name_en', models.CharField(max_length=100, verbose_name='English name')),
                ('position', models.PositiveSmallIntegerField(default=100, verbose_name='order')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('themes', models.TextField(blank=True, help_text='One a line; each becomes a point of the agenda.', verbose_name='themes')),
                ('must_attend', models.TextField(blank=True, help_text='One a line.', verbose_name='who must attend')),
                ('rhythm_months', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='months until the next meeting')),
                ('ages_months', models.JSONField(blank=True, default=list, verbose_name='at the ages')),
                ('lasts_minutes', models.PositiveSmallIntegerField(default=60, verbose_name='minutes it lasts')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='source')),
                ('then', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meetings.meetingtype', verbose_name='followed by')),
            ],
            options={
                'verbose_name': 'form of meeting',
                'ordering': ['position', 'code'],
                'abstract': False,
            },
        ),
migrations.AddField(
            model_name='meeting',
            name='type',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='meetings.meetingtype', verbose_name='form of meeting'),
        ),
migrations.CreateModel(
            name='Minutes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('state', models.CharField(choices=[('draft', 'Being written'), ('sent', 'Sent for comment'), ('approved', 'Approved')], default='draft', editable=False, max_length=8)),
                ('text', models.TextField(blank=True, max_length=20000, verbose_name='beside the points')),
                ('youth_text', models.TextField(blank=True, max_length=10000, verbose_name='for the young person')),
                ('sent_at', models.DateTimeField(editable=False, null=True)),
                ('comment_until', models.DateField(blank=True, null=True, verbose_name='comments until')),
                ('approved_at', models.DateTimeField(editable=False, null=True)),
                ('recorded_at', models.DateTimeField(default=core.clock.now, editable=False)),
                ('by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='minutes', to='meetings.meeting')),
            ], options={"constraints": [models.CheckConstraint(condition=models.Q(models.Q(('comment_until', None), ('sent_at', None), ('state', 'draft')), models.Q(models.Q(('state', 'draft'), _negated=True), ('comment_until__isnull', False), ('sent_at__isnull', False)), _connector='OR'), name='minutes_sent_have_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', False), ('state', 'approved')), models.Q(models.Q(('state', 'approved'), _negated=True), ('approved_at', None)), _connector='OR'), name='minutes_approved_say_when')]}),
migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('of_version', models.PositiveIntegerField()),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('attendee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='meetings.attendee')),
                ('minutes', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='meetings.minutes')),
            ],
            options={"ordering": ['at', 'pk'], "constraints": [models.UniqueConstraint(fields=('minutes', 'attendee', 'of_version'), name='approved_once_as_it_stood')]},
        ),
migrations.CreateModel(
            name='MinutesAddition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=4000, verbose_name='addition')),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('minutes', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='additions', to='meetings.minutes')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
migrations.CreateModel(
            name='MinutesComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=4000, verbose_name='comment')),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('attendee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='meetings.attendee')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('minutes', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='meetings.minutes')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
migrations.AddConstraint(
            model_name='attendee',
            constraint=models.UniqueConstraint(condition=models.Q(('is_youth', True)), fields=('meeting',), name='attendee_youth_once'),
        ),
migrations.AddConstraint(
            model_name='attendee',
            constraint=models.UniqueConstraint(fields=('meeting', 'guardian'), name='attendee_guardian_once'),
        ),
migrations.AddConstraint(
            model_name='attendee',
            constraint=models.UniqueConstraint(fields=('meeting', 'user'), name='attendee_user_once'),
        ),
migrations.AddConstraint(
            model_name='attendee',
            constraint=models.UniqueConstraint(fields=('meeting', 'contact'), name='attendee_contact_once'),
        ),
migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.UniqueConstraint(fields=('meeting', 'milestone'), name='agenda_milestone_once'),
        ),
migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.UniqueConstraint(fields=('meeting', 'carried_from'), name='agenda_point_carried_once'),
        ),
migrations.RunPython(meeting_types, migrations.RunPython.noop)]
