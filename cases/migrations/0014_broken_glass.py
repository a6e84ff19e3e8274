
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.clock
import core.crypto


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0013_lists'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BrokenGlass',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', core.crypto.EncryptedTextField(verbose_name='reason')),
                ('told_reason', models.TextField()),
                ('broken_at', models.DateTimeField(default=core.clock.now)),
                ('expires_at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='broken_glasses', to='cases.case')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='broken_glasses', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-broken_at', '-pk'],
                'indexes': [models.Index(fields=['user', 'expires_at'], name='cases_broke_user_id_e3e2a7_idx')],
            },
        ),
    ]
