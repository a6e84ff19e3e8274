"""Why a partner was handed the plan of a shielded case, or of somebody whose address is protected."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0004_contact_days'),
        ('plans', '0007_bundles'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='handover',
            name='told_reason',
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(('told_reason', ''), ('audience', 'partner'), _connector='OR'), name='handover_reason_is_for_a_partner'),
        ),
    ]
